import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Texts } from '../i18n';
import { base, buttons, fields } from './styles';
import './web-awesome';

export const dialogStyles = css`
  wa-dialog {
    --width: 30rem;
  }

  wa-dialog::part(title) {
    letter-spacing: -0.01em;
  }

  wa-dialog::part(body) {
    padding-block-start: var(--space-3);
  }

  form,
  .stack {
    display: grid;
    gap: var(--space-4);
  }

  legend {
    padding: 0;
    margin-bottom: var(--space-2);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-2);
  }
`;

/** A dialog of the console. `show` opens it; Escape and the cross close it and give the focus back. */
export abstract class ConsoleDialog extends LitElement {
  static override styles = [base, buttons, fields, dialogStyles];

  @property({ attribute: false }) i18n!: Texts;
  @state() protected open = false;
  /** Nothing is made for a dialog that was never opened: a conversation opens faster without. */
  @state() private wanted = false;
  private returnTo: HTMLElement | null = null;

  protected abstract readonly heading: string;
  protected abstract content(): TemplateResult;

  show(): void {
    this.returnTo = focused();
    this.wanted = true;
    void this.updateComplete.then(() => (this.open = true));
  }

  protected hide(): void {
    this.open = false;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.wanted) return nothing;
    return html`<wa-dialog label=${this.heading} .open=${this.open} @wa-after-hide=${this.closed}>
      ${this.open ? this.content() : nothing}
    </wa-dialog>`;
  }

  private closed(event: Event): void {
    if (event.target !== event.currentTarget) return;
    this.open = false;
    this.returnTo?.focus();
  }
}

/** What has the focus, inside however many shadow roots. */
function focused(): HTMLElement | null {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found instanceof HTMLElement ? found : null;
}
