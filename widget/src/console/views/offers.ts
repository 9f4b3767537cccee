import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Offer, WaitingItem } from '../../shared/protocol';
import type { Actions } from '../actions';
import { isOverdue } from '../held';
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
        gap: var(--space-2);
        border: 2px solid var(--accent-text);
        background: var(--accent-soft);
        overflow: hidden;
        animation: arrive 0.25s ease-out;
      }

      .card .muted,
      .card .tag {
        color: var(--text);
      }

      .card .tag {
        background: var(--surface);
      }

      .words {
        -webkit-line-clamp: 4;
      }

      .card .overdue {
        color: var(--danger);
        font-weight: 650;
      }

      .left {
        font-variant-numeric: tabular-nums;
        font-weight: 650;
      }

      .answers .button {
        flex: 1;
        min-height: 2.5rem;
      }

      progress {
        display: block;
        width: calc(100% + 2 * var(--space-3));
        height: 5px;
        margin: 0 calc(-1 * var(--space-3)) calc(-1 * var(--space-3));
        border: 0;
        appearance: none;
        background: transparent;
      }

      progress::-webkit-progress-bar {
        background: transparent;
      }

      progress::-webkit-progress-value {
        background: var(--accent-text);
        transition: inline-size 1s linear;
      }

      progress::-moz-progress-bar {
        background: var(--accent-text);
      }

      @keyframes arrive {
        from {
          opacity: 0;
          transform: translateY(-6px);
        }
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) offers: readonly Offer[] = [];
  /** The waiting line, in which what is offered stands too. */
  @property({ attribute: false }) waiting: readonly WaitingItem[] = [];
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  /** The server's clock, ms. */
  @property({ attribute: false }) now = 0;
  /** Whether nothing can be taken just now: there is no connection. */
  @property({ type: Boolean }) offline = false;
  @property({ attribute: false }) actions!: Actions;
  /** How many seconds each offer had when it came. */
  private readonly whole = new Map<string, number>();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('offers')) return;
    const live = new Set(this.offers.map((offer) => offer.conversation));
    for (const known of [...this.whole.keys()]) if (!live.has(known)) this.whole.delete(known);
    for (const offer of this.offers) {
      if (!this.whole.has(offer.conversation)) this.whole.set(offer.conversation, Math.max(1, this.left(offer)));
    }
  }

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
    const left = Math.ceil(this.left(offer));
    const off = left <= 0 || this.offline || this.busy.has(conversation);
    return html`<article class="card">
      <p class="row">
        <span class="strong">${brief.visitor.name || t('chat.visitor')}</span>
        <span class="left small push">
          ${left > 0 ? t('offers.left', { time: elapsed(left, lang) }) : t('offers.lapsed')}
        </span>
      </p>
      <p class="small">${this.reason(offer)}</p>
      ${brief.asked ? html`<p class="words" lang=${brief.lang}>${brief.asked}</p>` : nothing}
      <p class="row small muted">
        <span class="tag">${languageName(brief.lang, lang)}</span>
        ${this.waited(offer)}
      </p>
      <p class="row answers">
        <button class="button primary" ?disabled=${off} @click=${() => void this.actions.accept(conversation)}>
          ${t('offers.accept')}
        </button>
        <button class="button" ?disabled=${off} @click=${() => void this.actions.decline(conversation)}>
          ${t('offers.decline')}
        </button>
      </p>
      <progress aria-hidden="true" max=${this.whole.get(conversation) ?? 1} .value=${Math.max(0, left - 1)}></progress>
    </article>`;
  }

  /** How long, ticking; red where that is longer than was promised. */
  private waited({ conversation, brief }: Offer): TemplateResult {
    const { t, lang } = this.i18n;
    const item = this.waiting.find((each) => each.conversation === conversation);
    const time = elapsed(item ? (this.now - Date.parse(item.since)) / 1000 : brief.waited_s, lang);
    const overdue = item !== undefined && isOverdue(item, this.now);
    return html`<span class=${overdue ? 'overdue' : ''}>${t('waiting.since', { time })}${overdue ? ' !' : ''}</span>`;
  }

  private left(offer: Offer): number {
    return (Date.parse(offer.expires_at) - this.now) / 1000;
  }

  private reason(offer: Offer): string {
    return this.i18n.t(coded('reason', offer.brief.reason));
  }
}
