import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { WaitingItem } from '../../shared/protocol';
import type { Actions } from '../actions';
import { coded, elapsed, languageName, type Texts } from '../i18n';
import { lists } from './list-styles';
import { base, buttons } from './styles';

/** Everybody who waits for a person, longest first: chats, messages and call-backs. */
@customElement('console-waiting')
export class ConsoleWaiting extends LitElement {
  static override styles = [
    base,
    buttons,
    lists,
    css`
      .overdue {
        color: var(--danger);
        font-weight: 600;
      }

      .claim {
        align-self: end;
      }

      .foot {
        flex-wrap: nowrap;
        align-items: end;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) items: readonly WaitingItem[] = [];
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  /** The server's clock, ms. */
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) actions!: Actions;

  override render(): TemplateResult {
    const { t } = this.i18n;
    return html`
      <h2>${t('waiting.heading')} <span class="count">${this.items.length}</span></h2>
      ${this.items.length === 0
        ? html`<p class="empty">${t('waiting.empty')}</p>`
        : html`<ul>
            ${repeat(
              this.items,
              (item) => item.conversation,
              (item) => html`<li>${this.item(item)}</li>`,
            )}
          </ul>`}
    `;
  }

  private item(item: WaitingItem): TemplateResult {
    const { t, lang } = this.i18n;
    const waited = elapsed((this.now - Date.parse(item.since)) / 1000, lang);
    const reason = t(coded('reason', item.reason));
    return html`<article class="card">
      <p class="row">
        <span class="strong">${t(`waiting.${item.kind}`)}</span>
        <span class="small muted push">${t('waiting.since', { time: waited })}</span>
      </p>
      ${item.last_text ? html`<p class="words">${item.last_text}</p>` : nothing}
      ${item.kind === 'chat' ? html`<p class="small muted">${reason}</p>` : nothing} ${this.due(item)}
      <p class="row foot">
        <span class="row">
          <span class="tag">${languageName(item.lang, lang)}</span>
          ${item.skill ? html`<span class="tag">${item.skill}</span>` : nothing}
        </span>
        <button
          class="button slim push claim"
          ?disabled=${this.busy.has(item.conversation)}
          aria-label=${t('waiting.claim_label', { text: item.last_text ?? reason })}
          @click=${() => void this.actions.claim(item.conversation)}
        >
          ${t('waiting.claim')}
        </button>
      </p>
    </article>`;
  }

  private due(item: WaitingItem): TemplateResult | typeof nothing {
    if (!item.due_at) return nothing;
    const overdue = Date.parse(item.due_at) < this.now;
    const time = this.i18n.moment(item.due_at);
    return html`<p class="small ${overdue ? 'overdue' : 'muted'}">
      ${this.i18n.t(overdue ? 'waiting.overdue' : 'waiting.due', { time })}
    </p>`;
  }
}
