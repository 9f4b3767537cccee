import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { notificationsAllowed } from '../alerts';
import type { Texts } from '../i18n';
import { bellGlyph } from './glyphs';
import { base, buttons } from './styles';

/** Asks once whether desktop notifications are wanted. Tells `answered` with the answer. */
@customElement('console-ask-notify')
export class AskNotify extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      section {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-2) var(--space-3);
        margin-bottom: var(--space-5);
        padding: var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
      }

      .icon {
        margin-top: 2px;
        color: var(--accent-text);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        grid-column: 2;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;

  override render(): TemplateResult | typeof nothing {
    const { t } = this.i18n;
    if (notificationsAllowed() === 'never') return nothing;
    return html`<section aria-label=${t('notify.heading')}>
      ${bellGlyph}
      <p>${t('notify.ask')}</p>
      <p class="row">
        <button class="button slim primary" @click=${this.yes}>${t('notify.yes')}</button>
        <button class="button slim quiet" @click=${() => this.answer(false)}>${t('notify.no')}</button>
      </p>
    </section>`;
  }

  private async yes(): Promise<void> {
    this.answer((await Notification.requestPermission()) === 'granted');
  }

  private answer(wanted: boolean): void {
    this.dispatchEvent(new CustomEvent<boolean>('answered', { detail: wanted }));
  }
}
