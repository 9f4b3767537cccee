/** The chat for an iframe: says which language `?lang=` asks for. The bubble takes it from <html lang>. */

import { pickLang } from '../shared/i18n';

const asked = new URLSearchParams(location.search).get('lang');
document.documentElement.lang = pickLang([asked, ...navigator.languages]);
