import type { Status } from '../shared/connection';
import type {
  Agent,
  AgentStatus,
  Brief,
  ContactEvent,
  Event,
  Message,
  NoteEvent,
  Offer,
  StateEvent,
  WaitingItem,
} from '../shared/protocol';
import type { TextKey } from './i18n';

/** What the agent wrote and the transcript does not have yet. */
export interface Outgoing {
  readonly cid: string;
  readonly kind: 'send' | 'note';
  readonly text: string;
  /** The error code that refused it; null while it is under way. */
  readonly refused: string | null;
}

/** A conversation as this console holds it. Replaced, never changed, so that views see that it is another. */
export interface Held {
  readonly conversation: string;
  readonly fence: number;
  readonly brief: Brief | null;
  readonly events: readonly Event[];
  /** False until the whole transcript has come. */
  readonly complete: boolean;
  readonly visitorOnline: boolean | null;
  /** When the visitor's typing counts as over, in ms of this machine's clock; null for no typing. */
  readonly typingUntil: number | null;
  /** The agent has read up to this `seq`. */
  readonly readSeq: number;
  readonly outgoing: readonly Outgoing[];
  /** Why it is not ours any more; null while it is. */
  readonly gone: string | null;
}

export interface LinkState {
  readonly status: Status;
  readonly code: number | null;
  /** When the next try is due, in ms of this machine's clock. */
  readonly retryAt: number | null;
}

/** One sentence for the agent, until it is dismissed or has been there long enough. */
export interface Notice {
  readonly tone: 'error' | 'info';
  readonly key: TextKey;
  /** In ms of this machine's clock. */
  readonly until: number;
}

export interface DeskState {
  readonly link: LinkState;
  /** False until the first `welcome`. */
  readonly ready: boolean;
  readonly agent: Agent;
  readonly status: AgentStatus;
  readonly capacity: number;
  /** The server's clock less this machine's, in ms. */
  readonly skew: number;
  readonly offers: readonly Offer[];
  readonly waiting: readonly WaitingItem[];
  readonly held: ReadonlyMap<string, Held>;
  readonly selected: string | null;
  /** Conversations whose `accept`, `decline`, `claim`, `release`, `transfer` or `close` is under way. */
  readonly busy: ReadonlySet<string>;
  readonly notice: Notice | null;
}

export function emptyDesk(agent: Agent): DeskState {
  return {
    link: { status: 'connecting', code: null, retryAt: null },
    ready: false,
    agent,
    status: 'away',
    capacity: agent.capacity ?? 0,
    skew: 0,
    offers: [],
    waiting: [],
    held: new Map(),
    selected: null,
    busy: new Set(),
    notice: null,
  };
}

export function emptyHeld(conversation: string, fence: number): Held {
  return {
    conversation,
    fence,
    brief: null,
    events: [],
    complete: false,
    visitorOnline: null,
    typingUntil: null,
    readSeq: 0,
    outgoing: [],
    gone: null,
  };
}

/** The conversations that are ours, the one with the newest event first. */
export function mine(state: DeskState): Held[] {
  const at = (held: Held): string => held.events.at(-1)?.at ?? '';
  return [...state.held.values()]
    .filter((held) => held.gone === null)
    .sort((a, b) => at(b).localeCompare(at(a)) || a.conversation.localeCompare(b.conversation));
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
  return held.brief?.visitor.name || contact?.name || null;
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

export function isVisitorMessage(event: Event): event is Message {
  return event.kind === 'message' && event.author.kind === 'visitor';
}

function byAgent(event: Event): event is Message | NoteEvent {
  return (event.kind === 'message' || event.kind === 'note') && event.author.kind === 'agent';
}
