import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { WaitingItem } from '../../shared/protocol';
import { mine } from '../held';
import { elapsed, type Texts } from '../i18n';
import { type Command, listenForKeys } from '../keys';
import type { Session } from '../session';
import type { DeskState } from '../state';
import { setBadge } from '../title';
import { Work } from '../work';
import './ask-notify';
import './chat';
import type { ConsoleChat } from './chat';
import { deskStyles } from './desk-styles';
import { tell } from './events';
import './keys-dialog';
import type { KeysDialog } from './keys-dialog';
import './mine';
import './offers';
import { calm } from './picture';
import { base, buttons } from './styles';
import './topbar';
import './waiting';
import type { ConsoleWaiting } from './waiting';

const TOO_MANY_CONNECTIONS = 4505;
const WRONG_ORIGIN = 4503;
/** A break this short is not worth a word. */
const BLINK_MS = 1_500;

/** The place of work of one agent: the lines on the left, the open conversation beside them. */
@customElement('console-desk')
export class ConsoleDesk extends LitElement {
  static override styles = [base, buttons, deskStyles];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) i18n!: Texts;
  @query('.lists') private scroller!: HTMLElement | null;
  @query('console-waiting') private line!: ConsoleWaiting | null;
  @query('console-chat') private open!: ConsoleChat | null;
  @query('console-keys-dialog') private keysDialog!: KeysDialog;

  private work!: Work;
  private sifted: { waiting: unknown; offers: unknown; items: readonly WaitingItem[] } | null = null;
  private stopKeys = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.work = new Work(this, this.session, () => this.i18n, () => tell(this, 'session-ended', 'revoked'));
    this.stopKeys = listenForKeys((command) => this.run(command), () => this.work.settings.singleKeys);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopKeys();
    setBadge(this.i18n.t('app.title'), 0);
    // A desk that comes back is another one.
    this.removeController(this.work);
  }

  /** Forgets what the next one at this machine must not see. */
  forget(): void {
    this.work.memory.forgetWork();
  }

  /** Goes on with another session of the same agent. */
  resume(session: Session): void {
    this.work.resume(session);
  }

  protected override updated(_changed: PropertyValues): void {
    setBadge(this.i18n.t('app.title'), this.work.news);
  }

  override render(): TemplateResult {
    const { state } = this.work.desk;
    const held = state.selected === null ? undefined : state.held.get(state.selected);
    return html`
      <console-topbar
        class=${held ? 'covered' : ''}
        .i18n=${this.i18n}
        .desk=${state}
        .work=${this.work}
        .settings=${this.work.settings}
        @keys-wanted=${() => this.keysDialog.show()}
      ></console-topbar>
      <div class="messages">${this.linkNotice()} ${this.notice()}</div>
      <main class="panes ${held ? 'with-chat' : ''}">
        <h1 class="hidden">${this.i18n.t('app.title')}</h1>
        <nav class="lists" aria-label=${this.i18n.t('app.lists')}>${this.lists()}</nav>
        <div class="open">${held ? this.chat(held.conversation) : this.noChat()}</div>
      </main>
      <console-keys-dialog
        .i18n=${this.i18n}
        ?single=${this.work.settings.singleKeys}
        @single-keys=${(event: CustomEvent<boolean>) => this.work.change({ singleKeys: event.detail })}
      ></console-keys-dialog>
    `;
  }

  private lists(): TemplateResult {
    const { i18n, work } = this;
    const { actions } = work;
    const { state } = work.desk;
    if (!state.ready) return this.loading();
    const offline = work.lostFor > BLINK_MS;
    return html`
      ${work.settings.notify === null
        ? html`<console-ask-notify
            .i18n=${i18n}
            @answered=${(event: CustomEvent<boolean>) => work.change({ notify: event.detail })}
          ></console-ask-notify>`
        : nothing}
      <console-offers
        .i18n=${i18n}
        .offers=${state.offers}
        .waiting=${state.waiting}
        ?offline=${offline}
        .busy=${state.busy}
        .now=${work.serverNow}
        .actions=${actions}
      ></console-offers>
      <console-mine
        .i18n=${i18n}
        .held=${mine(state)}
        .selected=${state.selected}
        .me=${state.agent.id}
        .memory=${work.memory}
        ?offline=${offline}
        .now=${work.serverNow}
        @chosen=${(event: CustomEvent<string>) => work.desk.select(event.detail)}
      ></console-mine>
      <console-waiting
        .i18n=${i18n}
        .items=${this.waitingForOthers(state)}
        ?offline=${offline}
        .busy=${state.busy}
        .now=${work.serverNow}
        .actions=${actions}
        .scroller=${this.scroller}
      ></console-waiting>
    `;
  }

  private loading(): TemplateResult {
    return html`<div class="loading">
      <p class="hidden" role="status">${this.i18n.t('app.loading')}</p>
      <i class="short"></i><i></i><i></i><i class="short"></i><i></i><i></i>
    </div>`;
  }

  private chat(conversation: string): TemplateResult {
    const { state } = this.work.desk;
    return html`<console-chat
      .i18n=${this.i18n}
      .held=${state.held.get(conversation)}
      .work=${this.work}
      .lostFor=${this.work.lostFor}
      .past=${state.past}
      .colleagues=${state.colleagues}
      .knowledge=${this.work.knowledge}
      .busy=${state.busy.has(conversation)}
      @back=${() => this.work.desk.select(null)}
    ></console-chat>`;
  }

  private noChat(): TemplateResult {
    const { t } = this.i18n;
    const { ready, status, waiting } = this.work.desk.state;
    if (!ready) return html`<div class="none"></div>`;
    const nobody = waiting.length === 0;
    return html`<div class="none">
      ${calm(status === 'online')}
      <h2>${t(nobody ? 'chat.quiet' : 'chat.none')}</h2>
      <p class="muted">
        ${status === 'online' ? t(nobody ? 'chat.quiet_hint' : 'chat.none_hint') : t('chat.none_hint_offline')}
      </p>
    </div>`;
  }

  private linkNotice(): TemplateResult | typeof nothing {
    const { t } = this.i18n;
    const { link, ready } = this.work.desk.state;
    if (link.status === 'open' || (link.status !== 'stopped' && this.work.lostFor < BLINK_MS)) return nothing;
    if (!ready && link.status === 'connecting') {
      return html`<p class="bar calm" role="status">${t('link.connecting')}</p>`;
    }
    if (link.status !== 'stopped') {
      const seconds = link.retryAt === null ? 0 : Math.ceil((link.retryAt - this.work.now) / 1000);
      const since = this.i18n.time(new Date(link.lostAt ?? this.work.now));
      return html`<p class="bar" role="alert">
        <span>${t('link.reconnecting', { time: since })}</span>
        ${seconds > 0
          ? html`<span aria-live="off">${t('link.retry_in', { time: elapsed(seconds, this.i18n.lang) })}</span>`
          : nothing}
        <button class="button slim" @click=${() => this.work.reconnect()}>${t('link.retry')}</button>
      </p>`;
    }
    const elsewhere = link.code === TOO_MANY_CONNECTIONS;
    const why = elsewhere ? 'link.elsewhere' : link.code === WRONG_ORIGIN ? 'link.origin' : 'link.stopped';
    return html`<p class="bar" role="alert">
      <span>${t(why)}</span>
      <button class="button slim" @click=${() => this.work.reconnect()}>
        ${t(elsewhere ? 'link.use_here' : 'link.retry')}
      </button>
    </p>`;
  }

  private notice(): TemplateResult {
    const { t } = this.i18n;
    const { notice } = this.work.desk.state;
    return html`<div role=${notice?.tone === 'error' ? 'alert' : 'status'}>
      ${notice &&
      html`<p class="bar ${notice.tone}">
        <span>${t(notice.key)}</span>
        <button class="button slim quiet" @click=${() => this.work.desk.update({ notice: null })}>
          ${t('error.dismiss')}
        </button>
      </p>`}
    </div>`;
  }

  /** Does what a key asks for; false where there is nothing to do. */
  private run(command: Command): boolean {
    if (this.hidden) return false;
    const { desk, actions } = this.work;
    switch (command) {
      case 'next':
      case 'previous':
        return this.step(command === 'next' ? 1 : -1);
      case 'accept': {
        const offer = desk.state.offers.find(({ conversation }) => !desk.state.busy.has(conversation));
        if (offer) void actions.accept(offer.conversation);
        return offer !== undefined;
      }
      case 'take':
        if (this.line?.first) void actions.claim(this.line.first);
        return !!this.line?.first;
      case 'keys':
        this.keysDialog.show();
        return true;
      default:
        return this.open?.run(command) ?? false;
    }
  }

  /** To the next of the agent's conversations, round and round. */
  private step(by: 1 | -1): boolean {
    const { desk } = this.work;
    const ours = mine(desk.state);
    const at = ours.findIndex((held) => held.conversation === desk.state.selected);
    const to = at < 0 ? (by > 0 ? 0 : -1) : (at + by) % ours.length;
    const next = ours.at(to);
    if (next !== undefined) desk.select(next.conversation);
    return next !== undefined;
  }

  /** The waiting line without what is offered to this agent, which stands above it. */
  private waitingForOthers({ waiting, offers }: DeskState): readonly WaitingItem[] {
    if (this.sifted?.waiting !== waiting || this.sifted.offers !== offers) {
      const offered = new Set(offers.map((offer) => offer.conversation));
      const items = waiting.filter((item) => !offered.has(item.conversation));
      this.sifted = { waiting, offers, items };
    }
    return this.sifted.items;
  }
}
