import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { elapsed, type Texts } from '../i18n';
import { type Held, lastWords, unread, visitorName } from '../state';
import { lists } from './list-styles';
import { base } from './styles';

/** The agent's own conversations. Tells `chosen` with the id of the one to open. */
@customElement('console-mine')
export class ConsoleMine extends LitElement {
  static override styles = [
    base,
    lists,
    css`
      ul {
        gap: 2px;
      }

      button {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 var(--space-2);
        align-items: center;
        width: 100%;
        padding: var(--space-2) var(--space-3);
        border: 0;
        border-radius: var(--radius-m);
        background: none;
        text-align: start;
        cursor: pointer;
      }

      button:hover {
        background: var(--surface-3);
      }

      button[aria-current='true'] {
        background: var(--accent-soft);
      }

      .dot {
        width: 0.625rem;
        height: 0.625rem;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
      }

      .dot.online {
        border-color: var(--accent-text);
        background: var(--accent-text);
      }

      .last {
        grid-column: 2;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--text-muted);
        font-size: var(--text-s);
      }

      .unread {
        justify-self: end;
        min-width: 1.375rem;
        padding: 0 var(--space-2);
        border-radius: var(--radius-full);
        background: var(--accent);
        color: var(--on-accent);
        font-size: var(--text-s);
        font-weight: 650;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held: readonly Held[] = [];
  @property({ attribute: false }) selected: string | null = null;
  /** The id of the agent at this desk. */
  @property() me = '';
  /** The server's clock, ms. */
  @property({ attribute: false }) now = 0;

  override render(): TemplateResult {
    const { t } = this.i18n;
    return html`
      <h2>${t('mine.heading')} <span class="count">${this.held.length}</span></h2>
      ${this.held.length === 0
        ? html`<p class="empty">${t('mine.empty')}</p>`
        : html`<ul>
            ${repeat(
              this.held,
              (held) => held.conversation,
              (held) => html`<li>${this.item(held)}</li>`,
            )}
          </ul>`}
    `;
  }

  private item(held: Held): TemplateResult {
    const { t } = this.i18n;
    const news = unread(held);
    return html`<button
      aria-current=${held.conversation === this.selected ? 'true' : 'false'}
      @click=${() => this.choose(held.conversation)}
    >
      <span class="dot ${held.visitorOnline ? 'online' : ''}" aria-hidden="true"></span>
      <span class="strong words">${visitorName(held) ?? t('chat.visitor')}${this.presence(held)}</span>
      <span class="small muted">${this.age(held)}</span>
      <span class="last">${this.last(held)}</span>
      ${news > 0
        ? html`<span class="unread">
            <span aria-hidden="true">${news}</span>
            <span class="hidden">${t('mine.unread', { count: news })}</span>
          </span>`
        : nothing}
    </button>`;
  }

  private presence(held: Held): TemplateResult | typeof nothing {
    if (held.visitorOnline === null) return nothing;
    return html`<span class="hidden">, ${this.i18n.t(held.visitorOnline ? 'chat.online' : 'chat.offline')}</span>`;
  }

  private age(held: Held): string {
    const at = held.events.at(-1)?.at;
    if (at === undefined) return '';
    const seconds = (this.now - Date.parse(at)) / 1000;
    return seconds < 60 ? this.i18n.t('mine.just_now') : elapsed(seconds, this.i18n.lang);
  }

  private last(held: Held): string {
    const { t } = this.i18n;
    if (held.typingUntil !== null) return t('chat.typing', { name: visitorName(held) ?? t('chat.visitor') });
    const message = lastWords(held);
    if (message === undefined) return t('mine.no_text');
    if (message.kind === 'contact') return message.text ?? t('contact.message');
    if (message.author.kind === 'agent' && message.author.id === this.me) return t('mine.you', { text: message.text });
    if (message.author.kind === 'bot') return t('mine.assistant', { text: message.text });
    return message.text;
  }

  private choose(conversation: string): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: conversation }));
  }
}
