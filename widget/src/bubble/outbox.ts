import { newCid } from '../shared/connection';
import { type Ack, type Event, ProtocolError, type VisitorCommand } from '../shared/protocol';
import type { Memory, Unsent } from './memory';

/** Words of the visitor that the server has not confirmed as an event yet. */
export interface Outgoing extends Unsent {
  /** The error code of a refusal; undefined while on its way. */
  failed?: string;
  /** Where the server has put it; shown until its event is here. */
  acked?: { conversation: string; seq: number };
}

interface OutboxOptions {
  memory: Memory;
  send: (command: VisitorCommand, cid: string) => Promise<Ack>;
  /** The newest event held of a conversation. */
  lastSeq: (conversation: string) => number;
  onChange: () => void;
}

/** What the visitor has said and does not stand in the chat yet. It survives a reload of the page. */
export class Outbox {
  private words: Outgoing[] = [];

  constructor(private readonly options: OutboxOptions) {
    this.recall();
  }

  get all(): readonly Outgoing[] {
    return this.words;
  }

  add(command: Unsent['command'], text: string): void {
    const words = { cid: newCid(), command, text };
    this.keep([...this.words, words]);
    this.dispatch(words);
  }

  /** Sends refused words again. The server does not remember an error: the cid is still good. */
  retry(cid: string): void {
    const words = this.words.find((each) => each.cid === cid);
    if (words === undefined) return;
    delete words.failed;
    this.dispatch(words);
    this.options.onChange();
  }

  discard(cid: string): void {
    this.keep(this.words.filter((each) => each.cid !== cid));
  }

  /** Sends again what the memory holds. */
  recall(): void {
    this.words = this.options.memory.tab.unsent;
    for (const each of this.words) this.dispatch(each);
  }

  /** Takes away the words that these events brought back. */
  dropArrived(events: readonly Event[] = []): void {
    const cids = new Set(events.map((event) => event.cid));
    const left = this.words.filter((words) => !cids.has(words.cid) && !this.stands(words));
    if (left.length !== this.words.length) this.keep(left);
  }

  private dispatch(words: Outgoing): void {
    this.options.send(words.command, words.cid).then(
      ({ conversation, seq }) => {
        words.acked = { conversation: conversation ?? '', seq: seq ?? 0 };
        this.dropArrived();
      },
      (error: unknown) => {
        words.failed = codeOf(error);
        this.options.onChange();
      },
    );
  }

  /** Acknowledged, and its event is here, or there is none. */
  private stands({ acked }: Outgoing): boolean {
    return acked !== undefined && this.options.lastSeq(acked.conversation) >= acked.seq;
  }

  private keep(words: Outgoing[]): void {
    this.words = words;
    this.options.memory.setTab({ unsent: words.map(({ cid, command, text }) => ({ cid, command, text })) });
    this.options.onChange();
  }
}

export function codeOf(error: unknown): string {
  return error instanceof ProtocolError ? error.code : 'other';
}
