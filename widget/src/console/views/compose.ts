import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { codePoints, MAX_TEXT } from '../../shared/protocol';
import type { Actions } from '../actions';
import type { Texts } from '../i18n';
import type { Held, Outgoing } from '../state';
import { base, buttons } from './styles';

/** The counter shows when this few characters are left. */
const NEAR_LIMIT = 500;
/** After so long without a key the agent is not typing any more. */
const IDLE_MS = 4_000;
/** Where a browser does not size the box by what is in it, it grows by lines up to this many. */
const MAX_ROWS = 8;

interface Draft {
  readonly kind: Outgoing['kind'];
  readonly text: string;
}

const EMPTY: Draft = { kind: 'send', text: '' };

/** Where the agent writes: a reply to the visitor, or a note that only agents see. Keeps a draft a conversation. */
@customElement('console-compose')
export class ConsoleCompose extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      form {
        display: grid;
        gap: var(--space-2);
        padding: var(--space-3) var(--space-5) var(--space-4);
        border-top: 1px solid var(--line);
        background: var(--surface);
      }

      form.note {
        background: var(--warn-soft);
      }

      fieldset {
        display: flex;
        gap: var(--space-1);
      }

      fieldset label {
        position: relative;
        display: flex;
        align-items: center;
        min-height: 1.875rem;
        padding: 0 var(--space-3);
        border-radius: var(--radius-full);
        color: var(--text-muted);
        font-size: var(--text-s);
        font-weight: 600;
        cursor: pointer;
      }

      .note fieldset label {
        color: var(--text);
      }

      fieldset label:has(:checked) {
        background: var(--accent-soft);
        color: var(--accent-text);
      }

      .note fieldset label:has(:checked) {
        background: var(--warn-text);
        color: var(--surface);
      }

      fieldset label:has(:focus-visible) {
        outline: 2px solid var(--focus);
      }

      fieldset input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        opacity: 0;
        cursor: inherit;
      }

      .box {
        display: flex;
        align-items: end;
        gap: var(--space-2);
        padding: var(--space-1);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-l);
        background: var(--surface);
      }

      .note .box {
        border-style: dashed;
      }

      .box:focus-within {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }

      textarea {
        flex: 1;
        min-width: 0;
        min-height: 2.25rem;
        max-height: 35vh;
        padding: var(--space-1) var(--space-3);
        border: 0;
        background: none;
        resize: none;
        field-sizing: content;
      }

      /* The box around it shows the focus. */
      textarea:focus-visible {
        outline: 0;
      }

      textarea::placeholder {
        color: var(--text-muted);
        opacity: 1;
      }

      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-4);
      }

      .note .foot .muted {
        color: var(--text);
      }

      .over {
        color: var(--danger);
        font-weight: 600;
      }

      @media (max-width: 760px) {
        form {
          padding: var(--space-2) var(--space-3);
        }

        .keys {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) actions!: Actions;
  @state() private draft: Draft = EMPTY;
  @query('textarea') private box!: HTMLTextAreaElement;

  private readonly drafts = new Map<string, Draft>();
  private idle = 0;

  /** Puts a text into the box to be edited, below what stands there already. */
  insert(text: string, kind: Outgoing['kind'] = 'send'): void {
    const before = this.draft.text.trimEnd();
    this.draft = { kind, text: before ? `${before}\n${text}` : text };
    void this.updateComplete.then(() => {
      this.box.focus();
      this.box.setSelectionRange(this.box.value.length, this.box.value.length);
      this.box.scrollTop = this.box.scrollHeight;
    });
  }

  override focus(): void {
    this.box.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopTyping();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('held');
    if (before === undefined || before.conversation === this.held.conversation) return;
    this.stopTyping();
    this.drafts.set(before.conversation, this.draft);
    this.draft = this.drafts.get(this.held.conversation) ?? EMPTY;
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const note = this.draft.kind === 'note';
    const left = MAX_TEXT - codePoints(this.draft.text);
    const ready = this.draft.text.trim() !== '' && left >= 0;
    return html`<form class=${note ? 'note' : ''} @submit=${this.submit}>
      <fieldset>
        <legend class="hidden">${t('compose.mode')}</legend>
        ${this.kindChoice('send')} ${this.kindChoice('note')}
      </fieldset>
      <div class="box">
        <textarea
          rows=${Math.min(MAX_ROWS, this.draft.text.split('\n').length)}
          aria-label=${note ? t('compose.note_label') : t('compose.reply_label')}
          aria-describedby="foot"
          placeholder=${note ? t('compose.note_hint') : t('compose.reply_hint')}
          .value=${this.draft.text}
          @input=${this.typed}
          @keydown=${this.key}
          @blur=${this.stopTyping}
        ></textarea>
        <button class="button primary" ?disabled=${!ready}>
          ${note ? t('compose.save_note') : t('compose.send')}
        </button>
      </div>
      <div class="foot small" id="foot">
        <span class="muted keys">${t('compose.keys')}</span>
        ${left > NEAR_LIMIT ? nothing : this.counter(left)}
      </div>
    </form>`;
  }

  private counter(left: number): TemplateResult {
    const { t } = this.i18n;
    return left >= 0
      ? html`<span class="muted">${t('compose.left', { count: left })}</span>`
      : html`<span class="over" role="alert">${t('compose.too_long', { count: -left })}</span>`;
  }

  private kindChoice(kind: Outgoing['kind']): TemplateResult {
    return html`<label>
      <input type="radio" name="kind" .checked=${this.draft.kind === kind} @change=${() => this.become(kind)} />
      ${this.i18n.t(kind === 'note' ? 'compose.note' : 'compose.reply')}
    </label>`;
  }

  private become(kind: Outgoing['kind']): void {
    if (kind === 'note') this.stopTyping();
    this.draft = { ...this.draft, kind };
  }

  private typed(): void {
    this.draft = { ...this.draft, text: this.box.value };
    window.clearTimeout(this.idle);
    if (this.draft.kind === 'note') return;
    if (this.draft.text === '') return this.stopTyping();
    this.actions.typed(this.held.conversation);
    this.idle = window.setTimeout(this.stopTyping, IDLE_MS);
  }

  private readonly stopTyping = (): void => {
    window.clearTimeout(this.idle);
    this.actions.stopTyping();
  };

  private key(event: KeyboardEvent): void {
    // An input method uses Enter to choose a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.draft.text.trim();
    if (text === '' || codePoints(this.draft.text) > MAX_TEXT) return;
    window.clearTimeout(this.idle);
    void this.actions.write(this.held, this.draft.kind, text);
    // A note is the exception: the next thing written is for the visitor again.
    this.draft = EMPTY;
    this.box.focus();
  }
}
