/**
 * The frames of `vuoro.v1` as they come over the wire (docs/protocol.md is the norm).
 *
 * Times are RFC 3339 strings in UTC, ids are opaque strings, languages BCP 47 tags.
 */

export const SUBPROTOCOL = 'vuoro.v1';
export const MAX_TEXT = 10_000;

export type State = 'bot' | 'queued' | 'human' | 'closed';
export type StateReason =
  | 'opened'
  | 'visitor_asked'
  | 'out_of_scope'
  | 'low_confidence'
  | 'repeated_miss'
  | 'visitor_unhappy'
  | 'always_human'
  | 'bot_unavailable'
  | 'cancelled'
  | 'accepted'
  | 'left_message'
  | 'returned_to_bot'
  | 'transferred'
  | 'agent_lost'
  | 'closed_by_agent'
  | 'closed_by_visitor'
  | 'abandoned'
  | 'reopened';
export type ContactKind = 'message' | 'callback';
export type AgentStatus = 'online' | 'busy' | 'away';
export type Verdict = 'needed' | 'bot_could' | 'too_late';
export type BotState = 'starting' | 'ready' | 'down';
export type ErrorCode =
  | 'bad_frame'
  | 'unknown_type'
  | 'too_long'
  | 'not_yours'
  | 'not_found'
  | 'wrong_state'
  | 'stale_fence'
  | 'cid_conflict'
  | 'taken'
  | 'over_capacity'
  | 'rate_limited'
  | 'unauthorized'
  | 'unavailable';

export interface Author {
  kind: 'visitor' | 'bot' | 'agent' | 'system';
  id?: string;
  name?: string;
}

export interface Choice {
  id: string;
  label: string;
}

/** What the bot made of a visitor's message; agents only, and only in later deliveries. */
export interface Nlu {
  intent: string | null;
  confidence: number;
  ranking?: { intent: string; confidence: number }[];
  out_of_scope?: boolean;
}

// ---- events: durable, numbered, immutable ----

interface EventBase {
  type?: 'event';
  conversation: string;
  seq: number;
  /** The `seq` of the event before it that this client may see; 0 for the first. */
  prev: number;
  id: string;
  at: string;
  cid?: string;
}

export interface Message extends EventBase {
  kind: 'message';
  author: Author;
  text: string;
  lang?: string;
  choices?: Choice[];
  choice?: string;
  nlu?: Nlu | null;
}

export interface StateEvent extends EventBase {
  kind: 'state';
  from: State | null;
  to: State;
  reason: StateReason;
  agent?: { id: string; name: string } | null;
  fence?: number;
}

export interface NoteEvent extends EventBase {
  kind: 'note';
  author: Author;
  text: string;
}

export interface RatingEvent extends EventBase {
  kind: 'rating';
  score: number;
  comment?: string | null;
}

export interface ContactFields {
  name?: string;
  email?: string;
  phone?: string;
  text?: string;
  when?: string;
}

export interface ContactEvent extends EventBase {
  kind: 'contact';
  /** The command's `kind`; that word is the event's own here. */
  contact_kind?: ContactKind;
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  text?: string | null;
  when?: string | null;
}

export type Event = Message | StateEvent | NoteEvent | RatingEvent | ContactEvent;

// ---- server -> both ----

export interface Ack {
  type: 'ack';
  cid: string;
  conversation: string | null;
  seq: number | null;
  id: string | null;
  at: string;
}

export type EventFrame = Event & { type: 'event' };

export interface HistoryFrame {
  type: 'history';
  conversation: string;
  after: number;
  events: Event[];
  complete: boolean;
  /** The server holds less than the client claimed: forget everything and begin at 0. */
  reset?: boolean;
}

export interface TypingFrame {
  type: 'typing';
  conversation?: string;
  author: Author;
  on: boolean;
}

export interface BeatFrame {
  type: 'beat';
}

export interface ErrorFrame {
  type: 'error';
  code: ErrorCode | (string & {});
  cid?: string | null;
  conversation?: string | null;
  retryable: boolean;
  /** Seconds. */
  retry_after?: number | null;
  detail?: string | null;
}

type CommonFrame = Ack | EventFrame | HistoryFrame | TypingFrame | BeatFrame | ErrorFrame;

// ---- server -> visitor ----

export interface Service {
  open: boolean;
  opens_at?: string | null;
  closes_at?: string | null;
  text: string;
}

export interface VisitorWelcome {
  type: 'welcome';
  token: string;
  visitor: string;
  conversation: string | null;
  last_conversation?: string | null;
  state: State | null;
  lang: string;
  langs: string[];
  service: Service;
  agents_available: boolean;
  bot: BotState;
  starters: Choice[];
  limits: { text: number; frame: number };
  server_time: string;
  /** How else the shop can be reached. */
  contact?: { email?: string | null; phone?: string | null } | null;
  /** The answer to `hello.identity`. */
  identity?: 'accepted' | 'refused' | null;
}

export interface QueueFrame {
  type: 'queue';
  conversation?: string;
  position: number | null;
  /** Seconds, from and to. */
  eta_s: [number, number] | null;
  promise_at?: string | null;
  available: boolean | number;
}

export type VisitorServerFrame = VisitorWelcome | QueueFrame | CommonFrame;

// ---- visitor -> server ----

export interface VisitorHello {
  type: 'hello';
  token?: string;
  lang?: string;
  resume?: { conversation: string; after: number };
  page?: { url: string; title: string; referrer: string };
  identity?: string;
}

