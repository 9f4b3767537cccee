/** What the bubble learns from the page that it stands on. */

import { type Lang, pickLang } from '../shared/i18n';
import { pageTitle } from './title';
import { urlOf } from '../shared/url';

/** The address without what may be secret: query string, fragment, credentials. Empty for what is no address. */
export function withoutSecrets(address: string): string {
  const url = urlOf(address);
  return url === null || url.origin === 'null' ? '' : url.origin + url.pathname;
}

const LONGEST_ADDRESS = 2_000;
const LONGEST_TITLE = 300;

/** The page, as `hello` tells the agent of it; short, since a hello that is too long is no hello. */
export function pageOfVisitor(): { url: string; title: string; referrer: string } {
  // In a frame the page that the visitor sees is the one around it.
  const framed = window.parent !== window;
  return {
    url: withoutSecrets((framed && document.referrer) || location.href).slice(0, LONGEST_ADDRESS),
    title: Array.from(pageTitle()).slice(0, LONGEST_TITLE).join(''),
    referrer: withoutSecrets(document.referrer).slice(0, LONGEST_ADDRESS),
  };
}

/** What the page wants: as it called us, else the script line's language, else the page's, else the browser's. */
export function pageLang(script: HTMLElement | null, called?: string): Lang {
  return pickLang([called, script?.dataset.lang, document.documentElement.lang, ...navigator.languages]);
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
