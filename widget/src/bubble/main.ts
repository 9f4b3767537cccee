/** What the loader fetches: defines the elements, and does what the page has said and will say through `Vuoro(…)`. */

import type { Lang } from '../shared/i18n';
import { bootOf, type Call, type Options } from './api';
import { Bubble } from './bubble';
import { Composer } from './composer';
import { ContactForm } from './contact-form';
import { whenParsed } from './host';
import { Menu } from './menu';
import { Rating } from './rating';
import { Site } from './site';

declare const __TEXTS__: Readonly<Record<Lang, string>>;

const ELEMENTS = {
  'vuoro-composer': Composer,
  'vuoro-contact-form': ContactForm,
  'vuoro-menu': Menu,
  'vuoro-rating': Rating,
  'vuoro-bubble': Bubble,
};

const vuoro = window.Vuoro;
const script = vuoro?.script;
if (vuoro !== undefined && script !== undefined) {
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
  whenParsed(() => {
    const site = new Site(vuoro, script, __TEXTS__);
    const early = [...(vuoro.q as Call[])];
    /** Each call waits for the one before: an `open` for the texts of the `boot`. */
    let last = site.boot(bootOf(early));
    const push = (...calls: Call[]): number => {
      for (const call of calls) {
        // Whoever asks to be told must miss nothing that comes meanwhile.
        if (call[0] === 'on') site.on(call[1], call[2]);
        else last = last.then(() => act(site, call)).catch(reportError);
      }
      return 0;
    };
    push(...early.filter((call) => call[0] !== 'boot'));
    vuoro.q = { push };
  });
}

function act(site: Site, { 0: action, 1: value }: Call): void | Promise<void> {
  switch (action) {
    case 'boot':
      return site.boot(value as Options | undefined);
    case 'open':
    case 'close':
    case 'shutdown':
      return site[action]();
    case 'identify':
      return site.identify(value);
    default:
  }
}
