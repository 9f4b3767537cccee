import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { sendIcon } from '../shared/icons';
import type { BubbleI18n } from '../shared/locales/bubble';
import { codePoints } from '../shared/protocol';

/** The counter shows from here on. */
const NEAR_LIMIT = 0.9;
/** A typing sign is good for some seconds and renewed while the visitor writes on. */
const TYPING_AGAIN_MS = 3_000;
const TYPING_OVER_MS = 5_000;

/** Where the visitor writes: Enter sends, Shift+Enter is a new line, nothing is ever cut off. */
export class Composer extends LitElement {
  @property({ attribute: false }) i18n!: BubbleI18n;
  /** Code points. */
  @property({ type: Number }) limit = 10_000;
  @property({ attribute: false }) draft = '';
  @property({ attribute: false }) onSend!: (text: string) => void;
  @property({ attribute: false }) onDraft!: (text: string) => void;
  @property({ attribute: false }) onTyping!: (on: boolean) => void;

  @state() private text = '';
  @query('textarea') private area!: HTMLTextAreaElement;

  private typingSince = 0;
  private typingOver?: number;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.text = this.draft;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopTyping();
  }

  override focus(): void {
    this.area?.focus();
  }

  protected override firstUpdated(): void {
    this.fit();
  }

  protected override render(): TemplateResult {
    const { t } = this.i18n;
    const left = this.limit - codePoints(this.text);
    const over = left < 0;
    const near = left < this.limit * (1 - NEAR_LIMIT);
    return html`
      <form class="composer" @submit=${this.submit}>
        <textarea
          rows="1"
          aria-label=${t('write')}
          placeholder=${t('write')}
          aria-invalid=${over ? 'true' : 'false'}
          aria-describedby="left"
          .value=${this.text}
          @input=${this.input}
          @keydown=${this.key}
        ></textarea>
        <button class="send" type="submit" aria-label=${t('send')} title=${t('send')} ?disabled=${over || this.text.trim() === ''}>
          ${sendIcon}
        </button>
      </form>
      <p class="counter ${over ? 'over' : ''}" id="left" role="status">${near ? this.counter(left) : nothing}</p>
    `;
  }

  private counter(left: number): string {
    return left < 0 ? this.i18n.t('over_limit', { count: -left }) : this.i18n.t('left', { count: left });
  }

  private readonly input = (): void => {
    this.text = this.area.value;
    this.onDraft(this.text);
    this.fit();
    if (this.text.trim() === '') this.stopTyping();
    else this.keepTyping();
  };

  private readonly key = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a character.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  };

  private readonly submit = (event?: Event): void => {
    event?.preventDefault();
    const text = this.text.trim();
    if (text === '' || codePoints(this.text) > this.limit) return;
    this.text = '';
    this.area.value = '';
    this.onDraft('');
    this.fit();
    this.stopTyping();
    this.onSend(text);
    this.focus();
  };

  /** As high as the text, up to the limit in the style sheet. */
  private fit(): void {
    this.area.style.height = 'auto';
    this.area.style.height = `${this.area.scrollHeight}px`;
  }

  private keepTyping(): void {
    const now = Date.now();
    if (now - this.typingSince > TYPING_AGAIN_MS) {
      this.typingSince = now;
      this.onTyping(true);
    }
    window.clearTimeout(this.typingOver);
    this.typingOver = window.setTimeout(() => this.stopTyping(), TYPING_OVER_MS);
  }

  private stopTyping(): void {
    window.clearTimeout(this.typingOver);
    if (this.typingSince !== 0) this.onTyping(false);
    this.typingSince = 0;
  }
}
