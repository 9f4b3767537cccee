/** Puts the bubble on the page that loads this script: `<script async src="https://…/vuoro.js" data-lang="fi"></script>`. */

import { Bubble } from './bubble';
import { Composer } from './composer';
import { ContactForm } from './contact-form';
import { pageLang, serverOf, whenParsed } from './host';
import { Rating } from './rating';

type Action = 'open' | 'close';
/** `Vuoro('open')`. A page may define it before the script is there, collecting the calls in `q`. */
type Api = ((action: Action) => void) & { q?: Iterable<ArrayLike<Action>> };

declare global {
  interface Window {
    Vuoro?: Api;
  }
}

const ELEMENTS = {
  'vuoro-composer': Composer,
  'vuoro-contact-form': ContactForm,
  'vuoro-rating': Rating,
  'vuoro-bubble': Bubble,
};

function putOn(script: HTMLScriptElement): void {
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
  const bubble = document.createElement('vuoro-bubble') as Bubble;
  bubble.server = serverOf(script);
  bubble.name = script.dataset.name ?? null;
  const setLang = (): void => {
    bubble.uiLang = pageLang(script);
  };
  setLang();
  document.body.append(bubble);
  const observer = new MutationObserver(setLang);
  observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  observer.observe(script, { attributeFilter: ['data-lang'] });

  const early = window.Vuoro?.q ?? [];
  const api: Api = (action) => {
    if (action === 'open') bubble.open();
    else if (action === 'close') bubble.close();
  };
  window.Vuoro = api;
  for (const call of early) if (call[0] !== undefined) api(call[0]);
}

// Known only while the script runs; a page that puts the script in by other means still has its line.
const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="vuoro.js"]');

// A page that includes the script twice has one bubble.
if (script !== null && !customElements.get('vuoro-bubble')) {
  whenParsed(() => {
    if (!customElements.get('vuoro-bubble')) putOn(script);
  });
}
