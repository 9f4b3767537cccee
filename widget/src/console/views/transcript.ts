import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Event } from '../../shared/protocol';
import type { Actions } from '../actions';
import { coded, type Texts } from '../i18n';
import { type Knowledge, NOTHING_KNOWN } from '../knowledge';
import { isVisitorMessage, isWritable, visitorName } from '../held';
import type { Held, Outgoing } from '../state';
import { eventRow } from './event-rows';
import { guessHeight, type Row, rowsOf } from './rows';
import { base, buttons } from './styles';
import { transcriptStyles } from './transcript-styles';
import { VirtualRows } from './virtual';

/** So near to the end the transcript follows what comes. */
const FOLLOW_PX = 80;
/** A transcript up to this long is drawn whole: the browser can search it, and a selection can span it. */
const WHOLE_ROWS = 100;

/** Everything said and done in one conversation, oldest first. Tells `edit` with a refused text to write it anew. */
@customElement('console-transcript')
export class ConsoleTranscript extends LitElement {
  static override styles = [base, buttons, transcriptStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) knowledge: Knowledge = NOTHING_KNOWN;
  /** The id of the agent at this desk. */
  @property() me = '';
  /** None where the transcript can only be read. */
  @property({ attribute: false }) actions: Actions | null = null;
  /** Whether what is sent now has to wait for the connection. */
  @property({ type: Boolean }) offline = false;
  /** How many events came below while the agent was reading further up. */
  @state() private below = 0;
  @query('.log') private log!: HTMLElement | null;
  @query('.space') private space!: HTMLElement | null;

  private rows: Row[] = [];
  private visitor = '';
  /** What a screen reader says: new words of the visitor, not the rows that scrolling draws. */
  private spoken = '';
  private following = true;
  private lastTop = 0;
  private readonly drawn = new VirtualRows(this, () => ({
    count: this.rows.length,
    key: (index) => this.rows[index]?.key ?? '',
    estimate: (index) => guessHeight(this.rows[index]),
    overscan: this.rows.length <= WHOLE_ROWS ? WHOLE_ROWS : 8,
    scroller: () => this.log,
    space: () => this.space,
  }));
  /** A growing reply box or a turned telephone must not hide the end, nor a row that is higher than was guessed. */
  private readonly sizes = new ResizeObserver(() => this.follow());

