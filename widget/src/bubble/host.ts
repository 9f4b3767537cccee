/** What the bubble learns from the page that it stands on. */

import { type Lang, pickLang } from '../shared/i18n';

/** The address without what may be secret: query string, fragment, credentials. Empty for what is no address. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return '';
  const { origin, pathname } = new URL(address);
  return origin === 'null' ? '' : origin + pathname;
}

const LONGEST_ADDRESS = 2_000;
const LONGEST_TITLE = 300;

/** The page, as `hello` tells the agent of it; short, since a hello that is too long is no hello. */
export function pageOfVisitor(): { url: string; title: string; referrer: string } {
  return {
    url: withoutSecrets(location.href).slice(0, LONGEST_ADDRESS),
    title: Array.from(document.title).slice(0, LONGEST_TITLE).join(''),
    referrer: withoutSecrets(document.referrer).slice(0, LONGEST_ADDRESS),
  };
}

/** The script line's language, else the page's, else the browser's. */
export function pageLang(script: HTMLElement | null): Lang {
  return pickLang([script?.dataset.lang, document.documentElement.lang, ...navigator.languages]);
}

/** Where the server is, from where its script came: `https://chat.example/vuoro.js` -> `https://chat.example/`. */
export function serverOf(script: HTMLScriptElement): string {
  return new URL('.', script.src).href;
}

export function socketUrl(server: string): string {
  const url = new URL('ws/visitor', server);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  return url.href;
}

/**
 * Calls when the page's own scripts have run, so that they have had the chance to say which language the page is in.
 * It does not wait for images.
 */
export function whenParsed(run: () => void): void {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const parsed = document.readyState === 'complete' || (navigation?.domContentLoadedEventStart ?? 0) > 0;
  if (parsed) run();
  else document.addEventListener('DOMContentLoaded', run, { once: true });
}