/** What changes something: gets a `cid` and an `ack`. */
export type VisitorCommand =
  | { type: 'send'; text: string }
  | { type: 'choose'; choice: string; seq?: number }
  | { type: 'request_human'; skill?: string }
  | { type: 'cancel_request' }
  | ({ type: 'leave_contact'; kind: ContactKind } & ContactFields)
  | { type: 'rate'; score: number; comment?: string }
  | { type: 'end' }
  | { type: 'set_lang'; lang: string };

/** What may be dropped. */
export type VisitorSignal =
  | { type: 'typing'; on: boolean; conversation?: string }
  | { type: 'seen'; seq: number; conversation?: string }
  | { type: 'sync'; after: number; conversation?: string };

// ---- server -> agent ----

export interface Agent {
  id: string;
  name: string;
  role?: 'agent' | 'supervisor' | 'trainer' | 'admin';
  skills?: string[];
  languages?: string[];
  capacity?: number;
}

/** What an agent reads in three seconds. */
export interface Brief {
  reason: StateReason | (string & {});
  lang: string;
  waited_s: number;
  visitor: {
    name?: string | null;
    page?: { url?: string; title?: string; referrer?: string } | string | null;
    /** Earlier conversations: their number or a list of them. */
    earlier?: number | unknown[] | null;
    email?: string | null;
    /** Their id at the shop, which the shop's server has vouched for. */
    customer?: string | null;
    /** The newest first. */
    earlier_conversations?: EarlierConversation[];
  };
  asked: string | null;
  tried: { text: string; intent: string | null; confidence: number | null; reply: string | null }[];
  suggestions: { intent: string; text: string }[];
}

/** A conversation of the same visitor that is over. */
export interface EarlierConversation {
  conversation: string;
  opened_at: string;
  closed_at: string | null;
  reason: StateReason | (string & {});
  last_text: string | null;
  agent?: string | null;
  rating?: number | null;
}

export interface Colleague {
  id: string;
  name: string;
  status: AgentStatus;
  connected: boolean;
  skills: string[];
  languages: string[];
  open: number;
  capacity: number;
}

export interface HeldConversation {
  conversation: string;
  fence: number;
  state: State;
  last_seq: number;
  brief?: Brief;
  visitor_online?: boolean;
  lang?: string;
  name?: string | null;
  last_text?: string | null;
  opened_at?: string;
  page?: string | null;
}

export interface Offer {
  conversation: string;
  brief: Brief;
  expires_at: string;
}

export interface WaitingItem {
  conversation: string;
  kind: 'chat' | ContactKind;
  since: string;
  due_at?: string | null;
  reason: StateReason | (string & {});
  lang: string;
  skill: string | null;
  last_text: string | null;
  /** The visitor's. */
  name?: string | null;
  /** The address of the page the visitor is on. */
  page?: string | null;
}

export interface AgentWelcome {
  type: 'welcome';
  agent: Agent;
  status: AgentStatus;
  capacity: number;
  conversations: HeldConversation[];
  offers: Offer[];
  waiting: WaitingItem[];
  /** All who can log in, oneself too. */
  colleagues?: Colleague[];
  server_time: string;
}

export type OfferFrame = Offer & { type: 'offer' };

export interface OfferWithdrawn {
  type: 'offer_withdrawn';
  conversation: string;
  reason: string;
}

export interface Assigned {
  type: 'assigned';
  conversation: string;
  fence: number;
  brief: Brief;
  events: Event[];
  complete: boolean;
}

export interface Unassigned {
  type: 'unassigned';
  conversation: string;
  reason: string;
}

export interface WaitingFrame {
  type: 'waiting';
  items: WaitingItem[];
}

export interface PresenceFrame {
  type: 'presence';
  conversation: string;
  visitor_online: boolean;
}

export interface ColleaguesFrame {
  type: 'colleagues';
  items: Colleague[];
}

/** My status has changed elsewhere: in another tab, or by itself. */
export interface StatusFrame {
  type: 'status';
  status: AgentStatus;
}

export type AgentServerFrame =
  | ColleaguesFrame
  | StatusFrame
  | AgentWelcome
  | OfferFrame
  | OfferWithdrawn
  | Assigned
  | Unassigned
  | WaitingFrame
  | PresenceFrame
  | CommonFrame;

// ---- agent -> server ----

export interface AgentHello {
  type: 'hello';
  csrf: string;
  resume?: { conversation: string; after: number }[];
}

export type AgentCommand =
  | { type: 'status'; status: AgentStatus }
  | { type: 'claim' | 'accept' | 'decline'; conversation: string }
  | { type: 'send' | 'note'; conversation: string; fence: number; text: string }
  | { type: 'transfer'; conversation: string; fence: number; to: { agent?: string; skill?: string }; note?: string }
  | { type: 'release'; conversation: string; fence: number; to: 'bot' | 'queue' }
  | { type: 'close'; conversation: string; fence: number; outcome?: string; verdict?: Verdict };

export type AgentSignal =
  | { type: 'typing'; conversation: string; on: boolean }
  | { type: 'seen'; conversation: string; seq: number }
  | { type: 'sync'; conversation: string; after: number };

// ---- together ----

export type ServerFrame = VisitorServerFrame | AgentServerFrame;
export type Command = VisitorCommand | AgentCommand;
export type Signal = VisitorSignal | AgentSignal;

/** A command that the server refused with an `error` frame, or that can never be sent. */
export class ProtocolError extends Error {
  constructor(
    readonly code: ErrorCode | (string & {}),
    readonly retryable: boolean,
    /** Seconds to wait before another try, where the server said so. */
    readonly retryAfter?: number,
  ) {
    super(code);
    this.name = 'ProtocolError';
  }
}

/** The number of Unicode code points, which is what the protocol's text limit counts (not UTF-16 units). */
export function codePoints(text: string): number {
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}
