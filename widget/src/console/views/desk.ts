import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Connection } from '../../shared/connection';
import type { AgentServerFrame, WaitingItem } from '../../shared/protocol';
import { Actions } from '../actions';
import { Desk, type Link } from '../desk';
import { elapsed, type Texts } from '../i18n';
import type { Session } from '../session';
import { mine, unread } from '../state';
import './chat';
import { deskStyles } from './desk-styles';
import { tell } from './events';
import './mine';
import './offers';
import { base, buttons } from './styles';
import './topbar';
import './waiting';

const SOCKET = '/ws/agent';
/** Close codes after which only a new log-in helps: bad credentials, revoked. */
const LOG_IN_AGAIN = new Set([4502, 4504]);
const TOO_MANY_CONNECTIONS = 4505;
const WRONG_ORIGIN = 4503;

/** The place of work of one agent: the lines on the left, the open conversation beside them. */
@customElement('console-desk')
export class ConsoleDesk extends LitElement {
  static override styles = [base, buttons, deskStyles];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) i18n!: Texts;
  /** This machine's clock, in ms, as of the last tick. */
  @state() private now = Date.now();

  private link!: Connection<AgentServerFrame>;
  private desk!: Desk;
  private actions!: Actions;
  private ticker = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.link = new Connection<AgentServerFrame>({
      url: socketUrl(),
      hello: () => this.desk.hello(this.session.csrf),
      onFrame: (frame) => this.desk.receive(frame),
      onStatus: (status, info) => {
        this.desk.linkChanged(status, info);
        if (status === 'stopped' && LOG_IN_AGAIN.has(info.code ?? 0)) tell(this, 'session-ended', 'revoked');
      },
    });
    const link: Link = this.link;
    this.desk = new Desk(this.session.agent, link, () => {
      // Seconds are counted from now, not from the last tick.
      this.now = Date.now();
      this.requestUpdate();
    });
    this.actions = new Actions(this.desk, link);
    this.link.start();
    this.ticker = window.setInterval(this.tick, 1000);
    document.addEventListener('visibilitychange', this.seen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.ticker);
    document.removeEventListener('visibilitychange', this.seen);
    this.link.stop();
  }

  protected override updated(_changed: PropertyValues): void {
    const { state } = this.desk;
    const news = state.offers.length + mine(state).reduce((sum, held) => sum + unread(held), 0);
    const title = this.i18n.t('app.title');
    document.title = news > 0 ? `(${news}) ${title}` : title;
  }

  override render(): TemplateResult {
    const { state } = this.desk;
    const held = state.selected === null ? undefined : state.held.get(state.selected);
    return html`
      <console-topbar
        class=${held ? 'covered' : ''}
        .i18n=${this.i18n}
        .desk=${state}
        .actions=${this.actions}
      ></console-topbar>
      <div class="messages">${this.linkNotice()} ${this.notice()}</div>
      <main class="panes ${held ? 'with-chat' : ''}">
        <h1 class="hidden">${this.i18n.t('app.title')}</h1>
        <nav class="lists" aria-label=${this.i18n.t('app.lists')}>${this.lists()}</nav>
        <div class="open">${held ? this.chat(held.conversation) : this.noChat()}</div>
      </main>
    `;
  }

  private lists(): TemplateResult {
    const { i18n, actions } = this;
    const { state } = this.desk;
    if (!state.ready) return html`<p class="muted loading" role="status">${i18n.t('app.loading')}</p>`;
    const serverNow = this.now + state.skew;
    return html`
      <console-offers .i18n=${i18n} .offers=${state.offers} .busy=${state.busy} .now=${serverNow} .actions=${actions}>
      </console-offers>
      <console-mine
        .i18n=${i18n}
        .held=${mine(state)}
        .selected=${state.selected}
        .me=${state.agent.id}
        .now=${serverNow}
        @chosen=${(event: CustomEvent<string>) => this.desk.select(event.detail)}
      ></console-mine>
      <console-waiting
        .i18n=${i18n}
        .items=${waitingForOthers(state)}
        .busy=${state.busy}
        .now=${serverNow}
        .actions=${actions}
      ></console-waiting>
    `;
  }

  private chat(conversation: string): TemplateResult {
    const { state } = this.desk;
    return html`<console-chat
      .i18n=${this.i18n}
      .held=${state.held.get(conversation)}
      .me=${state.agent.id}
      .skills=${knownSkills(state)}
      .busy=${state.busy.has(conversation)}
      .actions=${this.actions}
      @back=${() => this.desk.select(null)}
    ></console-chat>`;
  }

  private noChat(): TemplateResult {
    const { t } = this.i18n;
    const { ready, status } = this.desk.state;
    return html`<div class="none">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <path d="M16 10h32a10 10 0 0 1 10 10v16a10 10 0 0 1-10 10H30L16 56V46a10 10 0 0 1-10-10V20a10 10 0 0 1 10-10z" />
        <path d="M20 24h24M20 33h14" />
      </svg>
      <h2>${t('chat.none')}</h2>
      <p class="muted">${t('chat.none_hint')}</p>
      ${ready && status !== 'online' ? html`<p class="muted">${t('chat.none_hint_offline')}</p>` : nothing}
    </div>`;
  }

  private linkNotice(): TemplateResult | typeof nothing {
    const { t } = this.i18n;
    const { link } = this.desk.state;
    if (link.status === 'open') return nothing;
    if (link.status === 'connecting') return html`<p class="bar calm" role="status">${t('link.connecting')}</p>`;
    if (link.status === 'reconnecting') {
      const seconds = link.retryAt === null ? 0 : Math.ceil((link.retryAt - this.now) / 1000);
      return html`<p class="bar" role="alert">
        <span>${t('link.reconnecting')}</span>
        ${seconds > 0
          ? html`<span aria-live="off">${t('link.retry_in', { time: elapsed(seconds, this.i18n.lang) })}</span>`
          : nothing}
        <button class="button slim" @click=${() => this.link.retryNow()}>${t('link.retry')}</button>
      </p>`;
    }
    const elsewhere = link.code === TOO_MANY_CONNECTIONS;
    const why = elsewhere ? 'link.elsewhere' : link.code === WRONG_ORIGIN ? 'link.origin' : 'link.stopped';
    return html`<p class="bar" role="alert">
      <span>${t(why)}</span>
      <button class="button slim" @click=${() => this.link.start()}>
        ${t(elsewhere ? 'link.use_here' : 'link.retry')}
      </button>
    </p>`;
  }

  private notice(): TemplateResult {
    const { t } = this.i18n;
    const { notice } = this.desk.state;
    return html`<div role=${notice?.tone === 'error' ? 'alert' : 'status'}>
      ${notice &&
      html`<p class="bar ${notice.tone}">
        <span>${t(notice.key)}</span>
        <button class="button slim quiet" @click=${() => this.desk.update({ notice: null })}>
          ${t('error.dismiss')}
        </button>
      </p>`}
    </div>`;
  }

  private readonly tick = (): void => {
    this.now = Date.now();
    this.desk.tick();
  };

  private readonly seen = (): void => this.desk.read();
}

function socketUrl(): string {
  const url = new URL(SOCKET, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** The waiting line without what is offered to this agent, which stands above it. */
function waitingForOthers(state: Desk['state']): WaitingItem[] {
  const offered = new Set(state.offers.map((offer) => offer.conversation));
  return state.waiting.filter((item) => !offered.has(item.conversation));
}

/** The skills that this agent has seen: their own and those of the waiting line. */
function knownSkills(state: Desk['state']): string[] {
  const waiting = state.waiting.flatMap((item) => (item.skill ? [item.skill] : []));
  return [...new Set([...(state.agent.skills ?? []), ...waiting])].sort();
}
