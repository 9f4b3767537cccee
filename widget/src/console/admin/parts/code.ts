import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import './copy';
import { room } from './styles';

/** A few lines to copy into somebody else's page or program. */
@customElement('admin-code')
export class AdminCode extends LitElement {
  static override styles = [
    base,
    room,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      div {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: start;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--surface-2);
      }

      pre {
        margin: 0;
        padding: var(--space-3);
        overflow-x: auto;
        line-height: 1.55;
        tab-size: 2;
      }

      pre:focus-visible {
        outline-offset: -2px;
      }

      admin-copy {
        margin: var(--space-1);
      }

      /* Beside it the button would leave no room for the code. */
      @media (max-width: 480px) {
        div {
          grid-template-columns: minmax(0, 1fr);
          justify-items: end;
        }

        pre {
          width: 100%;
        }
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property() code = '';
  @property() label = '';

  override render(): TemplateResult {
    // The box scrolls sideways, so it can be focused: without a mouse there is no other way to see its end.
    return html`<div>
      <pre tabindex="0" role="region" aria-label=${this.label} translate="no"><code>${this.code}</code></pre>
      <admin-copy .i18n=${this.i18n} .text=${this.code} .what=${this.label}></admin-copy>
    </div>`;
  }
}
