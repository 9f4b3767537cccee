import { Connection, type ConnectionOptions, type Status, type StatusInfo } from '../shared/connection';
import type {
  ContactFields,
  ContactKind,
  Event,
  QueueFrame,
  TypingFrame,
  VisitorCommand,
  VisitorHello,
  VisitorServerFrame,
  VisitorWelcome,
} from '../shared/protocol';
import { Chats, isToVisitor } from './chats';
import { pageOfVisitor } from './host';
import type { Memory } from './memory';
import { codeOf, Outbox } from './outbox';

export interface SessionOptions {
  /** ws: or wss: address of `/ws/visitor`. */
  url: string;
  lang: string;
  memory: Memory;
  onChange: () => void;
  /** Something that has just happened, and is no history. */
  onEvent?: (event: Event) => void;
  /** Tests put their own socket and clock here. */
  connection?: Partial<
    Pick<ConnectionOptions<VisitorServerFrame>, 'WebSocket' | 'random' | 'setTimeout' | 'clearTimeout'>
  >;
}

const BAD_CREDENTIALS = 4502;
const TOO_MANY = 4505;
/** A typing sign that is not renewed is over. */
const TYPING_MS = 8_000;

/** One visitor's side of the conversation: what is known, and what the visitor can do. Draws nothing. */
export class Session {
  readonly chats = new Chats();
  readonly outbox: Outbox;
  welcome: VisitorWelcome | null = null;
  queue: QueueFrame | null = null;
  /** Who is writing, as the server says it. */
  typing: TypingFrame['author'] | null = null;
  status: Status = 'stopped';
  statusInfo: StatusInfo = {};
  /** The code of the last refused action that was no message. */
  problem: string | null = null;
  /** Actions on their way. */
  readonly busy = new Set<VisitorCommand['type']>();

  private lang: string;
  private identity: string | null = null;
  private helloSaid = false;
  private resumed: string | null = null;
  private token: string | null = null;
  private triedWithout = false;
  private looking = false;
  private typingOver?: number;
  private readonly memory: Memory;
  private readonly changed: () => void;
  private readonly happened: (event: Event) => void;
  private readonly connection: Connection<VisitorServerFrame>;
  private readonly forgetStorage: () => void;

  constructor(options: SessionOptions) {
    this.lang = options.lang;
    this.memory = options.memory;
    this.changed = options.onChange;
    this.happened = options.onEvent ?? (() => undefined);
    this.connection = new Connection<VisitorServerFrame>({
      url: options.url,
      hello: () => this.hello(),
      onFrame: (frame) => this.receive(frame),
      onStatus: (status, info) => this.statusChanged(status, info),
      ...options.connection,
    });
    this.outbox = new Outbox({
      memory: options.memory,
      send: (command, cid) => this.connection.command(command, cid),
      lastSeq: (conversation) => this.chats.find(conversation)?.lastSeq ?? 0,
      onChange: options.onChange,
    });
    this.forgetStorage = options.memory.onVisitorChange(() => this.visitorChanged());
    window.addEventListener('offline', this.networkLost);
  }

  /** Messages to the visitor that nobody has looked at. */
  get unread(): number {
    return this.chats.unread(this.memory.visitor.seen);
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.forgetStorage();
    window.removeEventListener('offline', this.networkLost);
    this.connection.stop();
  }

  retryNow(): void {
    if (this.status === 'stopped') this.connection.start();
    else this.connection.retryNow();
  }

  /** A tab that had to make room for others is looked at again. */
  comeBack(): void {
    if (this.status === 'stopped' && this.statusInfo.code === TOO_MANY) this.connection.start();
  }

  // ---- what the visitor does ----

  say(text: string): void {
    this.outbox.add({ type: 'send', text }, text);
  }

  /** @param seq of the message that offered the choice; undefined for a starter */
  choose(choice: string, label: string, seq?: number): void {
    this.outbox.add({ type: 'choose', choice, ...(seq === undefined ? {} : { seq }) }, label);
  }

  requestHuman(): void {
    void this.run({ type: 'request_human' });
  }

  cancelRequest(): void {
    void this.run({ type: 'cancel_request' });
  }

  end(): void {
    void this.run({ type: 'end' });
  }

  rate(score: number, comment: string): void {
    void this.run({ type: 'rate', score, ...(comment === '' ? {} : { comment }) });
  }

  /** @returns whether the server has it */
  leaveContact(kind: ContactKind, fields: ContactFields): Promise<boolean> {
    return this.run({ type: 'leave_contact', kind, ...fields });
  }

  sayTyping(on: boolean): void {
    const { state } = this.chats;
    if (state === 'human' || state === 'queued') this.connection.send({ type: 'typing', on });
  }

  /** Whether the messages are before the visitor's eyes. */
  setLooking(looking: boolean): void {
    this.looking = looking;
    this.markSeen();
  }

  setLang(lang: string): void {
    if (lang === this.lang) return;
    this.lang = lang;
    if (this.chats.open !== null) void this.run({ type: 'set_lang', lang });
    // Nothing is said yet: a new hello brings the starters and the service text in this language, too.
    else this.restart();
  }

  /**
   * The customer that the shop's server vouches for, by a signed JWT; null when they have logged out. A page may say null
   * on every load: somebody who never was a customer loses nothing by it.
   */
  identify(identity: string | null): void {
    if (identity === this.identity && (identity !== null || !this.memory.visitor.customer)) return;
    this.identity = identity;
    if (identity === null) this.forget();
    if (this.helloSaid) this.restart();
    this.changed();
  }

  dismissProblem(): void {
    this.problem = null;
    this.changed();
  }

