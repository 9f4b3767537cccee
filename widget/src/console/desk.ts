import type { Status, StatusInfo } from '../shared/connection';
import type {
  Ack,
  Agent,
  AgentCommand,
  AgentHello,
  AgentServerFrame,
  AgentSignal,
  AgentWelcome,
  Assigned,
  Event,
  ErrorFrame,
  EventFrame,
  HistoryFrame,
  TypingFrame,
  Unassigned,
} from '../shared/protocol';
import { Timeline } from '../shared/timeline';
import { coded, type TextKey } from './i18n';
import { PastReader } from './past';
import { answeredSeq, isVisitorMessage } from './held';
import { type DeskState, emptyDesk, emptyHeld, type Held, type Notice } from './state';

/** What the desk needs of a connection; `Connection` is one. */
export interface Link {
  send(signal: AgentSignal): void;
  command(command: AgentCommand, cid?: string): Promise<Ack>;
}

type Page = Pick<HistoryFrame, 'events' | 'complete' | 'reset'>;

/** How long a lapsed offer stays to be seen if the server does not take it back. */
const LAPSED_MS = 3_000;
/** A visitor whose "stopped typing" got lost types no longer than this. */
const TYPING_MS = 10_000;
const NOTICE_MS = { error: 12_000, info: 5_000 } as const;

/** The agent's desk: takes the server's frames and keeps one immutable state, replaced on every change. */
export class Desk {
  private current: DeskState;
  private readonly timelines = new Map<string, Timeline>();
  /** Conversations for which a `sync` is under way. */
  private readonly syncing = new Set<string>();
  /** Conversations that the agent gives away: their view closes as soon as they are gone. */
  private readonly leaving = new Set<string>();
  /** An earlier conversation to read beside the open one. */
  readonly past: PastReader;
  /** The conversation that opens as soon as it is ours. */
  private awaited: string | null = null;

  constructor(
    agent: Agent,
    private readonly link: Link,
    private readonly onChange: () => void,
    readonly now: () => number = Date.now,
  ) {
    this.current = emptyDesk(agent);
    this.past = new PastReader((signal) => link.send(signal), (past) => this.update({ past }));
  }

  get state(): DeskState {
    return this.current;
  }

  /** The first frame of every connection: resumes everything held. */
  hello(csrf: string): AgentHello {
    const resume = [...this.current.held.values()]
      .filter((held) => held.gone === null && held.events.length > 0)
      .map((held) => ({ conversation: held.conversation, after: this.timeline(held.conversation).lastSeq }));
    this.syncing.clear();
    return resume.length > 0 ? { type: 'hello', csrf, resume } : { type: 'hello', csrf };
  }

  linkChanged(status: Status, info: StatusInfo): void {
    const retryAt = info.retryInMs === undefined ? null : this.now() + info.retryInMs;
    const lostAt = status === 'open' ? null : (this.current.link.lostAt ?? this.now());
    this.update({ link: { status, code: info.code ?? null, retryAt, lostAt } });
  }

