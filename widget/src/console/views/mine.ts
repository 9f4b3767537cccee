import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { awaitsSince, lastWords, unread, visitorName } from '../held';
import { clock, elapsed, type Texts } from '../i18n';
import type { Memory } from '../memory';
import type { Held } from '../state';
import { lists } from './list-styles';
import { mineStyles } from './mine-styles';
import { base, dots } from './styles';

/** The agent's own conversations, who waits for an answer first. Tells `chosen` with the id of the one to open. */
@customElement('console-mine')
export class ConsoleMine extends LitElement {
  static override styles = [base, lists, dots, mineStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held: readonly Held[] = [];
  @property({ attribute: false }) selected: string | null = null;
  /** The id of the agent at this desk. */
  @property() me = '';
  @property({ attribute: false }) memory: Memory | null = null;
  /** Whether nothing the server says is certain just now. */
  @property({ type: Boolean }) offline = false;
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
    const online = held.visitorOnline && !this.offline;
    return html`<button
      class=${news > 0 ? 'news' : ''}
      aria-current=${held.conversation === this.selected ? 'true' : 'false'}
      @click=${() => this.choose(held.conversation)}
    >
      <span class="dot ${online ? 'online' : ''}" aria-hidden="true"></span>
      <span class="who">${visitorName(held) ?? t('chat.visitor')}${this.presence(held)}</span>
      ${this.age(held)}
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
    if (held.visitorOnline === null || this.offline) return nothing;
    return html`<span class="hidden">, ${this.i18n.t(held.visitorOnline ? 'chat.online' : 'chat.offline')}</span>`;
  }

  /** How long the visitor waits for an answer, ticking; else how old the last word is. */
  private age(held: Held): TemplateResult | typeof nothing {
    const { t, lang } = this.i18n;
    const since = awaitsSince(held);
    if (since !== null) {
      const time = clock((this.now - since) / 1000, lang);
      return html`<span class="waits small" title=${t('mine.waits', { time })}>
        <span class="hidden">${t('mine.waits', { time })}</span><span aria-hidden="true">${time}</span>
      </span>`;
    }
    const at = held.events.at(-1)?.at;
    if (at === undefined) return nothing;
    const seconds = (this.now - Date.parse(at)) / 1000;
    return html`<span class="small muted">${seconds < 60 ? t('mine.just_now') : elapsed(seconds, lang)}</span>`;
  }

  private last(held: Held): string {
    const { t } = this.i18n;
    const draft = held.conversation === this.selected ? undefined : this.memory?.draft(held.conversation).text.trim();
    if (draft) return t('mine.draft', { text: draft });
    if (held.typingUntil !== null) return t('chat.typing', { name: visitorName(held) ?? t('chat.visitor') });
    const message = lastWords(held);
    if (message === undefined) return held.lastText ?? t('mine.no_text');
    if (message.kind === 'contact') return message.text ?? t('contact.message');
    if (message.author.kind === 'agent' && message.author.id === this.me) return t('mine.you', { text: message.text });
    if (message.author.kind === 'bot') return t('mine.assistant', { text: message.text });
    return message.text;
  }

  private choose(conversation: string): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: conversation }));
  }
}
