import { html, nothing, type TemplateResult } from 'lit/html.js';
import { chatIcon, closeIcon } from '../shared/icons';
import type { Lang } from '../shared/i18n';
import type { Choice, ContactKind } from '../shared/protocol';
import tokens from '../shared/tokens.css?inline';
import type { Theme } from './api';
import styles from './bubble.css?inline';
import { chatView, formView } from './chat';
import type { Context } from './context';
import { focusedOnPage, goRound } from './focus';
import { header } from './header';
import { socketUrl } from './host';
import { Memory } from './memory';
import { NewsDesk, spokenInstead, type Tell } from './news';
import { connectionNotice, problemNotice, serviceLine } from './notices';
import { DARK, Paint } from './paint';
import { Part } from './part';
import { type Row, rowsOf } from './rows';
import { Session, type SessionOptions } from './session';
import type { BubbleI18n } from './texts';
import { countInTitle } from './title';
import { followKeyboard, FULL_SCREEN } from './viewport';

const FULL = matchMedia(FULL_SCREEN);

/** The launcher in the corner of the page and the chat that it opens. */
export class Bubble extends Part {
  static {
    this.drawnFrom('i18n', 'name', 'accent', 'position', 'theme', 'isOpen', 'form', 'endAsked');
  }

  /** Where the server is: the folder of vuoro.js. */
  server = '';
  i18n!: BubbleI18n;
  /** The shop's name, where it is known. */
  name: string | null = null;
  /** The colour of a page that sets no `--vuoro-accent`. */
  accent: string | null = null;
  position: 'left' | 'right' = 'right';
  theme: Theme = 'auto';
  /** In the corner of a page, or the whole of one: then there is no launcher. */
  view: 'corner' | 'page' = 'corner';
  onLang: (lang: Lang, chosen: boolean) => void = () => undefined;
  tell: Tell = () => undefined;
  /** Tests put their own socket here. */
  connection: SessionOptions['connection'];

  private isOpen = false;
  private form: ContactKind | null = null;
  private endAsked = false;

  private session!: Session;
  private memory!: Memory;
  private rows: Row[] = [];
  private rowCount = 0;
  private nearEnd = true;
  private hadFocus = false;
  /** What had the focus when the page opened the panel. */
  private cameFrom: HTMLElement | null = null;
  private readonly news = new NewsDesk((name, news) => this.tell(name, news));
  private readonly colours = new Paint();
  private unfollow?: () => void;
  /** The place for messages shrinks when the line below it grows. */
  private readonly shrinking = new ResizeObserver(() => {
    if (this.nearEnd) this.toEnd();
  });

  private get log(): HTMLElement | null {
    return this.find('.log');
  }

  private get panelElement(): HTMLElement | null {
    return this.find('.panel');
  }

  private get root(): HTMLElement {
    return this.find('.vuoro-root')!;
  }

