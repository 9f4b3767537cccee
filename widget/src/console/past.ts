import type { AgentSignal, HistoryFrame } from '../shared/protocol';
import { Timeline } from '../shared/timeline';
import type { Past } from './state';

/** Reads an earlier conversation of the same visitor, beside the open one: all of it, once. */
export class PastReader {
  private timeline: Timeline | null = null;
  private past: Past | null = null;

  constructor(
    private readonly send: (signal: AgentSignal) => void,
    private readonly show: (past: Past | null) => void,
  ) {}

  /** Asks for a conversation; null closes what is open. */
  read(conversation: string | null): void {
    this.timeline = conversation === null ? null : new Timeline(conversation);
    this.become(conversation === null ? null : { conversation, events: [], complete: false, failed: false });
    if (conversation !== null) this.send({ type: 'sync', conversation, after: 0 });
  }

  /** Takes a page; false where it is about another conversation. */
  take(frame: HistoryFrame): boolean {
    if (this.timeline === null || this.timeline.conversation !== frame.conversation) return false;
    this.timeline.applyHistory(frame);
    const { conversation, events } = this.timeline;
    this.become({ conversation, events, complete: frame.complete, failed: false });
    return true;
  }

  /** The server let nobody read something: if this is still open, it is what was meant. */
  refused(): void {
    if (this.past !== null && !this.past.complete) this.become({ ...this.past, failed: true });
  }

  /** What was asked for on the connection before is answered by nobody. */
  reconnected(): void {
    if (this.past !== null && !this.past.complete && !this.past.failed) this.read(this.past.conversation);
  }

  private become(past: Past | null): void {
    this.past = past;
    this.show(past);
  }
}
