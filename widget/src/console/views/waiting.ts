import { css, html, LitElement, nothing, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { chatIcon, mailIcon, phoneIcon } from '../../shared/icons';
import type { WaitingItem } from '../../shared/protocol';
import type { Actions } from '../actions';
import { byUrgency, isOverdue } from '../held';
import { clock, coded, languageName, type Texts } from '../i18n';
import { skillName } from '../locales/skills';
import { lists } from './list-styles';
import { base, buttons } from './styles';
import { VirtualRows } from './virtual';

const ICONS: Readonly<Record<WaitingItem['kind'], SVGTemplateResult>> = {
  chat: chatIcon,
  message: mailIcon,
  callback: phoneIcon,
};

/** Everybody who waits for a person, the most urgent first: chats, messages and call-backs. */
@customElement('console-waiting')
export class ConsoleWaiting extends LitElement {
  static override styles = [
    base,
    buttons,
    lists,
    css`
      ul {
        display: block;
        position: relative;
      }

      li {
        position: absolute;
        inset: 0 0 auto;
      }

      .kind {
        display: inline-flex;
        color: var(--text-muted);
      }

      .kind .icon {
        width: 1.0625rem;
        height: 1.0625rem;
      }

      .waited {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      .overdue {
        color: var(--danger);
        font-weight: 650;
      }

      .card:has(.overdue) {
        border-inline-start: 3px solid var(--danger);
        padding-inline-start: calc(var(--space-3) - 2px);
      }

      .foot {
        flex-wrap: nowrap;
        align-items: center;
      }

      .why {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) items: readonly WaitingItem[] = [];
  @property({ attribute: false }) busy: ReadonlySet<string> = new Set();
  /** The server's clock, ms. */
  @property({ attribute: false }) now = 0;
  /** Whether nothing can be taken just now: there is no connection. */
  @property({ type: Boolean }) offline = false;
  @property({ attribute: false }) actions!: Actions;
  /** What the lists scroll in. */
  @property({ attribute: false }) scroller: HTMLElement | null = null;
  @query('ul') private list!: HTMLElement | null;

  private sorted: readonly WaitingItem[] = [];
  private readonly drawn = new VirtualRows(this, () => ({
    count: this.sorted.length,
    key: (index) => this.sorted[index]?.conversation ?? '',
    estimate: () => 112,
    overscan: 4,
    gap: 8,
    scroller: () => this.scroller,
    space: () => this.list,
  }));

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('items')) this.sorted = byUrgency(this.items);
  }

  /** The conversation to take next. */
  get first(): string | null {
    return this.sorted[0]?.conversation ?? null;
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const late = this.sorted.filter((item) => isOverdue(item, this.now)).length;
    return html`
      <h2>
        ${t('waiting.heading')} <span class="count">${this.sorted.length}</span>
        ${late > 0 ? html`<span class="overdue push">${t('waiting.late', { count: late })}</span>` : nothing}
      </h2>
      ${this.sorted.length === 0
        ? html`<p class="empty">${t('waiting.empty')}</p>`
        : html`<ul>
            ${repeat(
              this.drawn.items,
              (item) => item.key,
              ({ index }) => this.row(index),
            )}
          </ul>`}
    `;
  }

  private row(index: number): TemplateResult | typeof nothing {
    const item = this.sorted[index];
    if (item === undefined) return nothing;
    return html`<li data-index=${index} aria-setsize=${this.sorted.length} aria-posinset=${index + 1}>
      ${this.card(item)}
    </li>`;
  }

  private card(item: WaitingItem): TemplateResult {
    const { t, lang } = this.i18n;
    const reason = t(coded('reason', item.reason));
    const kind = t(`waiting.${item.kind}`);
    return html`<article class="card">
      <p class="row">
        <span class="kind" title=${kind}>${ICONS[item.kind]}<span class="hidden">${kind}</span></span>
        <span class="strong who">${item.name || t('chat.visitor')}</span>
        ${this.waited(item)}
      </p>
      ${item.last_text ? html`<p class="words" lang=${item.lang}>${item.last_text}</p>` : nothing}
      <p class="row foot small">
        <span class="tag" title=${languageName(item.lang, lang)}>${item.lang.toUpperCase()}</span>
        ${item.skill ? html`<span class="tag">${skillName(item.skill, lang)}</span>` : nothing}
        ${item.kind === 'chat' ? html`<span class="why muted" title=${reason}>${reason}</span>` : nothing}
        <button
          class="button slim push claim"
          ?disabled=${this.offline || this.busy.has(item.conversation)}
          aria-label=${t('waiting.claim_label', { text: item.last_text ?? reason })}
          @click=${() => void this.actions.claim(item.conversation)}
        >
          ${t('waiting.claim')}
        </button>
      </p>
    </article>`;
  }

  /** How long, and whether that is longer than was promised; the moment of the promise is in the tooltip. */
  private waited(item: WaitingItem): TemplateResult {
    const { t } = this.i18n;
    const overdue = isOverdue(item, this.now);
    const due = item.due_at
      ? t(overdue ? 'waiting.overdue' : 'waiting.due', { time: this.i18n.moment(item.due_at) })
      : '';
    const time = clock((this.now - Date.parse(item.since)) / 1000, this.i18n.lang);
    return html`<span class="waited small push ${overdue ? 'overdue' : 'muted'}" title=${due}>
      <span class="hidden">${t('waiting.since', { time })}${due ? `, ${due}` : ''}</span>
      <span aria-hidden="true">${time}${overdue ? ' !' : ''}</span>
    </span>`;
  }
}
