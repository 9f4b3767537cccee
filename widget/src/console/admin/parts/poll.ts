import type { ReactiveController, ReactiveControllerHost } from 'lit';

export const EVERY_MS = 5000;

/** Asks the server again every five seconds, as long as somebody looks. Keeps the last answer while it fails. */
export class Poll<T> implements ReactiveController {
  value: T | null = null;
  /** Why the last attempt failed. */
  error: unknown = null;
  /** When `value` was true. */
  at = new Date(0);
  private timer = 0;
  /** Counts what was put meanwhile: an answer that was on its way before then is old. */
  private turn = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ask: () => Promise<T>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.onVisible);
    // Properties of the host are set after it is connected.
    void this.host.updateComplete.then(this.again);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.onVisible);
    clearTimeout(this.timer);
    this.turn += 1;
  }

  put(value: T): void {
    this.turn += 1;
    this.took(value);
    this.later();
  }

  readonly again = async (): Promise<void> => {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    try {
      const value = await this.ask();
      if (turn === this.turn) this.took(value);
    } catch (error) {
      if (turn === this.turn) this.error = error;
    }
    if (turn !== this.turn) return;
    this.host.requestUpdate();
    this.later();
  };

  private took(value: T): void {
    Object.assign(this, { value, error: null, at: new Date() });
    this.host.requestUpdate();
  }

  private later(): void {
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = window.setTimeout(this.again, EVERY_MS);
  }

  private readonly onVisible = (): void => {
    if (!document.hidden) void this.again();
  };
}
