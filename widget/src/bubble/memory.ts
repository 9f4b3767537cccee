/**
 * What the bubble keeps in the browser, per server: who the visitor is (shared by all tabs), and what this tab was doing.
 * A browser that forbids storage gets a memory as long as the page.
 */

import type { VisitorCommand } from '../shared/protocol';

export interface Visitor {
  /** The secret of an earlier `welcome`. */
  token: string | null;
  /** The conversation that was going on when we last heard; null for none. */
  conversation: string | null;
  /** The newest event that the visitor has looked at. */
  seen: { conversation: string; seq: number } | null;
}

/** A visitor's words on their way: sent again after a reload under the same `cid`, which is harmless. */
export interface Unsent {
  cid: string;
  command: Extract<VisitorCommand, { type: 'send' | 'choose' }>;
  text: string;
}

export interface Tab {
  open: boolean;
  draft: string;
  unsent: Unsent[];
}

const NOBODY: Visitor = { token: null, conversation: null, seen: null };
const NEW_TAB: Tab = { open: false, draft: '', unsent: [] };

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
    return { ...NEW_TAB, ...this.read('sessionStorage') };
  }

  setTab(change: Partial<Tab>): void {
    this.write('sessionStorage', { ...this.tab, ...change });
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
