/** The demo shop: puts the page into the language of `?lang=`. The bubble takes it from <html lang>. */

import './demo.css';
import { type Lang, LANGS, pickLang } from '../shared/i18n';
import { en, fi, pl, type Texts } from './texts';

const TEXTS: Readonly<Record<Lang, Texts>> = { en, fi, pl };

function speak(lang: Lang): void {
  const texts = TEXTS[lang];
  document.documentElement.lang = lang;
  document.title = texts.title;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = texts[element.dataset.text as keyof Texts];
  }
  const [currency, amount] = lang === 'pl' ? (['PLN', 'pln'] as const) : (['EUR', 'eur'] as const);
  const price = new Intl.NumberFormat(lang, { style: 'currency', currency, maximumFractionDigits: 0 });
  for (const element of document.querySelectorAll<HTMLElement>('.price')) {
    element.textContent = price.format(Number(element.dataset[amount]));
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[hreflang]')) {
    if (link.hreflang === lang) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

const asked = new URLSearchParams(location.search).get('lang');
speak(pickLang([asked, ...navigator.languages]));

// The links work without this; with it a chat that is open stays open.
for (const link of document.querySelectorAll<HTMLAnchorElement>('[hreflang]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    history.replaceState(null, '', link.href);
    speak(LANGS.find((lang) => lang === link.hreflang) ?? 'en');
  });
}

const basket = document.querySelector<HTMLElement>('#basket');
for (const button of document.querySelectorAll('.product button')) {
  button.addEventListener('click', () => {
    if (basket !== null) basket.textContent = TEXTS[pickLang([document.documentElement.lang])].added;
  });
}
