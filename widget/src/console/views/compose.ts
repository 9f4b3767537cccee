import { html, LitElement, nothing, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { codePoints, MAX_TEXT } from '../../shared/protocol';
import type { Actions } from '../actions';
import { visitorLang } from '../held';
import type { Texts } from '../i18n';
import { type Knowledge, NOTHING_KNOWN } from '../knowledge';
import { type Draft, type Memory, NO_DRAFT } from '../memory';
import type { Held, Outgoing } from '../state';
import { CannedPicker, cannedStyles } from './canned';
import { composeStyles } from './compose-styles';
import { cannedGlyph, noteGlyph } from './glyphs';
import { base, buttons } from './styles';

/** The counter shows when this few characters are left. */
const NEAR_LIMIT = 500;
/** After so long without a key the agent is not typing any more. */
const IDLE_MS = 4_000;
const KEEP_MS = 300;
/** Where a browser does not size the box by what is in it, it grows by lines up to this many. */
const MAX_ROWS = 8;
/** A break this short is no news. */
const BLINK_MS = 3_000;
/** After so long away the server may have given the conversation to somebody else. */
const STALE_MS = 25_000;

/** Where the agent writes: a reply to the visitor, or a note that only agents see. Keeps a draft a conversation. */
@customElement('console-compose')
export class ConsoleCompose extends LitElement {
  static override styles = [base, buttons, composeStyles, cannedStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) knowledge: Knowledge = NOTHING_KNOWN;
  @property({ attribute: false }) memory: Memory | null = null;
  /** For how long there has been no connection, in ms; 0 for none. */
  @property({ type: Number }) lostFor = 0;
  @state() private draft: Draft = NO_DRAFT;
  @query('textarea') private box!: HTMLTextAreaElement;

  private idle = 0;
  private keeper = 0;
  private readonly canned = new CannedPicker(this, (text) => this.put({ kind: 'send', text }));

  /** Puts a text into the box to be edited, below what stands there already. */
  insert(text: string, kind: Outgoing['kind'] = 'send'): void {
    const before = this.draft.text.trimEnd();
    this.put({ kind, text: before ? `${before}\n${text}` : text });
  }

  /** Goes to the box, to write a reply or a note. */
  begin(kind: Outgoing['kind']): void {
    this.put({ ...this.draft, kind });
  }

  override focus(): void {
    this.box.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pagehide', this.keep);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('pagehide', this.keep);
    this.keep();
    this.stopTyping();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('held');
    if (changed.has('held') && before?.conversation !== this.held.conversation) {
      if (before !== undefined) this.leave(before.conversation);
      this.draft = this.memory?.draft(this.held.conversation) ?? NO_DRAFT;
    }
    const text = this.draft.kind === 'send' ? this.draft.text : '';
    this.canned.look({ knowledge: this.knowledge, lang: visitorLang(this.held) ?? this.i18n.lang, text });
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const note = this.draft.kind === 'note';
    const left = MAX_TEXT - codePoints(this.draft.text);
    const ready = this.draft.text.trim() !== '' && left >= 0 && !this.isStale && !this.canned.isOpen;
    return html`<form class=${note ? 'note' : ''} @submit=${this.submit}>
      ${this.canned.render(this.i18n)} ${this.offline()}
      <div class="modes">
        <fieldset>
          <legend class="hidden">${t('compose.mode')}</legend>
          ${this.kindChoice('send', nothing)} ${this.kindChoice('note', noteGlyph)}
        </fieldset>
        ${note ? html`<span class="only small">${t('chat.note_hint')}</span>` : this.cannedButton()}
      </div>
      <div class="box">
        <textarea
          rows=${Math.min(MAX_ROWS, this.draft.text.split('\n').length)}
          aria-label=${note ? t('compose.note_label') : t('compose.reply_label')}
          aria-describedby="foot"
          aria-autocomplete=${note ? nothing : 'list'}
          aria-haspopup=${note ? nothing : 'listbox'}
          aria-controls=${this.canned.isOpen ? 'canned' : nothing}
          aria-activedescendant=${this.canned.activeId ?? nothing}
          placeholder=${note ? t('compose.note_hint') : t('compose.reply_hint')}
          .value=${this.draft.text}
          @input=${this.typed}
          @keydown=${this.key}
          @blur=${this.left}
        ></textarea>
        <button class="button primary" ?disabled=${!ready}>
          ${note ? t('compose.save_note') : t('compose.send')}
        </button>
      </div>
      <div class="foot small" id="foot">
        <span class="muted keys">${t(note ? 'compose.note_keys' : 'compose.keys')}</span>
        ${left > NEAR_LIMIT ? nothing : this.counter(left)}
      </div>
    </form>`;
  }

  /** Whether it may be somebody else's by now: what is written stays here until that is known. */
  private get isStale(): boolean {
    return this.lostFor >= STALE_MS;
  }

  private offline(): TemplateResult | typeof nothing {
    if (this.lostFor < BLINK_MS) return nothing;
    return html`<p class="offline small" role="status">
      ${this.i18n.t(this.isStale ? 'compose.stale' : 'compose.offline')}
    </p>`;
  }

  private counter(left: number): TemplateResult {
    const { t } = this.i18n;
    return left >= 0
      ? html`<span class="muted">${t('compose.left', { count: left })}</span>`
      : html`<span class="over" role="alert">${t('compose.too_long', { count: -left })}</span>`;
  }

  private kindChoice(kind: Outgoing['kind'], glyph: SVGTemplateResult | typeof nothing): TemplateResult {
    return html`<label>
      <input type="radio" name="kind" .checked=${this.draft.kind === kind} @change=${() => this.become(kind)} />
      ${glyph} ${this.i18n.t(kind === 'note' ? 'compose.note' : 'compose.reply')}
    </label>`;
  }

  /** For those without a keyboard, and to be found at all. */
  private cannedButton(): TemplateResult {
    return html`<button
      type="button"
      class="button slim quiet lookup"
      ?disabled=${!/^(?:\/|$)/.test(this.draft.text)}
      @click=${this.openCanned}
    >
      ${cannedGlyph} <span>${this.i18n.t('canned.button')}</span>
    </button>`;
  }

  private openCanned(): void {
    this.canned.open();
    this.put({ kind: 'send', text: this.draft.text || '/' });
  }

  private become(kind: Outgoing['kind']): void {
    if (kind === 'note') this.stopTyping();
    this.draft = { ...this.draft, kind };
    this.keepSoon();
  }

  /** Puts the draft into the box and goes to its end. */
  private put(draft: Draft): void {
    this.draft = draft;
    this.keepSoon();
    void this.updateComplete.then(() => {
      this.box.focus();
      this.box.setSelectionRange(this.box.value.length, this.box.value.length);
      this.box.scrollTop = this.box.scrollHeight;
    });
  }

  private typed(): void {
    this.draft = { ...this.draft, text: this.box.value };
    this.keepSoon();
    window.clearTimeout(this.idle);
    if (this.draft.kind === 'note') return;
    if (this.draft.text === '' || this.draft.text.startsWith('/')) return this.stopTyping();
    this.actions.typed(this.held.conversation);
    this.idle = window.setTimeout(this.stopTyping, IDLE_MS);
  }

  private readonly stopTyping = (): void => {
    window.clearTimeout(this.idle);
    this.actions.stopTyping();
  };

  private left(): void {
    this.stopTyping();
    this.canned.close();
  }

  private key(event: KeyboardEvent): void {
    // An input method uses Enter to choose a word.
    if (event.isComposing) return;
    if (this.canned.key(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.draft.text.trim();
    if (text === '' || this.isStale || this.canned.isOpen || codePoints(this.draft.text) > MAX_TEXT) return;
    window.clearTimeout(this.idle);
    void this.actions.write(this.held, this.draft.kind, text);
    // After a note another note: nothing meant for colleagues may slip out to the visitor.
    this.put({ kind: this.draft.kind, text: '' });
    this.keep();
  }

  private leave(conversation: string): void {
    this.stopTyping();
    window.clearTimeout(this.keeper);
    this.memory?.keepDraft(conversation, this.draft);
  }

  private keepSoon(): void {
    window.clearTimeout(this.keeper);
    this.keeper = window.setTimeout(this.keep, KEEP_MS);
  }

  private readonly keep = (): void => {
    window.clearTimeout(this.keeper);
    this.memory?.keepDraft(this.held.conversation, this.draft);
  };
}
