import { type Ack, type Command, ProtocolError, type ServerFrame, type Signal, SUBPROTOCOL } from './protocol';

export type Status = 'connecting' | 'open' | 'reconnecting' | 'stopped';

export interface StatusInfo {
  /** The close code that led here. */
  code?: number;
  retryInMs?: number;
}

export interface ConnectionOptions<Frame> {
  /** ws: or wss: */
  url: string;
  /** The first frame of every connection, asked for anew each time. */
  hello: () => object;
  onFrame: (frame: Frame) => void;
  onStatus: (status: Status, info: StatusInfo) => void;
  random?: () => number;
  setTimeout?: (run: () => void, ms: number) => number;
  clearTimeout?: (id: number) => void;
  WebSocket?: new (url: string, protocol: string) => WebSocket;
}

interface Pending {
  cid: string;
  json: string;
  /** On the present socket. */
  sent: boolean;
  resolve: (ack: Ack) => void;
  reject: (error: ProtocolError) => void;
}

/** The parts of a server's frame that the connection itself reads. */
interface Incoming {
  type: string;
  cid?: string | null;
  conversation?: string | null;
  complete?: boolean;
  code?: string;
  retryable?: boolean;
  retry_after?: number | null;
}

const FIRST_DELAY_MS = 500;
const LAST_DELAY_MS = 20_000;
const SILENCE_MS = 45_000;
/** A server that does not send the history it owes must not hold back the visitor's words for ever. */
const HISTORY_MS = 10_000;
/** Only a connection that lasted this long starts the backoff over. */
const SETTLED_MS = 5_000;
/** 1005 is a close frame without a code: nothing in it says to stay away. */
const RETURN_CODES = new Set([1001, 1005, 1006, 1011, 1012]);
const TOO_BIG = 1009;

function comesBack(code: number): boolean {
  return RETURN_CODES.has(code) || code === TOO_BIG || (code >= 4000 && code <= 4499);
}

/** A client id for a command: 128 random bits in the alphabet of the protocol. */
export function newCid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One lasting connection over many sockets.
 *
 * Says `hello` first, comes back with jittered backoff, gives up on a silent server, and keeps every command, in order,
 * until the server has acknowledged or refused it. After a break the commands go out again under the same `cid`, once
 * the missed events are in.
 */
export class Connection<Frame extends { type: string } = ServerFrame> {
  private socket: WebSocket | null = null;
  private current: Status = 'stopped';
  private welcomed = false;
  /** Conversations whose history the resumed connection still waits for. */
  private awaited = new Set<string>();
  private pending: Pending[] = [];
  private attempts = 0;
  private silence?: number;
  private retry?: number;
  private settle?: number;
  private historyLimit?: number;

  private readonly random: () => number;
  private readonly later: (run: () => void, ms: number) => number;
  private readonly cancel: (id: number) => void;
  private readonly Socket: new (url: string, protocol: string) => WebSocket;

  constructor(private readonly options: ConnectionOptions<Frame>) {
    this.random = options.random ?? Math.random;
    this.later = options.setTimeout ?? ((run, ms) => window.setTimeout(run, ms));
    this.cancel = options.clearTimeout ?? ((id) => window.clearTimeout(id));
    this.Socket = options.WebSocket ?? WebSocket;
  }

  get status(): Status {
    return this.current;
  }

  start(): void {
    if (this.current !== 'stopped') return;
    window.addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
    this.attempts = 0;
    this.connect('connecting');
  }

  /** Closes for good, until `start`. Commands that are not acknowledged stay in the queue. */
  stop(): void {
    if (this.current === 'stopped') return;
    const socket = this.release();
    this.halt({});
    socket?.close(1000);
  }

  /** Sends what may be lost; dropped unless the server has welcomed us. */
  send(frame: Signal): void {
    if (this.welcomed) this.socket?.send(JSON.stringify(frame));
  }

  /**
   * Sends what must not be lost, in order, again after every break.
   *
   * @param cid of an earlier try of the same command, whose outcome is unknown
   * @throws ProtocolError as the rejection, when the server refuses it
   */
  command(frame: Command, cid: string = newCid()): Promise<Ack> {
    return new Promise((resolve, reject) => {
      this.pending.push({ cid, json: JSON.stringify({ ...frame, cid }), sent: false, resolve, reject });
      this.flush();
    });
  }

  /** Drops the commands that are not acknowledged: they are somebody else's. Nobody is told how they ended. */
  forget(): void {
    this.pending = [];
  }

  /** Tries now instead of when the backoff says so. */
  retryNow(): void {
    if (this.current === 'reconnecting' && this.socket === null) this.connect('reconnecting');
  }

  private readonly wake = (): void => {
    if (document.visibilityState !== 'hidden') this.retryNow();
  };

