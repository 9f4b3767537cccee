/**
 * What the bubble keeps in the browser, per server: who the visitor is (shared by all tabs), and what this tab was doing.
 * A browser that forbids storage gets a memory as long as the page.
 */

import { type Lang, pickLang } from '../shared/i18n';
import type { ContactFields, ContactKind, VisitorCommand } from '../shared/protocol';

export interface Visitor {
  /** The secret of an earlier `welcome`. */
  token: string | null;
  /** The conversation that was going on when we last heard; null for none. */
  conversation: string | null;
  /** The newest event that the visitor has looked at. */
  seen: { conversation: string; seq: number } | null;
  /** Who the visitor is to the server, which may tell a token that it has somebody else before it. */
  id: string | null;
  /** The language that the visitor chose in the bubble, and the one that the page was in then. */
  lang: { chosen: string; page: string } | null;
  /** The server has known the visitor as a customer of the shop. */
  customer: boolean;
}

/** A visitor's words on their way: sent again after a reload under the same `cid`, which is harmless. */
export interface Unsent {
  cid: string;
  command: Extract<VisitorCommand, { type: 'send' | 'choose' }>;
  text: string;
}

export interface Tab {
  open: boolean;
  /** Whose words these are: the visitor's `id`, null before the first welcome. */
  of: string | null;
  draft: string;
  /** The form that is open, as far as it is filled in. */
  form: { kind: ContactKind; fields: ContactFields } | null;
  unsent: Unsent[];
}

const NOBODY: Visitor = { token: null, conversation: null, seen: null, id: null, lang: null, customer: false };
const NEW_TAB: Tab = { open: false, of: null, draft: '', form: null, unsent: [] };

/** The visitor's own choice holds until the page turns to another language. */
export function langOf(memory: Memory, page: Lang): Lang {
  const { lang } = memory.visitor;
  return lang?.page === page ? pickLang([lang.chosen, page]) : page;
}


export class Memory {
  private readonly key: string;
  private fallback = new Map<string, string>();

  constructor(server: string) {
    this.key = `vuoro:${server}`;
  }

  get visitor(): Visitor {
    return { ...NOBODY, ...this.read('localStorage') };
  }

  setVisitor(change: Partial<Visitor>): void {
    this.write('localStorage', { ...this.visitor, ...change });
  }

  get tab(): Tab {
    const tab = { ...NEW_TAB, ...this.read('sessionStorage') };
    const own = tab.of === null || tab.of === this.visitor.id;
    return own ? tab : { ...NEW_TAB, open: tab.open };
  }

  setTab(change: Partial<Tab>): void {
    this.write('sessionStorage', { ...this.tab, ...change });
  }

  /** The visitor is somebody else from here on: nothing of the last one is kept but the language and the open panel. */
  forget(): void {
    const { lang } = this.visitor;
    const { open } = this.tab;
    this.write('localStorage', { ...NOBODY, lang });
    this.write('sessionStorage', { ...NEW_TAB, open });
  }

  /** Calls back when another tab has changed who the visitor is. */
  onVisitorChange(changed: () => void): () => void {
    const listener = (event: StorageEvent): void => {
      if (event.key === this.key) changed();
    };
    window.addEventListener('storage', listener);
    return () => window.removeEventListener('storage', listener);
  }

  private read(area: 'localStorage' | 'sessionStorage'): object {
    try {
      const value: unknown = JSON.parse(this.fallback.get(area) ?? window[area].getItem(this.key) ?? '{}');
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }

  private write(area: 'localStorage' | 'sessionStorage', value: object): void {
    const json = JSON.stringify(value);
    try {
      window[area].setItem(this.key, json);
    } catch {
      this.fallback.set(area, json);
    }
  }
}
