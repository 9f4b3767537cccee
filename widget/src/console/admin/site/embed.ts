import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base, segments } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import '../parts/code';
import { segmented } from '../parts/segments';
import { room } from '../parts/styles';
import { embedCode, embedPolicy, type Variant } from './snippets';

const VARIANTS: readonly Variant[] = ['script', 'frame'];

/** What the shop pastes into its pages. */
@customElement('admin-embed')
export class AdminEmbed extends LitElement {
  static override styles = [
    base,
    room,
    segments,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @state() private variant: Variant = 'script';

  override render(): TemplateResult {
    const { t } = this.i18n;
    const { origin } = location;
    const hint = this.variant === 'script' ? t('embed.hint', { tag: '</body>' }) : t('embed.hint_frame');
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">${t('embed.heading')}</h2>
      ${segmented({
        name: 'variant',
        legend: t('embed.variant'),
        choices: VARIANTS.map((value) => ({ value, label: t(`embed.${value}`) })),
        chosen: this.variant,
        choose: (variant) => (this.variant = variant),
      })}
      <p class="muted">${hint}</p>
      <admin-code .i18n=${this.i18n} .code=${embedCode(this.variant, origin)} .label=${t('embed.code')}></admin-code>
      <p class="muted">${t('embed.csp')}</p>
      <admin-code
        .i18n=${this.i18n}
        .code=${embedPolicy(this.variant, origin)}
        .label=${'Content-Security-Policy'}
      ></admin-code>
    </section>`;
  }
}
