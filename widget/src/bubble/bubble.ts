import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { botIcon, chatIcon, closeIcon, minimizeIcon, personIcon } from '../shared/icons';
import type { Lang } from '../shared/i18n';
import { bubbleI18n } from '../shared/locales/bubble';
import type { Choice, ContactFields, ContactKind } from '../shared/protocol';
import tokens from '../shared/tokens.css?inline';
import styles from './bubble.css?inline';
import type { Composer } from './composer';
import type { Context } from './context';
import { socketUrl } from './host';
import { Memory } from './memory';
import { connectionNotice, problemNotice, queueCard, serviceLine } from './notices';
import { firstName, type Row, rowsOf } from './rows';
import { Session, type SessionOptions } from './session';
import { transcript, typingRow } from './transcript';

/** The launcher in the corner of the page and the chat that it opens. */
export class Bubble extends LitElement {
  static override readonly styles = [unsafeCSS(tokens), unsafeCSS(styles)];

  /** Where the server is: the folder of vuoro.js. */
  @property({ attribute: false }) server = '';
  /** The shop's name, if the page gave it. */
  @property({ attribute: false }) name: string | null = null;
  @property({ attribute: false }) uiLang: Lang = 'en';
  /** Tests put their own socket here. */
  @property({ attribute: false }) connection: SessionOptions['connection'];

  @state() private isOpen = false;
  @state() private form: ContactKind | null = null;
  @state() private endAsked = false;

  @query('.launcher') private launcher!: HTMLButtonElement;
  @query('.log') private log?: HTMLElement;
  @query('.panel') private panelElement?: HTMLElement;
  @query('vuoro-composer') private composer?: Composer;