  private connect(status: Status): void {
    this.clearTimers();
    this.become(status, {});
    const socket = new this.Socket(this.options.url, SUBPROTOCOL);
    this.socket = socket;
    this.listenForSilence();
    socket.onopen = () => this.sayHello(socket);
    socket.onmessage = (message: MessageEvent) => this.receive(message.data);
    socket.onclose = (event: CloseEvent) => this.lost(event.code);
  }

  private sayHello(socket: WebSocket): void {
    const hello = this.options.hello();
    this.awaited = resumed(hello);
    socket.send(JSON.stringify(hello));
  }

  private receive(data: unknown): void {
    this.listenForSilence();
    const frame = parse(data);
    if (frame === null) return;
    if (frame.type === 'ack') this.settled(frame)?.resolve(frame as unknown as Ack);
    if (frame.type === 'error') this.refused(frame);
    // The page keeps the token of the welcome first, and may ask for a history at once.
    if (frame.type === 'welcome') this.welcomed = true;
    this.options.onFrame(frame as unknown as Frame);
    if (frame.type === 'welcome') this.opened();
    this.noteHistory(frame);
  }

  private opened(): void {
    this.settle = this.later(() => (this.attempts = 0), SETTLED_MS);
    this.historyLimit = this.later(() => this.stopAwaiting(), HISTORY_MS);
    this.become('open', {});
    this.flush();
  }

  private noteHistory(frame: Incoming): void {
    if (this.awaited.size === 0 || typeof frame.conversation !== 'string') return;
    const whole = (frame.type === 'history' || frame.type === 'assigned') && frame.complete !== false;
    const none = frame.type === 'unassigned' || frame.type === 'error';
    if (whole || none) this.awaited.delete(frame.conversation);
    this.flush();
  }

  private stopAwaiting(): void {
    this.awaited.clear();
    this.flush();
  }

  private flush(): void {
    if (!this.welcomed || this.awaited.size > 0) return;
    for (const command of this.pending) {
      if (command.sent) continue;
      command.sent = true;
      this.socket?.send(command.json);
    }
  }

  private refused(frame: Incoming): void {
    const error = new ProtocolError(
      frame.code ?? 'unavailable',
      frame.retryable ?? false,
      frame.retry_after ?? undefined,
    );
    if (typeof frame.cid === 'string') this.settled(frame)?.reject(error);
    else if (typeof frame.conversation !== 'string') this.stopAwaiting();
  }

  /** Takes the command that an answer names out of the queue. */
  private settled(frame: Incoming): Pending | undefined {
    const index = this.pending.findIndex((command) => command.cid === frame.cid);
    return index < 0 ? undefined : this.pending.splice(index, 1)[0];
  }

  private lost(code: number): void {
    this.release();
    if (code === TOO_BIG) this.dropLargest();
    for (const command of this.pending) command.sent = false;
    if (!comesBack(code)) {
      this.halt({ code });
      return;
    }
    const ceiling = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.attempts);
    const delay = Math.round(ceiling * (0.5 + this.random() / 2));
    this.attempts += 1;
    this.retry = this.later(() => this.connect('reconnecting'), delay);
    this.become('reconnecting', { code, retryInMs: delay });
  }

  /** The server does not say which frame was too big for it. */
  private dropLargest(): void {
    const sent = this.pending.filter((command) => command.sent);
    const largest = sent.sort((a, b) => b.json.length - a.json.length)[0];
    if (largest === undefined) return;
    this.pending.splice(this.pending.indexOf(largest), 1);
    largest.reject(new ProtocolError('too_long', false));
  }

  private listenForSilence(): void {
    if (this.silence !== undefined) this.cancel(this.silence);
    this.silence = this.later(() => {
      // The network may be gone: the close handshake is not waited for.
      const socket = this.socket;
      this.lost(1006);
      socket?.close();
    }, SILENCE_MS);
  }

  /** Lets go of the socket: it is not listened to any more. */
  private release(): WebSocket | null {
    const socket = this.socket;
    if (socket !== null) socket.onopen = socket.onmessage = socket.onclose = null;
    this.socket = null;
    this.welcomed = false;
    this.awaited.clear();
    this.clearTimers();
    return socket;
  }

  private halt(info: StatusInfo): void {
    window.removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
    for (const command of this.pending) command.sent = false;
    this.become('stopped', info);
  }

  private clearTimers(): void {
    for (const timer of [this.silence, this.retry, this.settle, this.historyLimit]) {
      if (timer !== undefined) this.cancel(timer);
    }
    this.silence = this.retry = this.settle = this.historyLimit = undefined;
  }

  private become(status: Status, info: StatusInfo): void {
    this.current = status;
    this.options.onStatus(status, info);
  }
}

function parse(data: unknown): Incoming | null {
  if (typeof data !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as Incoming) : null;
  } catch {
    return null;
  }
}

/** The conversations that a `hello` resumes: the bubble names one, the console a list. */
function resumed(hello: object): Set<string> {
  const resume = (hello as { resume?: { conversation: string } | { conversation: string }[] }).resume;
  if (resume === undefined) return new Set();
  return new Set([resume].flat().map((item) => item.conversation));
}
