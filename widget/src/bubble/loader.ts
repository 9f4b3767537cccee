/**
 * vuoro.js, the one line on a page: `<script async src="https://chat.example/vuoro.js" data-lang="fi"></script>`.
 * It keeps what the page says meanwhile, and fetches the bubble and its texts in the page's language.
 */

import type { Lang } from '../shared/i18n';
import { bootOf, type Call, type Vuoro } from './api';
import { pageLang, serverOf, whenParsed } from './host';
import { langOf, Memory } from './memory';

declare const __BUBBLE__: string;
declare const __TEXTS__: Readonly<Record<Lang, string>>;

// Known only while the script runs; a page that puts the script in by other means still has its line.
const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="vuoro.js"]');

// A page that includes the script twice has one bubble.
if (script !== null && window.Vuoro?.script === undefined) begin(script);

function begin(line: HTMLScriptElement): void {
  const server = serverOf(line);
  const vuoro: Vuoro = (window.Vuoro ??= (...call) => void vuoro.q?.push(call));
  const calls = (vuoro.q ??= []) as Call[];
  vuoro.script = line;
  vuoro.load = once((file) => run(new URL(file, server).href, line.nonce));

  let begun = false;
  const fetch = (): void => {
    if (begun) return;
    begun = true;
    void vuoro.load?.(__BUBBLE__);
    whenParsed(() => {
      const lang = langOf(new Memory(server), pageLang(line, bootOf(calls)?.lang));
      // The bubble asks for them again, and hears of the failure.
      vuoro.load?.(__TEXTS__[lang]).catch(() => undefined);
    });
  };
  if (line.dataset.boot !== 'manual' || bootOf(calls) !== undefined) fetch();
  else {
    // Nothing more is fetched before the page says so.
    calls.push = (...more) => {
      const length = Array.prototype.push.apply(calls, more);
      if (bootOf(more) !== undefined) fetch();
      return length;
    };
  }
}

function run(src: string, nonce: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.nonce = nonce;
    script.onload = () => resolve();
    script.onerror = reject;
    document.head.append(script);
  });
}

/** Asks once for each file, and again only after a failure. */
function once(load: (file: string) => Promise<void>): (file: string) => Promise<void> {
  const loads: Record<string, Promise<void>> = {};
  return (file) => (loads[file] ??= load(file).catch((error: unknown) => {
    delete loads[file];
    throw error;
  }));
}
