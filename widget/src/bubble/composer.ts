import { html, nothing, type TemplateResult } from 'lit/html.js';
import { sendIcon } from '../shared/icons';
import { codePoints } from '../shared/protocol';
import { Part } from './part';
import type { BubbleI18n } from './texts';

/** The counter shows from here on. */
const NEAR_LIMIT = 0.9;
/** A typing sign is good for some seconds and renewed while the visitor writes on. */
const TYPING_AGAIN_MS = 3_000;
const TYPING_OVER_MS = 5_000;

/** Where the visitor writes: Enter sends, Shift+Enter is a new line, nothing is ever cut off. */
export class Composer extends Part {
  static {
    this.drawnFrom('i18n', 'limit', 'draft', 'onSend', 'onDraft', 'onTyping', 'text');
  }

  i18n!: BubbleI18n;
  /** Code points. */
  limit = 10_000;
  draft = '';
  onSend!: (text: string) => void;
  onDraft!: (text: string) => void;
  onTyping!: (on: boolean) => void;

  private text = '';

  private typingSince = 0;
  private typingOver?: number;

  private get area(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  disconnectedCallback(): void {
    this.stopTyping();
  }

  override focus(): void {
    this.area?.focus();
  }

  protected override willUpdate(changed: ReadonlySet<string>): void {
    // Somebody else's words must not stay: the draft is told anew when the visitor becomes another.
    if (changed.has('draft')) this.text = this.draft;
  }

  protected override updated(): void {
    this.fit();
  }

  protected override render(): TemplateResult {
    const { t } = this.i18n;
    const left = this.limit - codePoints(this.text);
    const over = left < 0;
    const near = left < this.limit * (1 - NEAR_LIMIT);
    return html`
      <form class="composer" part="composer" @submit=${this.submit}>
        <textarea
          rows="1"
          enterkeyhint="send"
          aria-label=${t('write')}
          placeholder=${t('write')}
          aria-invalid=${over ? 'true' : 'false'}
          aria-describedby="left"
          .value=${this.text}
          @input=${this.input}
          @keydown=${this.key}
        ></textarea>
        <button class="send" part="send" type="submit" aria-label=${t('send')} title=${t('send')} ?disabled=${over || this.text.trim() === ''}>
          ${sendIcon}
        </button>
      </form>
      <p class="counter ${over ? 'over' : ''}" id="left">${near ? this.counter(left) : nothing}</p>
      <p class="hidden" role="status">${over ? t('over_reason') : nothing}</p>
    `;
  }

  private counter(left: number): string {
    const { t } = this.i18n;
    return left < 0 ? `${t('over_limit', { count: -left })}. ${t('over_reason')}` : t('left', { count: left });
  }

  private readonly input = (): void => {
    this.text = this.area?.value ?? '';
    this.onDraft(this.text);
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
    this.onDraft('');
    this.stopTyping();
    this.onSend(text);
    this.focus();
  };

  /** As high as the text, up to the limit in the style sheet: twenty lines. */
  private fit(): void {
    const { area } = this;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
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