  private find<Found extends HTMLElement>(selector: string): Found | null {
    return this.renderRoot.querySelector<Found>(selector);
  }

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [tokens, styles].map(sheetOf);
  }

  override connectedCallback(): void {
    this.memory = new Memory(this.server);
    this.session = new Session({
      url: socketUrl(this.server),
      lang: this.i18n.lang,
      memory: this.memory,
      onChange: () => this.requestUpdate(),
      onEvent: (event) => this.news.heard(event),
      ...(this.connection === undefined ? {} : { connection: this.connection }),
    });
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.look);
    DARK.addEventListener('change', this.paint);
    FULL.addEventListener('change', this.redraw);
    for (const type of ['keydown', 'keyup', 'keypress']) this.renderRoot.addEventListener(type, keepKeys);
    const { token, conversation } = this.memory.visitor;
    const { open, form } = this.memory.tab;
    this.isOpen = open || this.view === 'page';
    this.form = form?.kind ?? null;
    // A visitor whose chat goes on hears of it without opening the panel; nobody else costs a connection.
    if (this.isOpen || this.session.outbox.all.length > 0 || (token !== null && conversation !== null))
      this.session.start();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.look);
    DARK.removeEventListener('change', this.paint);
    FULL.removeEventListener('change', this.redraw);
    this.unfollow?.();
    this.session.stop();
    countInTitle(0);
  }

  open(): void {
    if (this.isOpen) return;
    performance.mark('vuoro:open');
    this.cameFrom = focusedOnPage(this);
    // The page may have turned to another colour, and asking now costs least: all styles are up to date.
    this.paint();
    this.isOpen = true;
    this.memory.setTab({ open: true });
    this.session.start();
    this.tell('open', {});
    void this.updateComplete.then(() => {
      this.toEnd();
      this.takeFocus();
      // What this frame draws is to be seen when the next one begins.
      requestAnimationFrame(() => setTimeout(() => performance.measure('vuoro:open', 'vuoro:open')));
    });
  }

  close(): void {
    if (!this.isOpen || this.view === 'page') return;
    const elsewhere = focusedOnPage(this) !== null;
    this.isOpen = false;
    this.memory.setTab({ open: false });
    this.tell('close', {});
    if (elsewhere) return;
    void this.updateComplete.then(() => (this.cameFrom?.isConnected ? this.cameFrom : this.find('.launcher'))?.focus());
  }

  identify(identity: string | null): void {
    this.session.identify(identity);
  }

  protected override willUpdate(changed: ReadonlySet<string>): void {
    this.hadFocus = this.shadowRoot?.activeElement != null;
    if (changed.has('i18n')) this.session.setLang(this.i18n.lang);
    const { chats, outbox } = this.session;
    if (chats.state === null) this.endAsked = false;
    // The form of a visitor who has become another.
    if (this.memory.tab.form === null) this.form = null;
    this.rows = rowsOf(chats.all, outbox.all, chats.current, chats.state);
  }

  protected override updated(changed: ReadonlySet<string>): void {
    if (changed.has('isOpen') || changed.has('form')) this.look();
    if (changed.has('isOpen')) {
      this.unfollow?.();
      this.unfollow = this.isOpen ? followKeyboard(this.root) : undefined;
    }
    if (changed.has('accent') || changed.has('theme')) this.paint();
    const grown = this.rows.length !== this.rowCount;
    this.rowCount = this.rows.length;
    this.shrinking.disconnect();
    if (this.log) this.shrinking.observe(this.log);
    // What had the focus is gone: the keyboard goes on where the visitor writes.
    if (this.hadFocus && this.isOpen && this.shadowRoot?.activeElement === null && this.form === null) this.takeFocus();
    if (this.nearEnd || (grown && this.rows.at(-1)?.kind === 'outgoing')) this.toEnd();
    countInTitle(this.session.unread);
    this.news.report(this.session);
    const instead = spokenInstead(this.i18n.lang, this.session.welcome);
    if (instead !== null) this.onLang(instead, false);
  }

  protected override render(): TemplateResult {
    const { i18n, isOpen } = this;
    const { unread } = this.session;
    const news = unread > 0 && !isOpen ? i18n.t('unread', { count: unread }) : '';
    return html`
      <div class="vuoro-root ${this.position} ${this.view} ${this.theme}" lang=${i18n.lang}>
        ${isOpen ? this.panel() : nothing}
        <p class="hidden" role="status">${news}</p>
        ${this.view === 'page' ? nothing : this.launcherButton(news, unread)}
      </div>
    `;
  }

  private launcherButton(news: string, unread: number): TemplateResult {
    const { i18n, isOpen } = this;
    return html`<button
      class="launcher ${isOpen ? 'opened' : ''}"
      part="launcher"
      type="button"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-label=${[i18n.t(isOpen ? 'close' : 'open'), news].filter(Boolean).join(', ')}
      @pointerdown=${() => this.session.start()}
      @click=${() => (isOpen ? this.close() : this.open())}
    >
      ${isOpen ? closeIcon : chatIcon}
      ${news === '' ? nothing : html`<span class="count" part="badge" aria-hidden="true">${unread}</span>`}
    </button>`;
  }

  private panel(): TemplateResult {
    const context = this.context();
    const page = this.view === 'page';
    return html`
      <section
        class="panel"
        part="panel"
        role=${page ? 'main' : 'dialog'}
        aria-modal=${!page && FULL.matches ? 'true' : nothing}
        aria-labelledby="vuoro-title"
        tabindex="-1"
        @keydown=${this.key}
      >
        ${header(context, page ? null : () => this.close())}
        ${serviceLine(context)} ${connectionNotice(context)} ${problemNotice(context)}
        ${this.form === null ? chatView(context) : formView(context, this.form)}
      </section>
    `;
  }

  private context(): Context {
    const { session, memory, i18n, rows, form, endAsked } = this;
    return {
      session,
      memory,
      i18n,
      rows,
      form,
      endAsked,
      name: this.name || i18n.t('title'),
      choose: (choice, seq) => this.choose(choice, seq),
      act: (action) => this.act(action),
      showForm: (kind) => this.showForm(kind),
      askEnd: (asked) => (this.endAsked = asked),
      chooseLang: (lang) => this.onLang(lang, true),
      scrolled: () => this.scrolled(),
    };
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
        this.showForm('message');
        break;
      case 'vuoro:callback':
        this.showForm('callback');
        break;
      default:
        this.act(() => this.session.choose(choice.id, choice.label, seq));
    }
  }

  /** A form begun before of the other kind gives its words to this one. */
  private showForm(kind: ContactKind | null): void {
    this.form = kind;
    this.memory.setTab({ form: kind && { kind, fields: this.memory.tab.form?.fields ?? {} } });
  }

  /** Does what a button says whose use is over with it, so that the keyboard goes on elsewhere. */
  private act(action: () => void): void {
    this.endAsked = false;
    action();
    this.takeFocus();
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing) this.close();
    const { panelElement: panel } = this;
    if (event.key !== 'Tab' || panel === null || !FULL.matches || this.view === 'page') return;
    goRound(event, panel, this.shadowRoot?.activeElement ?? null);
  };

  private readonly look = (): void => {
    const visible = document.visibilityState === 'visible';
    this.session.setLooking(this.isOpen && this.form === null && visible);
    if (visible) this.session.comeBack();
  };

  private readonly redraw = (): void => this.requestUpdate();

  private readonly paint = (): void => this.colours.apply(this, this.root, this.accent, this.theme);

  private scrolled(): void {
    const { log } = this;
    if (log !== null) this.nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  /** Where one writes; with a finger that would bring up the keyboard over the messages, so the panel itself. */
  private takeFocus(): void {
    if (matchMedia('(pointer: coarse)').matches) this.panelElement?.focus();
    else this.find('vuoro-composer')?.focus();
  }

  private toEnd(): void {
    const { log } = this;
    // The greeting is read from its beginning.
    if (log && this.rows.length > 0) log.scrollTop = log.scrollHeight;
  }
}

/** A sheet from script is no inline style: the strictest policy of a page lets it be. */
function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** The page's keyboard shortcuts must not fire while the visitor writes. */
function keepKeys(event: globalThis.Event): void {
  event.stopPropagation();
}
