/**
 * What a page can say to the bubble: `Vuoro('open')`. The page may define the function before our script is there:
 *
 *     window.Vuoro = window.Vuoro || function () { (Vuoro.q = Vuoro.q || []).push(arguments); };
 *
 * It stays that function; once the bubble is there, `q` does at once what is pushed onto it.
 */

import type { Lang } from '../shared/i18n';
import type { Author, State } from '../shared/protocol';
import type { BubbleTexts } from './texts';

export type Theme = 'light' | 'dark' | 'auto';

/** What the page's line, or `Vuoro('boot', …)`, says of the bubble. */
export interface Options {
  lang?: string;
  /** The shop's name. */
  name?: string;
  /** The colour, as CSS knows it. */
  accent?: string;
  /** The corner; right where nothing is said. */
  position?: 'left' | 'right';
  theme?: Theme;
}

/** What `Vuoro('on', name, listener)` tells. No words of anybody: whoever wants those asks the server. */
export interface News {
  ready: Record<string, never>;
  open: Record<string, never>;
  close: Record<string, never>;
  unread: { count: number };
  message: { conversation: string; from: Author['kind']; name?: string };
  state: { conversation: string | null; state: State | null };
  identity: { accepted: boolean };
}

export type Listener = (news: never) => void;
export type Call = ArrayLike<unknown>;

/** What the server writes before the loader: the administrator's settings. */
export interface Site {
  name?: string;
  accent?: string;
}

export interface Vuoro {
  (...call: unknown[]): void;
  q?: Call[] | Pick<Call[], 'push'>;
  /** The page's line. Whoever finds it here is the second of two. */
  script?: HTMLScriptElement;
  texts?: Partial<Record<Lang, BubbleTexts>>;
  /** Runs a script of the server's, once. */
  load?: (file: string) => Promise<void>;
}

declare global {
  interface Window {
    Vuoro?: Vuoro;
    vuoroSite?: Site;
  }
}

/** What the first calls say together: of `boot`, where there is one, the options. */
export function bootOf(calls: readonly Call[]): Options | undefined {
  const boots = calls.filter((call) => call[0] === 'boot');
  if (boots.length === 0) return undefined;
  return Object.assign({}, ...boots.map((call) => call[1])) as Options;
}
