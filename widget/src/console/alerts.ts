/** Calls the agent: a sound and a desktop notification, again and again until an offer is accepted or gone. */
import { chime, type Tune } from './chime';

/** What somebody wants from this agent, in their own language. */
export interface Call {
  readonly conversation: string;
  readonly title: string;
  readonly text: string;
}

export interface AlertSettings {
  readonly sound: boolean;
  readonly notify: boolean | null;
}

const RING_EVERY_MS = 4_000;
const NOTIFY_EVERY_MS = 12_000;

/** Whether this browser can show desktop notifications here (not over plain http), and whether it lets us. */
export function notificationsAllowed(): 'yes' | 'no' | 'ask' | 'never' {
  if (!('Notification' in window) || !window.isSecureContext) return 'never';
  return { granted: 'yes', denied: 'no', default: 'ask' }[Notification.permission] as 'yes' | 'no' | 'ask';
}

export class Alerts {
  private offers: readonly Call[] = [];
  private readonly shown = new Map<string, Notification>();
  private ringer = 0;
  private rings = 0;

  constructor(
    private readonly settings: () => AlertSettings,
    /** Brings the conversation before the agent who clicked its notification. */
    private readonly open: (conversation: string) => void,
    private readonly play: (tune: Tune) => void = chime,
  ) {}

  /** The offers that wait for an answer now: new ones ring at once, and all of them until they are gone. */
  ring(offers: readonly Call[]): void {
    const isNew = offers.some((offer) => !this.has(offer.conversation));
    const gone = this.offers.filter((known) => !offers.some((offer) => offer.conversation === known.conversation));
    this.offers = offers;
    for (const { conversation } of gone) this.dismiss(conversation);
    if (offers.length === 0) return this.silence();
    if (!isNew) return;
    this.silence();
    this.rings = 0;
    this.ringOnce();
    this.ringer = window.setInterval(this.ringOnce, RING_EVERY_MS);
  }

  /** A message in a conversation of the agent's that they are not looking at. */
  message(call: Call): void {
    if (this.settings().sound) this.play('message');
    if (!document.hasFocus()) this.notify(call);
  }

  /** The agent has seen it. */
  dismiss(conversation: string): void {
    this.shown.get(conversation)?.close();
    this.shown.delete(conversation);
  }

  stop(): void {
    this.silence();
    for (const conversation of [...this.shown.keys()]) this.dismiss(conversation);
    this.offers = [];
  }

  private readonly ringOnce = (): void => {
    if (this.settings().sound) this.play('offer');
    const again = (this.rings * RING_EVERY_MS) % NOTIFY_EVERY_MS === 0;
    this.rings += 1;
    if (again && !document.hasFocus()) for (const offer of this.offers) this.notify(offer);
  };

  private silence(): void {
    window.clearInterval(this.ringer);
  }

  private has(conversation: string): boolean {
    return this.offers.some((offer) => offer.conversation === conversation);
  }

  private notify({ conversation, title, text }: Call): void {
    if (!this.settings().notify || notificationsAllowed() !== 'yes') return;
    // The same tag in every tab: the system shows one, and `renotify` calls again for it.
    const options = { body: text, tag: `vuoro-${conversation}`, renotify: true } as NotificationOptions;
    let shown: Notification;
    try {
      shown = new Notification(title, options);
    } catch {
      // Android's browsers have the class and refuse to make one.
      return;
    }
    shown.onclick = () => {
      window.focus();
      this.open(conversation);
      shown.close();
    };
    this.shown.set(conversation, shown);
  }
}
