import type { Event, HistoryFrame } from './protocol';

export type Applied = 'applied' | 'duplicate' | 'gap';

/** The events of one conversation as this reader may see them, sorted by `seq`, each once. */
export class Timeline {
  private held: Event[] = [];

  constructor(readonly conversation: string) {}

  get events(): readonly Event[] {
    return this.held;
  }

  /** The `seq` of the newest event held; 0 for none. It is what `resume` and `sync` carry as `after`. */
  get lastSeq(): number {
    return this.held.at(-1)?.seq ?? 0;
  }

  /** Takes a live event. A gap changes nothing: the caller asks with `sync {after: lastSeq}`. */
  apply(event: Event): Applied {
    if (event.seq <= this.lastSeq) return this.again(event);
    if (event.prev !== this.lastSeq) return 'gap';
    this.held = [...this.held, event];
    return 'applied';
  }

  /** Takes a page of `history` or `assigned`: 'applied' where it brought something new, 'gap' where it does not join. */
  applyHistory(page: Pick<HistoryFrame, 'events' | 'reset'>): Applied {
    // Every page of a reset may say so; the first is the one that begins at the beginning.
    if (page.reset && (page.events[0]?.prev ?? 0) === 0) this.held = [];
    let outcome: Applied = 'duplicate';
    for (const event of page.events) {
      const applied = this.apply(event);
      if (applied === 'gap') return 'gap';
      if (applied === 'applied') outcome = 'applied';
    }
    return outcome;
  }

  /** A later delivery may know more than the first one did (`nlu`). */
  private again(event: Event): 'duplicate' {
    if ('nlu' in event) {
      this.held = this.held.map((known) => (known.seq === event.seq ? ({ ...known, ...event } as Event) : known));
    }
    return 'duplicate';
  }
}