  private async run(command: VisitorCommand): Promise<boolean> {
    this.busy.add(command.type);
    this.problem = null;
    this.changed();
    try {
      await this.connection.command(command);
      return true;
    } catch (error) {
      this.problem = codeOf(error);
      return false;
    } finally {
      this.busy.delete(command.type);
      this.changed();
    }
  }

  // ---- what the server says ----

  private hello(): VisitorHello {
    this.helloSaid = true;
    this.token = this.memory.visitor.token;
    const chat = this.chats.current;
    const resume =
      this.token !== null && chat !== null && chat.lastSeq > 0
        ? { conversation: chat.conversation, after: chat.lastSeq }
        : null;
    this.resumed = resume?.conversation ?? null;
    return {
      type: 'hello',
      ...(this.token === null ? {} : { token: this.token }),
      lang: this.lang,
      ...(resume === null ? {} : { resume }),
      page: pageOfVisitor(),
      ...(this.identity === null ? {} : { identity: this.identity }),
    };
  }

  private receive(frame: VisitorServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.welcomed(frame);
        break;
      case 'event':
        if (this.chats.apply(frame)) {
          this.learn([frame]);
          this.happened(frame);
        } else this.sync(frame.conversation);
        break;
      case 'history': {
        const whole = this.chats.applyHistory(frame);
        this.learn(frame.events);
        if (!whole) this.sync(frame.conversation);
        break;
      }
      case 'queue':
        this.queue = frame;
        break;
      case 'typing':
        this.showTyping(frame);
        break;
      case 'error':
        // An answer to no command: a history that will not come.
        if (!frame.cid) this.chats.oweNothing();
        break;
      default:
        return;
    }
    this.changed();
  }

  private welcomed(frame: VisitorWelcome): void {
    const { id } = this.memory.visitor;
    const same = frame.token === this.token || (id !== null && frame.visitor === id);
    // Somebody else has logged in.
    if (this.token !== null && !same) this.forget();
    this.token = frame.token;
    this.memory.setTab({ of: frame.visitor });
    this.memory.setVisitor({ token: frame.token, conversation: frame.conversation, id: frame.visitor });
    if (frame.identity === 'accepted') this.memory.setVisitor({ customer: true });
    this.triedWithout = false;
    this.welcome = frame;
    this.queue = null;
    this.chats.open = frame.conversation;
    this.chats.toldState = frame.state;
    this.chats.oweNothing();
    if (this.resumed !== null && this.chats.find(this.resumed) !== null) this.chats.owe(this.resumed);
    const conversation = frame.conversation ?? frame.last_conversation ?? null;
    if (conversation !== null) this.sync(conversation);
  }

  /** Draws the conclusions from new events. */
  private learn(events: readonly Event[]): void {
    const { open, state } = this.chats;
    if (state !== 'queued') this.queue = null;
    if (events.some((event) => event.kind === 'state' || isToVisitor(event))) this.typing = null;
    if (this.memory.visitor.conversation !== open) this.memory.setVisitor({ conversation: open });
    this.outbox.dropArrived(events);
    this.markSeen();
  }

  private showTyping(frame: TypingFrame): void {
    if (this.typingOver !== undefined) window.clearTimeout(this.typingOver);
    this.typing = frame.on ? frame.author : null;
    if (!frame.on) return;
    this.typingOver = window.setTimeout(() => {
      this.typing = null;
      this.changed();
    }, TYPING_MS);
  }

  private statusChanged(status: Status, info: StatusInfo): void {
    this.status = status;
    this.statusInfo = info;
    if (status !== 'open') {
      this.typing = null;
      this.helloSaid = false;
    }
    if (status === 'stopped' && info.code === BAD_CREDENTIALS) this.tokenRefused();
    this.changed();
  }

  /** Drops the token and tries once more without one. */
  private tokenRefused(): void {
    // Another tab may have had a better one since.
    if (this.memory.visitor.token === this.token) {
      this.memory.setVisitor({ token: null, conversation: null, seen: null });
    }
    if (this.triedWithout) return;
    this.triedWithout = true;
    this.chats.clear();
    this.connection.start();
  }

  /** Another tab has read something, or become somebody: then so do we. */
  private visitorChanged(): void {
    const { token } = this.memory.visitor;
    if (token !== this.token && this.status !== 'stopped') {
      this.startOver();
      this.restart();
    }
    this.changed();
  }

  /** Nothing of the visitor we had may be seen, or said, by the next one. */
  private forget(): void {
    this.memory.forget();
    this.startOver();
  }

  /** With what the memory says, and nothing else. */
  private startOver(): void {
    this.chats.clear();
    this.connection.forget();
    this.outbox.recall();
    this.busy.clear();
    this.token = this.resumed = this.queue = this.typing = this.problem = null;
  }

  /** A socket would notice it only after a long silence, and what is said meanwhile would be "sending". */
  private readonly networkLost = (): void => this.restart();

  private restart(): void {
    if (this.status === 'stopped') return;
    this.connection.stop();
    this.connection.start();
  }

  private sync(conversation: string): void {
    const after = this.chats.hold(conversation).lastSeq;
    if (this.chats.owe(conversation)) this.connection.send({ type: 'sync', conversation, after });
  }

  private markSeen(): void {
    const chat = this.chats.current;
    if (!this.looking || chat === null || chat.lastSeq === 0) return;
    const { conversation, lastSeq: seq } = chat;
    const { seen } = this.memory.visitor;
    if (seen?.conversation === conversation && seen.seq >= seq) return;
    this.memory.setVisitor({ seen: { conversation, seq } });
    this.connection.send({ type: 'seen', conversation, seq });
  }
}