  receive(frame: AgentServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return this.welcomed(frame);
      case 'offer':
        return this.update({ offers: [...this.offersBut(frame.conversation), frame] });
      case 'offer_withdrawn':
        return this.withdraw(frame.conversation);
      case 'waiting':
        return this.update({ waiting: frame.items });
      case 'colleagues':
        return this.update({ colleagues: frame.items });
      case 'status':
        return this.update({ status: frame.status });
      case 'assigned':
        return this.assigned(frame);
      case 'unassigned':
        return this.unassigned(frame);
      case 'event':
        return this.event(frame);
      case 'history':
        return this.history(frame);
      case 'presence':
        return this.change(frame.conversation, { visitorOnline: frame.visitor_online });
      case 'typing':
        return this.typing(frame);
      case 'error':
        return this.error(frame);
    }
  }

  /** Lets go of what time has ended: typing dots, notices, lapsed offers. To be called about once a second. */
  tick(): void {
    const now = this.now();
    for (const held of this.current.held.values()) {
      if (held.typingUntil !== null && held.typingUntil <= now) this.change(held.conversation, { typingUntil: null });
    }
    if (this.current.notice && this.current.notice.until <= now) this.update({ notice: null });
    const live = this.current.offers.filter((offer) => Date.parse(offer.expires_at) + LAPSED_MS > now + this.current.skew);
    if (live.length < this.current.offers.length) this.update({ offers: live });
  }

  /** Opens a conversation of ours, or none. What was open and is gone is forgotten. */
  select(conversation: string | null): void {
    this.awaited = null;
    const left = this.current.selected;
    this.update({ selected: conversation });
    if (left !== conversation) this.past.read(null);
    if (left !== null && left !== conversation && this.current.held.get(left)?.gone) this.forget(left);
    this.read();
  }

  /**
   * Opens the conversation as soon as it is ours. Until then none is open: what is typed for the new one must not go to
   * the one before.
   */
  selectWhenOurs(conversation: string): void {
    const ours = this.current.held.get(conversation)?.gone === null;
    this.select(ours ? conversation : null);
    if (!ours) this.awaited = conversation;
  }

  notAwaited(conversation: string): void {
    if (this.awaited === conversation) this.awaited = null;
  }

  leave(conversation: string, isLeaving: boolean): void {
    if (isLeaving) this.leaving.add(conversation);
    else this.leaving.delete(conversation);
  }

  /** Marks the open conversation as read, here and on the server, if the page can be seen. */
  read(): void {
    const held = this.current.selected === null ? undefined : this.current.held.get(this.current.selected);
    const last = held?.events.at(-1)?.seq ?? 0;
    if (held === undefined || last <= held.readSeq || document.visibilityState === 'hidden') return;
    this.change(held.conversation, { readSeq: last });
    if (held.gone === null) this.link.send({ type: 'seen', conversation: held.conversation, seq: last });
  }

  withdraw(conversation: string): void {
    this.update({ offers: this.offersBut(conversation) });
  }

  update(part: Partial<DeskState>): void {
    this.current = { ...this.current, ...part };
    this.onChange();
  }

  /** Replaces the parts named of a conversation that is held; nothing for another one. */
  change(conversation: string, part: Partial<Held>): void {
    const held = this.current.held.get(conversation);
    if (held !== undefined) this.put({ ...held, ...part });
  }

  say(tone: Notice['tone'], key: TextKey): void {
    this.update({ notice: { tone, key, until: this.now() + NOTICE_MS[tone] } });
  }

  fail(code: string): void {
    this.say('error', coded('error', code));
  }

  private welcomed(frame: AgentWelcome): void {
    const ours = new Set(frame.conversations.map((item) => item.conversation));
    for (const held of [...this.current.held.values()]) {
      // At once: nobody may write as an owner who is none. The `unassigned` that follows says why.
      if (!ours.has(held.conversation) && held.gone === null) this.change(held.conversation, { gone: 'other' });
    }
    for (const item of frame.conversations) {
      const held = this.current.held.get(item.conversation) ?? emptyHeld(item.conversation, item.fence);
      this.put({
        ...held,
        fence: item.fence,
        gone: null,
        brief: item.brief ?? held.brief,
        visitorOnline: item.visitor_online ?? held.visitorOnline,
        name: item.name ?? held.name,
        lastText: item.last_text ?? held.lastText,
      });
    }
    // Lost for good, as far as this page can know: what it awaited is not ours.
    if (this.awaited !== null && !ours.has(this.awaited) && !this.current.busy.has(this.awaited)) this.awaited = null;
    // Nobody should believe that they are reachable when they are not.
    if (this.current.ready && this.current.status !== 'away' && frame.status === 'away') {
      this.say('error', 'status.lost');
    }
    this.update({
      ready: true,
      agent: { ...this.current.agent, ...frame.agent },
      status: frame.status,
      capacity: frame.capacity,
      skew: Date.parse(frame.server_time) - this.now(),
      offers: frame.offers,
      waiting: frame.waiting,
      colleagues: frame.colleagues ?? this.current.colleagues,
    });
    this.past.reconnected();
  }

  private assigned(frame: Assigned): void {
    const held = this.current.held.get(frame.conversation) ?? emptyHeld(frame.conversation, frame.fence);
    this.put({ ...held, fence: frame.fence, brief: frame.brief, gone: null });
    this.withdraw(frame.conversation);
    this.join(frame.conversation, frame);
    if (this.awaited === frame.conversation) this.select(frame.conversation);
  }

  private history(frame: HistoryFrame): void {
    if (this.past.take(frame)) return;
    if (!this.current.held.has(frame.conversation)) return;
    if (frame.complete) this.syncing.delete(frame.conversation);
    this.join(frame.conversation, frame);
  }

  private error(frame: ErrorFrame): void {
    // An answer to a command goes to whoever sent it.
    if (frame.cid) return;
    if (frame.code !== 'not_yours' && frame.code !== 'not_found') return this.fail(frame.code);
    // What another signal ran into, a race, interests nobody.
    this.past.refused();
  }

  /** Takes a page of the transcript. */
  private join(conversation: string, page: Page): void {
    const held = this.current.held.get(conversation);
    if (held === undefined) return;
    const timeline = this.timeline(conversation);
    if (timeline.applyHistory(page) === 'gap') return this.sync(conversation);
    const first = page.complete && !held.complete;
    this.change(conversation, {
      events: timeline.events,
      complete: held.complete || page.complete,
      outgoing: withoutArrived(held, page.events),
      readSeq: first ? Math.max(held.readSeq, answeredSeq(timeline.events)) : held.readSeq,
    });
    if (this.current.selected === conversation) this.read();
  }

  private event(frame: EventFrame): void {
    const held = this.current.held.get(frame.conversation);
    if (held === undefined || held.gone !== null) return;
    const timeline = this.timeline(frame.conversation);
    if (timeline.apply(frame) === 'gap') return this.sync(frame.conversation);
    this.change(frame.conversation, {
      events: timeline.events,
      outgoing: withoutArrived(held, [frame]),
      typingUntil: isVisitorMessage(frame) ? null : held.typingUntil,
    });
    if (this.current.selected === frame.conversation) this.read();
  }

  private sync(conversation: string): void {
    if (this.syncing.has(conversation)) return;
    this.syncing.add(conversation);
    this.link.send({ type: 'sync', conversation, after: this.timeline(conversation).lastSeq });
  }

  private typing(frame: TypingFrame): void {
    if (frame.conversation === undefined || frame.author.kind !== 'visitor') return;
    this.change(frame.conversation, { typingUntil: frame.on ? this.now() + TYPING_MS : null });
  }

  private unassigned(frame: Unassigned): void {
    if (!this.current.held.has(frame.conversation)) return;
    this.lose(frame.conversation, frame.reason);
  }

  /** The open conversation stays to be read, with the reason over it; any other one goes, with a notice. */
  private lose(conversation: string, reason: string): void {
    const wanted = this.leaving.delete(conversation);
    if (this.current.selected === conversation && !wanted) {
      this.change(conversation, { gone: reason, typingUntil: null });
      return;
    }
    this.forget(conversation);
    this.say('info', coded('gone', reason));
  }

  private forget(conversation: string): void {
    const held = new Map(this.current.held);
    held.delete(conversation);
    this.timelines.delete(conversation);
    this.syncing.delete(conversation);
    this.update({ held, selected: this.current.selected === conversation ? null : this.current.selected });
  }

  private put(held: Held): void {
    this.update({ held: new Map(this.current.held).set(held.conversation, held) });
  }

  private offersBut(conversation: string): DeskState['offers'] {
    return this.current.offers.filter((offer) => offer.conversation !== conversation);
  }

  private timeline(conversation: string): Timeline {
    const known = this.timelines.get(conversation);
    if (known !== undefined) return known;
    const made = new Timeline(conversation);
    this.timelines.set(conversation, made);
    return made;
  }
}

function withoutArrived(held: Held, events: readonly Event[]): Held['outgoing'] {
  if (held.outgoing.length === 0) return held.outgoing;
  const arrived = new Set(events.map((event) => event.cid));
  return held.outgoing.filter((words) => !arrived.has(words.cid));
}
