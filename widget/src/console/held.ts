/** What follows from a conversation as it is held: whose turn it is, who is asking, what is urgent. */
import type { Brief, ContactEvent, Event, Message, NoteEvent, StateEvent, WaitingItem } from '../shared/protocol';
import type { DeskState, Held } from './state';

/** How long one who was promised nothing waits as a matter of course: a chat a minute, the others a day. */
const UNPROMISED_MS = { chat: 60_000, message: 86_400_000, callback: 86_400_000 } as const;

/** The conversations that are ours: who waits for our words first, longest wait first; then the newest. */
export function mine(state: DeskState): Held[] {
  const at = (held: Held): string => held.events.at(-1)?.at ?? '';
  const ours = [...state.held.values()].filter((held) => held.gone === null);
  const rank = new Map(ours.map((held) => [held, awaitsSince(held)]));
  return ours.sort((a, b) => {
    const [first, second] = [rank.get(a) ?? null, rank.get(b) ?? null];
    if (first !== null && second !== null) return first - second || a.conversation.localeCompare(b.conversation);
    if (first !== second) return first === null ? 1 : -1;
    return at(b).localeCompare(at(a)) || a.conversation.localeCompare(b.conversation);
  });
}

/** Since when the visitor waits for our words, in ms; null where the last word is ours, and for who left a message. */
export function awaitsSince(held: Held): number | null {
  const { events } = held;
  if (leftMessage(held) !== null) return null;
  const answered = events.findLastIndex((event) => event.kind === 'message' && event.author.kind === 'agent');
  // Before a person has said anything, the wait begins in the line, not with the first words to the assistant.
  const from = answered >= 0 ? answered + 1 : Math.max(0, events.findLastIndex(isQueued));
  const asked = events.slice(from).find((event) => isVisitorMessage(event) || isQueued(event));
  return asked === undefined ? null : Date.parse(asked.at);
}

/** The waiting line with the most urgent first: by the promise, and where there is none by how long they wait. */
export function byUrgency(items: readonly WaitingItem[]): WaitingItem[] {
  const due = (item: WaitingItem): number =>
    item.due_at ? Date.parse(item.due_at) : Date.parse(item.since) + UNPROMISED_MS[item.kind];
  return items.toSorted((a, b) => due(a) - due(b) || a.since.localeCompare(b.since));
}

export function isOverdue(item: WaitingItem, now: number): boolean {
  return !!item.due_at && Date.parse(item.due_at) < now;
}

/** The contact form of a visitor who left a message, as long as they have not come back; else null. */
export function leftMessage(held: Held): ContactEvent | null {
  if (held.visitorOnline) return null;
  const since = held.events.findLastIndex((event) => event.kind === 'contact');
  const left = held.events[since];
  const back = held.events.findLastIndex(isVisitorMessage) > since;
  return left?.kind === 'contact' && !back ? left : null;
}

/** What the visitor asked before a person came, in words of their own, not by a button; else what the brief says. */
export function ownWords(held: Held): string | null {
  const { events } = held;
  const taken = events.findLastIndex((event) => event.kind === 'state' && event.to === 'human');
  const wrote = (event: Event): boolean => (event.kind === 'contact' ? !!event.text : isVisitorMessage(event) && !event.choice);
  const before = taken < 0 ? events : events.slice(0, taken);
  const last = before.findLast((event): event is Message | ContactEvent => wrote(event));
  return last?.text ?? held.brief?.asked ?? null;
}

/** How many messages of the visitor the agent has not read. */
export function unread(held: Held): number {
  return held.events.filter((event) => isVisitorMessage(event) && event.seq > held.readSeq).length;
}

/** The last move of those that have come, if any has. */
export function lastMove(held: Held): StateEvent | undefined {
  return held.events.findLast((event) => event.kind === 'state');
}

/** Whether the agent may write: it is ours, and no move after the one that made it ours has taken it away. */
export function isWritable(held: Held): boolean {
  return held.gone === null && (lastMove(held)?.fence ?? 0) <= held.fence;
}

/** The visitor's name as the brief or a contact form gives it, else null. */
export function visitorName(held: Held): string | null {
  const contact = held.events.findLast((event): event is ContactEvent => event.kind === 'contact');
  return held.brief?.visitor.name || contact?.name || held.name;
}

export function visitorLang(held: Held): string | null {
  return held.brief?.lang ?? held.events.findLast(isVisitorMessage)?.lang ?? null;
}

/** What was said last, in the chat or in a contact form. */
export function lastWords(held: Held): Message | ContactEvent | undefined {
  return held.events.findLast((event) => event.kind === 'message' || event.kind === 'contact');
}

/**
 * Up to where the agent has surely read, for a conversation that comes anew (after a reload): what a person wrote last,
 * or the moment at which a person took it.
 */
export function answeredSeq(events: readonly Event[]): number {
  const last = events.findLast((event) => byAgent(event) || (event.kind === 'state' && event.to === 'human'));
  return last?.seq ?? 0;
}

/** The page that a visitor is on, with a title; null where it is not known. */
export function pageOf(page: Brief['visitor']['page']): { url: string; title: string } | null {
  const { url, title } = typeof page === 'string' ? { url: page, title: null } : (page ?? {});
  return url ? { url, title: title || url } : null;
}

/** What a visitor types becomes a link only where it leads to a web page. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

export function isVisitorMessage(event: Event): event is Message {
  return event.kind === 'message' && event.author.kind === 'visitor';
}

function isQueued(event: Event): boolean {
  return event.kind === 'state' && event.to === 'queued';
}

function byAgent(event: Event): event is Message | NoteEvent {
  return (event.kind === 'message' || event.kind === 'note') && event.author.kind === 'agent';
}
