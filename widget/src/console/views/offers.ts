import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Offer } from '../../shared/protocol';
import type { Actions } from '../actions';
import { coded, elapsed, languageName, type Texts } from '../i18n';
import { lists } from './list-styles';
import { base, buttons } from './styles';

/** What is offered to this agent, with the seconds left to take it. */
@customElement('console-offers')
export class ConsoleOffers extends LitElement {
  static override styles = [
    base,
    buttons,
    lists,
    css`
      .card {
        border: 2px solid var(--accent-text);
        background: var(--accent-soft);
        gap: var(--space-2);
      }

      .card .muted,
      .card .tag {
        color: var(--text);
      }

      .card .tag {
        background: var(--surface);
      }

      .left {
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }

      .row .button {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) offers: readonly Offer[] = [];
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  /** The server's clock, ms. */
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) actions!: Actions;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const newest = this.offers.at(-1);
    return html`
      <p class="hidden" role="alert">${newest && t('offers.new', { reason: this.reason(newest) })}</p>
      ${this.offers.length === 0
        ? nothing
        : html`<h2>${t('offers.heading')} <span class="count">${this.offers.length}</span></h2>
            <ul>
              ${repeat(
                this.offers,
                (offer) => offer.conversation,
                (offer) => html`<li>${this.offer(offer)}</li>`,
              )}
            </ul>`}
    `;
  }

  private offer(offer: Offer): TemplateResult {
    const { t, lang } = this.i18n;
    const { conversation, brief } = offer;
    const left = Math.ceil((Date.parse(offer.expires_at) - this.now) / 1000);
    const off = left <= 0 || this.busy.has(conversation);
    return html`<article class="card">
      <p class="row">
        <span class="strong">${this.reason(offer)}</span>
        <span class="left small push">
          ${left > 0 ? t('offers.left', { time: elapsed(left, lang) }) : t('offers.lapsed')}
        </span>
      </p>
      ${brief.asked ? html`<p class="words">${brief.asked}</p>` : nothing}
      <p class="row small muted">
        <span class="tag">${languageName(brief.lang, lang)}</span>
        <span>${t('waiting.since', { time: elapsed(brief.waited_s, lang) })}</span>
      </p>
      <p class="row">
        <button class="button primary" ?disabled=${off} @click=${() => void this.actions.accept(conversation)}>
          ${t('offers.accept')}
        </button>
        <button class="button" ?disabled=${off} @click=${() => void this.actions.decline(conversation)}>
          ${t('offers.decline')}
        </button>
      </p>
    </article>`;
  }

  private reason(offer: Offer): string {
    return this.i18n.t(coded('reason', offer.brief.reason));
  }
}
