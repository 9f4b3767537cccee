import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Connection } from '../shared/connection';
import type { AgentServerFrame, Offer } from '../shared/protocol';
import { Actions } from './actions';
import { Alerts } from './alerts';
import { allowSound, prepareSound } from './chime';
import { Desk } from './desk';
import { coded, languageName, type Texts } from './i18n';
import { askKnowledge, type Knowledge, NOTHING_KNOWN } from './knowledge';
import { Memory, type Settings } from './memory';
import { type Session, SessionError } from './session';
import { isVisitorMessage, lastWords, mine, unread, visitorName } from './held';
import type { Held } from './state';

const SOCKET = '/ws/agent';
/** Close codes after which the session has to be looked at: bad credentials, revoked. */
const REFUSED = new Set([4502, 4504]);
/** The server says something every 20 s. Silence beyond this means that the machine slept or the network is gone. */
const SILENT_MS = 35_000;

/** An agent's working day in one page: the connection, the desk, the clock, the calls. Draws nothing. */
export class Work implements ReactiveController {
  /** This machine's clock, in ms, as of the last tick or change. */
  now = Date.now();
  knowledge: Knowledge = NOTHING_KNOWN;
  settings: Settings;
  readonly memory: Memory;
  readonly desk: Desk;
  readonly actions: Actions;
  private readonly link: Connection<AgentServerFrame>;
  private readonly alerts: Alerts;
  private knows = false;
  private heardAt = 0;
  private ticker = 0;
  /** How far each conversation's messages have been announced. */
  private readonly announced = new Map<string, number>();

  constructor(
    private readonly host: ReactiveControllerHost,
    private session: Session,
    private readonly i18n: () => Texts,
    /** The server does not accept the session any more. */
    private readonly onRefused: () => void,
  ) {
    this.memory = new Memory(session.agent.id);
    this.settings = this.memory.settings;
    this.link = new Connection<AgentServerFrame>({
      url: socketUrl(),
      hello: () => this.desk.hello(this.session.csrf),
      onFrame: (frame) => this.receive(frame),
      onStatus: (status, info) => {
        if (status === 'open') void this.learn();
        this.desk.linkChanged(status, info);
        if (status === 'stopped' && REFUSED.has(info.code ?? 0)) this.onRefused();
      },
    });
    this.desk = new Desk(session.agent, this.link, this.changed);
    this.actions = new Actions(this.desk, this.link);
    this.alerts = new Alerts(() => this.settings, this.open);
    if (this.memory.open !== null) this.desk.selectWhenOurs(this.memory.open);
    host.addController(this);
  }

  hostConnected(): void {
    this.heardAt = Date.now();
    prepareSound();
    this.link.start();
    this.ticker = window.setInterval(this.tick, 1000);
    document.addEventListener('visibilitychange', this.seen);
    window.addEventListener('focus', this.seen);
    window.addEventListener('online', this.tick);
    window.addEventListener('beforeunload', this.leaving);
    for (const gesture of ['pointerdown', 'keydown']) window.addEventListener(gesture, allowSound);
  }

  hostDisconnected(): void {
    window.clearInterval(this.ticker);
    document.removeEventListener('visibilitychange', this.seen);
    window.removeEventListener('focus', this.seen);
    window.removeEventListener('online', this.tick);
    window.removeEventListener('beforeunload', this.leaving);
    for (const gesture of ['pointerdown', 'keydown']) window.removeEventListener(gesture, allowSound);
    this.alerts.stop();
    this.link.stop();
  }

  /** The server's clock, in ms. */
  get serverNow(): number {
    return this.now + this.desk.state.skew;
  }

  /** For how long nothing here is certain, in ms; 0 while connected. */
  get lostFor(): number {
    const { lostAt } = this.desk.state.link;
    return lostAt === null ? 0 : Math.max(1, this.now - lostAt);
  }

  /** How many things call for the agent: offers, and messages that they have not read. */
  get news(): number {
    const { state } = this.desk;
    return state.offers.length + mine(state).reduce((sum, held) => sum + unread(held), 0);
  }

  change(part: Partial<Settings>): void {
    this.settings = { ...this.settings, ...part };
    this.memory.settings = this.settings;
    this.host.requestUpdate();
  }

  reconnect(): void {
    if (this.desk.state.link.status === 'stopped') this.link.start();
    else this.link.retryNow();
  }

  /** Goes on with another session of the same agent, after a change of password. */
  resume(session: Session): void {
    this.session = session;
    this.renew();
  }

  private receive(frame: AgentServerFrame): void {
    this.heardAt = Date.now();
    this.desk.receive(frame);
  }

  private readonly changed = (): void => {
    // Seconds are counted from now, not from the last tick.
    this.now = Date.now();
    const { state } = this.desk;
    if (state.ready && state.selected !== this.memory.open) this.memory.open = state.selected;
    this.alerts.ring(state.offers.map((offer) => this.offerCall(offer)));
    for (const held of state.held.values()) this.announce(held);
    this.host.requestUpdate();
  };

  private readonly tick = (): void => {
    this.now = Date.now();
    if (this.desk.state.link.status === 'open' && this.now - this.heardAt > SILENT_MS) this.renew();
    this.desk.tick();
    this.host.requestUpdate();
  };

  private readonly seen = (): void => {
    if (document.visibilityState === 'hidden') return;
    this.tick();
    this.desk.read();
    if (this.desk.state.selected !== null) this.alerts.dismiss(this.desk.state.selected);
  };

  private readonly open = (conversation: string): void => {
    if (this.desk.state.held.has(conversation)) this.desk.select(conversation);
  };

  /** What has not been sent would be lost with the page. */
  private readonly leaving = (event: BeforeUnloadEvent): void => {
    const unsent = [...this.desk.state.held.values()].some((held) => held.outgoing.length > 0);
    if (unsent) event.preventDefault();
  };

  /** A new socket in place of one that may be dead: after a sleep it would take long to find out. */
  private renew(): void {
    this.heardAt = Date.now();
    this.link.stop();
    this.link.start();
  }

  private async learn(): Promise<void> {
    if (this.knows) return;
    try {
      this.knowledge = await askKnowledge();
      this.knows = true;
      this.host.requestUpdate();
    } catch (error) {
      // Labels and canned replies are missing then; the next connection asks again.
      if (!(error instanceof SessionError)) throw error;
    }
  }

  private offerCall({ conversation, brief }: Offer): { conversation: string; title: string; text: string } {
    const { t, lang } = this.i18n();
    const reason = t(coded('reason', brief.reason));
    const text = [brief.asked, `${reason} · ${languageName(brief.lang, lang)}`].filter(Boolean).join('\n');
    return { conversation, title: t('offers.call'), text };
  }

  /** Calls for what the visitor wrote while the agent looks elsewhere; what came with the transcript is no news. */
  private announce(held: Held): void {
    const last = held.events.at(-1)?.seq ?? 0;
    const before = this.announced.get(held.conversation);
    if (!held.complete || last === before) return;
    this.announced.set(held.conversation, last);
    const isRead = this.desk.state.selected === held.conversation && document.hasFocus();
    const said = held.events.findLast(isVisitorMessage);
    if (before === undefined || isRead || said === undefined || said.seq <= before || held.gone !== null) return;
    const words = lastWords(held);
    const title = visitorName(held) ?? this.i18n().t('chat.visitor');
    this.alerts.message({ conversation: held.conversation, title, text: words?.text ?? '' });
  }
}

function socketUrl(): string {
  const url = new URL(SOCKET, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