  private session!: Session;
  private memory!: Memory;
  private rows: Row[] = [];
  private rowCount = 0;
  private nearEnd = true;
  private hadFocus = false;
  /** The place for messages shrinks when the line below it grows. */
  private readonly shrinking = new ResizeObserver(() => {
    if (this.nearEnd) this.toEnd();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.memory = new Memory(this.server);
    this.session = new Session({
      url: socketUrl(this.server),
      lang: this.uiLang,
      memory: this.memory,
      onChange: () => this.requestUpdate(),
      ...(this.connection === undefined ? {} : { connection: this.connection }),
    });
    document.addEventListener('visibilitychange', this.look);
    for (const type of ['keydown', 'keyup', 'keypress']) this.renderRoot.addEventListener(type, keepKeys);
    const { token, conversation } = this.memory.visitor;
    this.isOpen = this.memory.tab.open;
    // A visitor whose chat goes on hears of it without opening the panel; nobody else costs a connection.
    if (this.isOpen || this.session.outbox.all.length > 0 || (token !== null && conversation !== null))
      this.session.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.look);
    this.session.stop();
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.memory.setTab({ open: true });
    this.session.start();
    void this.updateComplete.then(() => {
      this.toEnd();
      this.takeFocus();
    });
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.memory.setTab({ open: false });
    void this.updateComplete.then(() => this.launcher.focus());
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.hadFocus = this.shadowRoot?.activeElement != null;
    if (changed.has('uiLang')) this.session.setLang(this.uiLang);
    const { chats, outbox } = this.session;
    this.rows = rowsOf(chats.all, outbox.all, chats.current, chats.state);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('isOpen') || changed.has('form')) this.look();
    const grown = this.rows.length !== this.rowCount;
    this.rowCount = this.rows.length;
    this.shrinking.disconnect();
    if (this.log) this.shrinking.observe(this.log);
    // What had the focus is gone: the keyboard goes on where the visitor writes.
    if (this.hadFocus && this.shadowRoot?.activeElement === null && this.form === null) this.takeFocus();
    if (this.nearEnd || (grown && this.rows.at(-1)?.kind === 'outgoing')) this.toEnd();
  }

  protected override render(): TemplateResult {
    const i18n = bubbleI18n(this.uiLang);
    const context: Context = {
      session: this.session,
      i18n,
      name: this.name ?? i18n.t('title'),
      choose: (choice, seq) => this.choose(choice, seq),
      act: (action) => this.act(action),
      leaveMessage: () => (this.form = 'message'),
    };
    const { unread } = this.session;
    const news = unread > 0 && !this.isOpen ? i18n.t('unread', { count: unread }) : '';
    return html`
      <div class="root" lang=${this.uiLang}>
        ${this.isOpen ? this.panel(context) : nothing}
        <p class="hidden" role="status">${news}</p>
        <button
          class="launcher ${this.isOpen ? 'opened' : ''}"
          type="button"
          aria-expanded=${this.isOpen ? 'true' : 'false'}
          aria-label=${[i18n.t(this.isOpen ? 'close' : 'open'), news].filter(Boolean).join(', ')}
          @click=${() => (this.isOpen ? this.close() : this.open())}
        >
          ${this.isOpen ? closeIcon : chatIcon} ${news === '' ? nothing : html`<span class="count" aria-hidden="true">${unread}</span>`}
        </button>
      </div>
    `;
  }

  private panel(context: Context): TemplateResult {
    return html`
      <section class="panel" role="dialog" aria-labelledby="vuoro-title" tabindex="-1" @keydown=${this.key}>
        ${this.header(context)} ${serviceLine(context)} ${connectionNotice(context)} ${problemNotice(context)}
        ${this.form === null ? this.chatView(context) : this.formView(context, this.form)}
      </section>
    `;
  }

  private header({ session, i18n, name }: Context): TemplateResult {
    const { t } = i18n;
    const person = session.chats.state === 'human' ? (firstName(session.chats.person) ?? t('person')) : null;
    const who =
      session.welcome === null
        ? t('connecting')
        : person !== null
          ? t('who_person', { name: person })
          : t(session.chats.state === 'queued' ? 'who_waiting' : 'who_assistant');
    return html`
      <div class="head">
        <span class="avatar">${person !== null || session.chats.state === 'queued' ? personIcon : botIcon}</span>
        <div class="titles">
          <h1 id="vuoro-title">${name}</h1>
          <p class="who" aria-live="polite">${who}</p>
        </div>
        <button class="round" type="button" aria-label=${t('close')} title=${t('close')} @click=${this.close}>
          ${minimizeIcon}
        </button>
      </div>
    `;
  }

  private chatView(context: Context): TemplateResult {
    const { session, i18n } = context;
    const { t } = i18n;
    return html`
      <div class="log" role="log" aria-label=${t('messages')} aria-busy=${session.chats.loading ? 'true' : 'false'} tabindex="0" @scroll=${this.scrolled}>
        ${this.rows.length === 0 ? this.greeting(context) : nothing}
        ${session.chats.loading ? html`<p class="line"><span>${t('loading')}</span></p>` : nothing}
        ${transcript(this.rows, context)}
        ${session.typing !== null && session.typing.kind !== 'visitor' ? typingRow(session.typing, context) : nothing}
        ${session.chats.canRate ? this.rating(context) : nothing}
        ${session.chats.state === null && !session.chats.canRate ? this.starters(context) : nothing}
      </div>
      <div class="foot">
        ${session.chats.state === 'queued' ? queueCard(context) : nothing} ${this.actions(context)}
        <vuoro-composer
          .i18n=${i18n}
          .limit=${session.welcome?.limits?.text ?? 10_000}
          .draft=${this.memory.tab.draft}
          .onSend=${(text: string) => session.say(text)}
          .onDraft=${(draft: string) => this.memory.setTab({ draft })}
          .onTyping=${(on: boolean) => session.sayTyping(on)}
        ></vuoro-composer>
      </div>
    `;
  }

  private greeting({ session, i18n }: Context): TemplateResult {
    const bot = session.welcome?.bot;
    return html`<div class="greeting">
      <h2>${i18n.t('welcome')}</h2>
      ${bot === 'starting' || bot === 'down' ? html`<p class="muted">${i18n.t(bot)}</p>` : nothing}
    </div>`;
  }

  private starters(context: Context): TemplateResult | typeof nothing {
    const starters = context.session.welcome?.starters ?? [];
    const closed = this.rows.length > 0;
    if (context.session.outbox.all.length > 0) return nothing;
    return html`
      ${closed ? html`<p class="line"><span>${context.i18n.t('write_again')}</span></p>` : nothing}
      ${
        starters.length === 0
          ? nothing
          : html`<div class="choices starters" role="group" aria-label=${context.i18n.t('starters')}>
            ${starters.map(
              (choice) =>
                html`<button class="chip" type="button" @click=${() => context.choose(choice)}>${choice.label}</button>`,
            )}
          </div>`
      }
    `;
  }

  private rating({ session, i18n }: Context): TemplateResult {
    return html`<vuoro-rating
      .i18n=${i18n}
      .busy=${session.busy.has('rate')}
      .onRate=${(score: number, comment: string) => this.act(() => session.rate(score, comment))}
    ></vuoro-rating>`;
  }

  private actions({ session, i18n }: Context): TemplateResult {
    const { t } = i18n;
    const bot = session.chats.state === null || session.chats.state === 'bot';
    if (this.endAsked && session.chats.state !== null) {
      return html`<div class="actions" role="group" aria-label=${t('end_sure')}>
        <span>${t('end_sure')}</span>
        <button class="quiet danger" type="button" @click=${this.end}>${t('end_yes')}</button>
        <button class="quiet" type="button" @click=${() => (this.endAsked = false)}>${t('end_no')}</button>
      </div>`;
    }
    return html`<div class="actions">
      ${
        bot
          ? html`<button class="quiet human" type="button" ?disabled=${session.busy.has('request_human')} @click=${() => this.act(() => session.requestHuman())}>
            ${personIcon}${t('human')}
          </button>`
          : nothing
      }
      ${
        session.chats.state === null
          ? nothing
          : html`<button class="quiet end" type="button" @click=${() => (this.endAsked = true)}>${t('end')}</button>`
      }
    </div>`;
  }

  private formView({ session, i18n }: Context, kind: ContactKind): TemplateResult {
    return html`<vuoro-contact-form
      .i18n=${i18n}
      .kind=${kind}
      .busy=${session.busy.has('leave_contact')}
      .onBack=${() => (this.form = null)}
      .onLeave=${(which: ContactKind, fields: ContactFields) => this.leave(which, fields)}
    ></vuoro-contact-form>`;
  }

  private async leave(kind: ContactKind, fields: ContactFields): Promise<void> {
    if (await this.session.leaveContact(kind, fields)) this.form = null;
  }

  private choose(choice: Choice, seq?: number): void {
    switch (choice.id) {
      case 'vuoro:human':
        this.act(() => this.session.requestHuman());
        break;
      case 'vuoro:cancel':
        this.act(() => this.session.cancelRequest());
        break;
      case 'vuoro:leave_message':
        this.form = 'message';
        break;
      case 'vuoro:callback':
        this.form = 'callback';
        break;
      default:
        this.act(() => this.session.choose(choice.id, choice.label, seq));
    }
  }

  /** Does what a button says whose use is over with it, so that the keyboard goes on elsewhere. */
  private act(action: () => void): void {
    action();
    this.takeFocus();
  }

  private readonly end = (): void => {
    this.endAsked = false;
    this.act(() => this.session.end());
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing) this.close();
  };

  private readonly look = (): void => {
    this.session.setLooking(this.isOpen && this.form === null && document.visibilityState === 'visible');
  };

  private readonly scrolled = (): void => {
    const { log } = this;
    if (log !== undefined) this.nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  };

  /** Where one writes; with a finger that would bring up the keyboard over the messages, so the panel itself. */
  private takeFocus(): void {
    if (matchMedia('(pointer: coarse)').matches) this.panelElement?.focus();
    else this.composer?.focus();
  }

  private toEnd(): void {
    const { log } = this;
    if (log) log.scrollTop = log.scrollHeight;
  }
}

/** The page's keyboard shortcuts must not fire while the visitor writes. */
function keepKeys(event: Event): void {
  event.stopPropagation();
}
