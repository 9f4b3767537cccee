import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base, buttons } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import { copyIcon, doneIcon } from './icons';
import { room } from './styles';

const SHOWN_MS = 3000;

/** Copies a text, and says whether that worked. */
@customElement('admin-copy')
export class AdminCopy extends LitElement {
  static override styles = [
    base,
    buttons,
    room,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property() text = '';
  /** What is copied, for the button's name. */
  @property() what = '';
  @state() private outcome: 'copied' | 'failed' | null = null;
  private timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.outcome = null;
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const copied = this.outcome === 'copied';
    const said = copied ? t('common.copied') : this.outcome === 'failed' ? t('common.copy_failed') : nothing;
    return html`<button type="button" class="button slim" @click=${this.copy}>
        ${copied ? doneIcon : copyIcon}<span>${copied ? t('common.copied') : t('common.copy')}</span>
        <span class="hidden">: ${this.what}</span>
      </button>
      <span class=${this.outcome === 'failed' ? 'fault' : 'hidden'} role="status">${said}</span>`;
  }

  private readonly copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.outcome = 'copied';
    } catch {
      this.outcome = 'failed'; // no permission, or a page that is not served securely
    }
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.outcome = null), SHOWN_MS);
  };
}
