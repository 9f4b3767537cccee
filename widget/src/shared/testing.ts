/** Stand-ins for tests: a socket whose server is the test, and a clock that the test moves. */

type Frame = { type: string; [field: string]: unknown };

/** Sockets opened by the code under test; the newest is `last`. */
export class FakeServer {
  readonly sockets: FakeSocket[] = [];

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  get WebSocket(): new (url: string, protocol: string) => WebSocket {
    const sockets = this.sockets;
    return class extends FakeSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    } as unknown as new (url: string, protocol: string) => WebSocket;
  }
}

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Frame[] = [];
  closedWith: number | null | undefined = null;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {}

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Frame);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  /** What the client sent, by type. */
  get types(): string[] {
    return this.sent.map((frame) => frame.type);
  }

  // ---- what the server does ----

  opens(): void {
    this.onopen?.();
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  saysRaw(data: string): void {
    this.onmessage?.({ data });
  }

  closes(code: number): void {
    this.onclose?.({ code });
  }
}

export class FakeClock {
  private now = 0;
  private next = 1;
  private timers = new Map<number, { at: number; run: () => void }>();

  readonly setTimeout = (run: () => void, ms: number): number => {
    const id = this.next++;
    this.timers.set(id, { at: this.now + ms, run });
    return id;
  };

  readonly clearTimeout = (id: number): void => {
    this.timers.delete(id);
  };

  /** Moves time on and runs what falls due, in order. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.timers.delete(due[0]);
      this.now = due[1].at;
      due[1].run();
    }
    this.now = until;
  }
}
