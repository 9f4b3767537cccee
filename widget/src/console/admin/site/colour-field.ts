import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base, fields } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import { warningIcon } from '../parts/icons';
import { room } from '../parts/styles';
import { hexColour, onWhite, textOn } from './colour';
import './preview';

/** What a control needs to be found against what is around it: WCAG 2.2, 1.4.11. */
const NEEDED = 3;

/** A colour by picker or by its digits, with the bubble as it would be. Fires `chosen`. */
@customElement('admin-colour')
export class ColourField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    fields,
    room,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }

      .inputs {
        display: flex;
        gap: var(--space-2);
      }

      .inputs input[type='color'] {
        flex: none;
        width: 3.5rem;
        padding: var(--space-1);
        cursor: pointer;
      }

      .inputs .mono {
        width: 9rem;
      }

      .notes {
        display: grid;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property({ attribute: false }) value = '';
  /** The site's, for the preview. */
  @property({ attribute: false }) name = '';
  @property({ attribute: false }) fault: string | null = null;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const colour = hexColour(this.value);
    return html`<div class="field">
        <label for="digits">${t('site.colour')}</label>
        <div class="inputs">
          <input
            id="digits"
            class="mono"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            maxlength="9"
            .value=${this.value}
            aria-describedby="fault hint"
            aria-invalid=${this.fault ? 'true' : nothing}
            @input=${this.choose}
          />
          <input type="color" aria-label=${t('site.colour_pick')} .value=${colour ?? '#000000'} @input=${this.choose} />
        </div>
        <p id="fault" class="fault" role="alert">${this.fault}</p>
        <p id="hint" class="small muted">${t('site.colour_hint')}</p>
      </div>
      ${colour === null
        ? nothing
        : html`<div class="notes">${this.notes(colour)}</div>
            <admin-preview .i18n=${this.i18n} .accent=${colour} .name=${this.name}></admin-preview>`}`;
  }

  private notes(hex: string): TemplateResult {
    const { t } = this.i18n;
    const text = textOn(hex);
    const found = onWhite(hex);
    const ratios = { ratio: this.ratio(found), need: this.ratio(NEEDED) };
    return html`<p class="small muted">
        ${t(`site.colour_${text.colour}`, { ratio: this.ratio(text.ratio) })}
      </p>
      <div role="status">
        ${found < NEEDED ? html`<p class="warn small">${warningIcon}${t('site.colour_pale', ratios)}</p>` : nothing}
      </div>`;
  }

  /** "4.6:1"; never rounded up, so that 2.96 is not said to be the 3 that is needed. */
  private ratio(value: number): string {
    const down = Math.floor(value * 10) / 10;
    return `${new Intl.NumberFormat(this.i18n.lang, { maximumFractionDigits: 1 }).format(down)}:1`;
  }

  private readonly choose = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    this.dispatchEvent(new CustomEvent<string>('chosen', { detail: value }));
  };
}