  protected override firstUpdated(): void {
    for (const box of [this.log, this.space]) if (box !== null) this.sizes.observe(box);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('held') || changed.has('i18n')) {
      this.visitor = visitorName(this.held) ?? this.i18n.t('chat.visitor');
    }
    if (!changed.has('held')) return;
    this.rows = rowsOf(this.held);
    const before = changed.get('held');
    if (before === undefined) return;
    const other = before.conversation !== this.held.conversation;
    if (other || this.held.outgoing.length > before.outgoing.length) this.goToEnd();
    if (this.following) this.below = 0;
    else this.below += Math.max(0, this.held.events.length - before.events.length);
    this.speak(other ? null : before);
  }

  protected override updated(): void {
    this.follow();
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    return html`
      <div
        class="log"
        role="log"
        aria-live="off"
        tabindex="0"
        aria-label=${t('chat.transcript', { name: this.visitor })}
        aria-busy=${!this.held.complete}
        @scroll=${this.noteScroll}
      >
        ${this.held.complete ? nothing : this.loading()}
        <div class="space">
          ${repeat(
            this.drawn.items,
            (item) => item.key,
            (item) => html`<div class="row" data-index=${item.index}>${this.row(this.rows[item.index])}</div>`,
          )}
        </div>
      </div>
      <p class="hidden" role="status">${this.spoken}</p>
      ${this.below > 0
        ? html`<button class="button slim below" @click=${this.toEnd}>
            ${t('chat.new_below', { count: this.below })} ↓
          </button>`
        : nothing}
    `;
  }

  private row(row: Row | undefined): unknown {
    switch (row?.is) {
      case 'day':
        return html`<p class="day"><time datetime=${row.at}>${this.i18n.day(row.at)}</time></p>`;
      case 'event':
        return this.eventRow(row.event, row.joined);
      case 'outgoing':
        return this.outgoing(this.held.outgoing[row.index]);
      case 'typing':
        return this.typing();
      case undefined:
        return nothing;
    }
  }

  /** Events never change: they are drawn anew only when the words around them do. */
  private eventRow(event: Event, joined: boolean): unknown {
    const { i18n, knowledge, me, visitor } = this;
    return guard([event, joined, i18n, knowledge, visitor], () => eventRow(event, joined, { i18n, knowledge, me, visitor }));
  }

  private loading(): TemplateResult {
    return html`<div class="loading">
      <p class="hidden" role="status">${this.i18n.t('chat.loading')}</p>
      <i></i><i class="ours"></i><i></i>
    </div>`;
  }

  private outgoing(words: Outgoing | undefined): TemplateResult | typeof nothing {
    if (words === undefined) return nothing;
    const { t } = this.i18n;
    const note = words.kind === 'note';
    return html`<article class="${note ? 'note' : 'message agent'} ${words.refused ? 'refused' : 'sending'}">
      <p class="meta">${note ? t('chat.note') : t('chat.you')}</p>
      <p class="text">${words.text}</p>
      ${words.refused
        ? this.refusal(words)
        : html`<p class="aside" role="status">${t(this.offline ? 'chat.waits' : 'chat.sending')}</p>`}
    </article>`;
  }

  private refusal(words: Outgoing): TemplateResult {
    const { t } = this.i18n;
    const why = t(coded('error', words.refused ?? 'other'));
    const discard = (): void => this.actions?.discard(this.held.conversation, words.cid);
    const edit = (): void => {
      this.dispatchEvent(new CustomEvent<Outgoing>('edit', { detail: words }));
      discard();
    };
    const again = (): void => void this.actions?.writeAgain(this.held, words);
    return html`<p class="problem" role="alert">${t('chat.failed', { why })}</p>
      <p class="row-actions">
        ${isWritable(this.held)
          ? html`<button class="button slim" @click=${again}>${t('chat.send_again')}</button>
              <button class="button slim" @click=${edit}>${t('chat.edit')}</button>`
          : nothing}
        <button class="button slim quiet" @click=${discard}>${t('chat.discard')}</button>
      </p>`;
  }

  private typing(): TemplateResult {
    return html`<p class="typing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
      ${this.i18n.t('chat.typing', { name: this.visitor })}
    </p>`;
  }

  private speak(before: Held | null): void {
    const seen = before?.events.at(-1)?.seq ?? Infinity;
    const said = this.held.events.findLast(isVisitorMessage);
    if (before === null) this.spoken = '';
    else if (said && before.complete && said.seq > seen) this.spoken = `${this.visitor}: ${said.text}`;
  }

  /** Keeps the end in sight, unless the agent has just scrolled away from it and the event is still to come. */
  private follow(): void {
    this.noteScroll();
    if (!this.following || this.log === null) return;
    this.log.scrollTop = this.log.scrollHeight;
    this.lastTop = this.log.scrollTop;
  }

  private noteScroll(): void {
    if (this.log === null) return;
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    // Only a move upwards is the agent's wish to stay there; a box that shrinks moves nothing.
    if (scrollHeight - scrollTop - clientHeight < FOLLOW_PX) this.following = true;
    else if (scrollTop < this.lastTop) this.following = false;
    this.lastTop = scrollTop;
    if (this.following) this.below = 0;
  }

  private goToEnd(): void {
    this.following = true;
    this.below = 0;
    this.lastTop = 0;
  }

  private toEnd(): void {
    this.goToEnd();
    this.log?.focus();
    this.follow();
  }
}
