import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ContactEvent, Event, Message, NoteEvent, StateEvent } from '../../shared/protocol';
import type { Actions } from '../actions';
import { coded, percent, type Texts } from '../i18n';
import { type Held, isWritable, type Outgoing, visitorName } from '../state';
import { base, buttons } from './styles';
import { transcriptStyles } from './transcript-styles';

/** Messages of one author this close together stand under one name. */
const GROUP_MS = 3 * 60_000;
/** So near to the end the transcript follows what comes. */
const FOLLOW_PX = 80;

/** Everything said and done in one conversation, oldest first. Tells `edit` with a refused text to write it anew. */
@customElement('console-transcript')
export class ConsoleTranscript extends LitElement {
  static override styles = [base, buttons, transcriptStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  /** The id of the agent at this desk. */
  @property() me = '';
  @property({ attribute: false }) actions!: Actions;
  /** How many events came below while the agent was reading further up. */
  @state() private below = 0;
  @query('.log') private log!: HTMLElement;

  private following = true;
  private lastTop = 0;
  /** A growing reply box or a turned telephone must not hide the end. */
  private readonly sizes = new ResizeObserver(() => this.follow());

  protected override firstUpdated(): void {
    this.sizes.observe(this.log);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('held');
    if (before === undefined) return;
    if (before.conversation !== this.held.conversation || this.held.outgoing.length > before.outgoing.length) {
      this.following = true;
    }
    if (this.following) this.below = 0;
    else this.below += Math.max(0, this.held.events.length - before.events.length);
  }

  protected override updated(): void {
    this.follow();
  }

  private follow(): void {
    if (!this.following) return;
    this.log.scrollTop = this.log.scrollHeight;
    this.lastTop = this.log.scrollTop;
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const { held } = this;
    return html`
      <div
        class="log"
        role="log"
        tabindex="0"
        aria-label=${t('chat.transcript', { name: this.visitor })}
        aria-busy=${!held.complete}
        @scroll=${this.scrolled}
      >
        ${held.complete ? nothing : html`<p class="moved" role="status">${t('chat.loading')}</p>`}
        ${repeat(
          held.events,
          (event) => event.seq,
          (event, index) => this.event(event, held.events[index - 1]),
        )}
        ${repeat(
          held.outgoing,
          (words) => words.cid,
          (words) => this.outgoing(words),
        )}
        ${held.typingUntil === null ? nothing : this.typing()}
      </div>
      ${this.below > 0
        ? html`<button class="button slim below" @click=${this.toEnd}>
            ${t('chat.new_below', { count: this.below })} ↓
          </button>`
        : nothing}
    `;
  }

  private get visitor(): string {
    return visitorName(this.held) ?? this.i18n.t('chat.visitor');
  }

  private event(event: Event, before: Event | undefined): TemplateResult | typeof nothing {
    switch (event.kind) {
      case 'message':
        return this.message(event, continues(event, before));
      case 'note':
        return this.note(event);
      case 'state':
        return this.move(event);
      case 'contact':
        return this.contact(event);
      case 'rating':
        return html`<p class="moved">
          ${this.i18n.t('rating.line', { score: event.score })}${event.comment ? html` – “${event.comment}”` : nothing}
        </p>`;
      default:
        // A kind of event that a later server has and this page does not know.
        return nothing;
    }
  }

  private message(message: Message, joined: boolean): TemplateResult {
    const { t } = this.i18n;
    const { kind } = message.author;
    return html`<article class="message ${kind} ${joined ? 'joined' : ''}">
      ${joined ? nothing : this.meta(this.authorName(message), message.at)}
      <p class="text" lang=${message.lang ?? nothing}>${message.text}</p>
      ${message.choices?.length
        ? html`<ul class="choices" aria-label=${t('chat.offered')}>
            ${message.choices.map((choice) => html`<li>${choice.label}</li>`)}
          </ul>`
        : nothing}
      ${message.choice ? html`<p class="aside">${t('chat.chose')}</p>` : nothing} ${this.guess(message)}
    </article>`;
  }

  private guess({ nlu }: Message): TemplateResult | typeof nothing {
    if (!nlu?.intent) return nothing;
    const { t, lang } = this.i18n;
    const guess = t('chat.guess', { intent: spoken(nlu.intent), confidence: percent(nlu.confidence, lang) });
    // How sure it is that no intent is meant, or only whether.
    const outside = Number(nlu.out_of_scope ?? 0) > nlu.confidence;
    return html`<p class="aside">${outside ? t('chat.guess_none', { guess }) : guess}</p>`;
  }

  private note(note: NoteEvent): TemplateResult {
    const { t } = this.i18n;
    return html`<article class="note">
      ${this.meta(`${t('chat.note')} · ${this.authorName(note)}`, note.at)}
      <p class="text">${note.text}</p>
      <p class="aside">${t('chat.note_hint')}</p>
    </article>`;
  }

  private move(move: StateEvent): TemplateResult {
    const { t } = this.i18n;
    const agent = move.agent?.name ?? t('state.someone');
    return html`<p class="moved">
      ${t(coded('state', move.reason), { agent })} · <time datetime=${move.at}>${this.i18n.moment(move.at)}</time>
    </p>`;
  }

  private contact(event: ContactEvent): TemplateResult {
    const { t } = this.i18n;
    const kind = event.contact_kind ?? 'message';
    const mail = event.email ? html`<a href="mailto:${encodeURIComponent(event.email)}">${event.email}</a>` : nothing;
    const phone = event.phone
      ? html`<a href="tel:${event.phone.replace(/[^+\d]/g, '')}">${event.phone}</a>`
      : nothing;
    return html`<article class="contact">
      ${this.meta(t(kind === 'callback' ? 'contact.callback' : 'contact.message'), event.at)}
      ${event.text ? html`<p class="text">${event.text}</p>` : nothing}
      <dl>
        ${this.detail(t('contact.name'), event.name)} ${this.detail(t('contact.email'), mail)}
        ${this.detail(t('contact.phone'), phone)} ${this.detail(t('contact.when'), event.when)}
      </dl>
    </article>`;
  }

  private detail(name: string, value: string | TemplateResult | typeof nothing | undefined | null): unknown {
    return value && value !== nothing ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing;
  }

  private outgoing(words: Outgoing): TemplateResult {
    const { t } = this.i18n;
    const note = words.kind === 'note';
    return html`<article class="${note ? 'note' : 'message agent'} ${words.refused ? 'refused' : 'sending'}">
      <p class="meta">${note ? t('chat.note') : t('chat.you')}</p>
      <p class="text">${words.text}</p>
      ${words.refused ? this.refusal(words) : html`<p class="aside" role="status">${t('chat.sending')}</p>`}
    </article>`;
  }

  private refusal(words: Outgoing): TemplateResult {
    const { t } = this.i18n;
    const why = t(coded('error', words.refused ?? 'other'));
    const discard = (): void => this.actions.discard(this.held.conversation, words.cid);
    const edit = (): void => {
      this.dispatchEvent(new CustomEvent<Outgoing>('edit', { detail: words }));
      discard();
    };
    const again = (): void => void this.actions.writeAgain(this.held, words);
    return html`<p class="problem" role="alert">${t('chat.failed', { why })}</p>
      <p class="row">
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

  private meta(name: string, at: string): TemplateResult {
    return html`<p class="meta">
      <span class="author">${name}</span> <time datetime=${at}>${this.i18n.moment(at)}</time>
    </p>`;
  }

  private authorName({ author }: Message | NoteEvent): string {
    const { t } = this.i18n;
    switch (author.kind) {
      case 'visitor':
        return this.visitor;
      case 'bot':
        return t('chat.assistant');
      case 'system':
        return t('chat.service');
      case 'agent':
        return author.id === this.me ? t('chat.you') : (author.name ?? t('state.someone'));
    }
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    // Only a move upwards is the agent's wish to stay there; a box that shrinks moves nothing.
    if (scrollHeight - scrollTop - clientHeight < FOLLOW_PX) this.following = true;
    else if (scrollTop < this.lastTop) this.following = false;
    this.lastTop = scrollTop;
    if (this.following) this.below = 0;
  }

  private toEnd(): void {
    this.following = true;
    this.below = 0;
    this.log.focus();
  }
}

/** "track_order" as one says it. */
export function spoken(intent: string): string {
  return intent.replaceAll('_', ' ');
}

function continues(message: Message, before: Event | undefined): boolean {
  if (before?.kind !== 'message' || before.author.kind !== message.author.kind) return false;
  return before.author.id === message.author.id && Date.parse(message.at) - Date.parse(before.at) < GROUP_MS;
}
