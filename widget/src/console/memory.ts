/** What this browser remembers of one agent over a reload: drafts, the open conversation, how they like to work. */
import type { Outgoing } from './state';

export interface Settings {
  readonly sound: boolean;
  /** Null until the agent was asked. */
  readonly notify: boolean | null;
  /** Whether keys without Alt do something (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

export interface Draft {
  readonly kind: Outgoing['kind'];
  readonly text: string;
}

const DEFAULTS: Settings = { sound: true, notify: null, singleKeys: true };
export const NO_DRAFT: Draft = { kind: 'send', text: '' };
/** A draft for a conversation that never came back is dropped after so long. */
const KEEP_MS = 7 * 24 * 3_600_000;

export class Memory {
  private readonly prefix: string;

  constructor(
    agent: string,
    private readonly store: Storage = localStorage,
    private readonly now: () => number = Date.now,
  ) {
    this.prefix = `vuoro.console.${agent}.`;
    this.prune();
  }

  get settings(): Settings {
    return { ...DEFAULTS, ...this.read<Partial<Settings>>('settings') };
  }

  set settings(settings: Settings) {
    this.write('settings', settings);
  }

  get open(): string | null {
    return this.read<string>('open');
  }

  set open(conversation: string | null) {
    this.write('open', conversation);
  }

  draft(conversation: string): Draft {
    return this.read<Draft>(`draft.${conversation}`) ?? NO_DRAFT;
  }

  keepDraft(conversation: string, { kind, text }: Draft): void {
    this.write(`draft.${conversation}`, text === '' ? null : { kind, text, at: this.now() });
  }

  hasDraft(conversation: string): boolean {
    return this.draft(conversation).text.trim() !== '';
  }

  /** For a log-out: the next one at this machine may be somebody else. */
  forgetWork(): void {
    for (const key of this.drafts()) this.store.removeItem(key);
    this.write('open', null);
  }

  private prune(): void {
    for (const key of this.drafts()) {
      const { at } = this.read<{ at: number }>(key.slice(this.prefix.length)) ?? { at: 0 };
      if (this.now() - at > KEEP_MS) this.store.removeItem(key);
    }
  }

  private drafts(): string[] {
    const keys = Array.from({ length: this.store.length }, (_, index) => this.store.key(index) ?? '');
    return keys.filter((key) => key.startsWith(`${this.prefix}draft.`));
  }

  private read<T>(name: string): T | null {
    try {
      return JSON.parse(this.store.getItem(this.prefix + name) ?? 'null') as T | null;
    } catch {
      return null;
    }
  }

  /** A full or forbidden store costs the memory, not the work. */
  private write(name: string, value: unknown): void {
    try {
      if (value === null) this.store.removeItem(this.prefix + name);
      else this.store.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      return;
    }
  }
}
