import type { Status } from '../shared/connection';
import type {
  Agent,
  AgentStatus,
  Brief,
  Colleague,
  Event,
  Offer,
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
  /** As the server's `welcome` has it, until the transcript is there. */
  readonly name: string | null;
  readonly lastText: string | null;
}

/** An earlier conversation of the same visitor, to be read beside the open one. */
export interface Past {
  readonly conversation: string;
  readonly events: readonly Event[];
  readonly complete: boolean;
  readonly failed: boolean;
}

export interface LinkState {
  readonly status: Status;
  readonly code: number | null;
  /** When the next try is due, in ms of this machine's clock. */
  readonly retryAt: number | null;
  /** Since when nothing of the server's is certain, in ms of this machine's clock; null while connected. */
  readonly lostAt: number | null;
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
  readonly colleagues: readonly Colleague[];
  readonly past: Past | null;
  readonly held: ReadonlyMap<string, Held>;
  readonly selected: string | null;
  /** Conversations whose `accept`, `decline`, `claim`, `release`, `transfer` or `close` is under way. */
  readonly busy: ReadonlySet<string>;
  readonly notice: Notice | null;
}

export function emptyDesk(agent: Agent): DeskState {
  return {
    link: { status: 'connecting', code: null, retryAt: null, lostAt: null },
    ready: false,
    agent,
    status: 'away',
    capacity: agent.capacity ?? 0,
    skew: 0,
    offers: [],
    waiting: [],
    colleagues: [],
    past: null,
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
    name: null,
    lastText: null,
  };
}
