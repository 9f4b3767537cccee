import type { Event, HistoryFrame, State, StateEvent } from '../shared/protocol';
import { Timeline } from '../shared/timeline';

/** The conversations of this visitor as far as this page holds them, and which of them is open. No I/O. */
export class Chats {
  readonly all: Timeline[] = [];
  /** The open conversation; null for none. */
  open: string | null = null;
  /** Its state as `welcome` told it, until its events are here. */
  toldState: State | null = null;
  /** Conversations whose history is under way. */
  private readonly owed = new Set<string>();

  /** The chat that is shown last: the open one, else the newest. */
  get current(): Timeline | null {
    return (this.open === null ? null : this.find(this.open)) ?? this.all.at(-1) ?? null;
  }

  /** Null where no conversation is open. */
  get state(): Exclude<State, 'closed'> | null {
    if (this.open === null) return null;
    const known = lastMove(this.find(this.open))?.to ?? this.toldState ?? 'bot';
    return known === 'closed' ? null : known;
  }

  /** The full name of the person in the chat. */
  get person(): string | null {
    const move = lastMove(this.current);
    return move?.to === 'human' ? (move.agent?.name ?? null) : null;
  }

  /** There is a history to come, and nothing to show before. */
  get loading(): boolean {
    const chat = this.current;
    return chat !== null && chat.events.length === 0 && this.owed.has(chat.conversation);
  }

  /** A person took part. */
  get metPerson(): boolean {
    return this.current?.events.some((event) => event.kind === 'state' && event.to === 'human') ?? false;
  }

  /** A person took part, the chat is over, and nobody has rated it. */
  get canRate(): boolean {
    const chat = this.current;
    if (!this.metPerson || lastMove(chat)?.to !== 'closed') return false;
    return !chat?.events.some((event) => event.kind === 'rating');
  }

  /** Messages to the visitor after event `seen`. */
  unread(seen: { conversation: string; seq: number } | null): number {
    const chat = this.current;
    if (chat === null) return 0;
    const from = seen?.conversation === chat.conversation ? seen.seq : 0;
    return chat.events.filter((event) => event.seq > from && isToVisitor(event)).length;
  }

  find(conversation: string): Timeline | null {
    return this.all.find((chat) => chat.conversation === conversation) ?? null;
  }

  /** The chat of this id, begun where it is new. */
  hold(conversation: string): Timeline {
    const known = this.find(conversation);
    if (known !== null) return known;
    const chat = new Timeline(conversation);
    this.all.push(chat);
    return chat;
  }

  /** Takes a live event. False for a gap: the history has to be asked for. */
  apply(event: Event): boolean {
    const chat = this.hold(event.conversation);
    const joined = chat.apply(event) !== 'gap';
    if (joined) this.conclude(chat);
    return joined;
  }

  /** Takes a page of history. False where the whole of it leaves a gap. */
  applyHistory(page: HistoryFrame): boolean {
    const chat = this.hold(page.conversation);
    const joined = chat.applyHistory(page) !== 'gap';
    if (page.complete) this.owed.delete(chat.conversation);
    this.conclude(chat);
    return joined || !page.complete;
  }

  /** Notes that the history of a conversation is asked for. False where it is already. */
  owe(conversation: string): boolean {
    if (this.owed.has(conversation)) return false;
    this.owed.add(conversation);
    return true;
  }

  /** No history will come that was asked for before. */
  oweNothing(): void {
    this.owed.clear();
  }

  clear(): void {
    this.all.length = 0;
    this.open = null;
    this.toldState = null;
    this.owed.clear();
  }

  /** A state in the middle of a history says nothing about now. */
  private conclude(chat: Timeline): void {
    if (this.owed.has(chat.conversation)) return;
    const known = lastMove(chat)?.to;
    if (known === 'closed' && this.open === chat.conversation) this.open = null;
    else if (known !== undefined && known !== 'closed') this.open = chat.conversation;
  }
}

/** Whether somebody says something to the visitor with it. */
export function isToVisitor(event: Event): boolean {
  return event.kind === 'message' && event.author.kind !== 'visitor';
}

function lastMove(chat: Timeline | null): StateEvent | undefined {
  return chat?.events.findLast((event): event is StateEvent => event.kind === 'state');
}
