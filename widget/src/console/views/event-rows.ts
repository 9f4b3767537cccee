import { html, nothing, type TemplateResult } from 'lit';
import type { ContactEvent, Event, Message, NoteEvent, RatingEvent, StateEvent } from '../../shared/protocol';
import { coded, percent, type Texts } from '../i18n';
import { type Knowledge, topic } from '../knowledge';
import { linked } from '../../shared/linked';

/** Who reads the transcript, and with what words. */
export interface Reader {
  readonly i18n: Texts;
  readonly knowledge: Knowledge;
  /** The id of the agent at this desk. */
  readonly me: string;
  /** What the visitor is called. */
  readonly visitor: string;
}

/** One event of a transcript; `joined` where it goes on with what the same author said just before. */
export function eventRow(event: Event, joined: boolean, reader: Reader): TemplateResult | typeof nothing {
  switch (event.kind) {
    case 'message':
      return messageRow(event, joined, reader);
    case 'note':
      return noteRow(event, reader);
    case 'state':
      return moveRow(event, reader);
    case 'contact':
      return contactRow(event, reader);
    case 'rating':
      return ratingRow(event, reader);
    default:
      // A kind of event that a later server has and this page does not know.
      return nothing;
  }
}

/** The name that an author goes by in this agent's page. */
export function authorName({ author }: Message | NoteEvent, { i18n, me, visitor }: Reader): string {
  switch (author.kind) {
    case 'visitor':
      return visitor;
    case 'bot':
      return i18n.t('chat.assistant');
    case 'system':
      return i18n.t('chat.service');
    case 'agent':
      return author.id === me ? i18n.t('chat.you') : (author.name ?? i18n.t('state.someone'));
  }
}

/** The head of a row that is no plain message: who or what, and when. */
export function meta(name: string, at: string, i18n: Texts): TemplateResult {
  return html`<p class="meta"><span class="author">${name}</span> <time datetime=${at}>${i18n.time(at)}</time></p>`;
}

function messageRow(message: Message, joined: boolean, reader: Reader): TemplateResult {
  const { t } = reader.i18n;
  return html`<article class="message ${message.author.kind} ${joined ? 'joined' : ''}">
    ${joined ? nothing : meta(authorName(message, reader), message.at, reader.i18n)}
    <p class="text" lang=${message.lang ?? nothing}>${linked(message.text)}</p>
    ${message.choices?.length
      ? html`<ul class="choices" aria-label=${t('chat.offered')}>
          ${message.choices.map((choice) => html`<li>${choice.label}</li>`)}
        </ul>`
      : nothing}
    ${message.choice ? html`<p class="aside">${t('chat.chose')}</p>` : nothing} ${guess(message, reader)}
  </article>`;
}

function guess({ nlu }: Message, { i18n, knowledge }: Reader): TemplateResult | typeof nothing {
  if (!nlu?.intent) return nothing;
  const { t, lang } = i18n;
  const said = t('chat.guess', {
    intent: topic(knowledge, nlu.intent, lang),
    confidence: percent(nlu.confidence, lang),
  });
  // How sure it is that no intent is meant, or only whether.
  const outside = Number(nlu.out_of_scope ?? 0) > nlu.confidence;
  return html`<p class="aside">${outside ? t('chat.guess_none', { guess: said }) : said}</p>`;
}

function noteRow(note: NoteEvent, reader: Reader): TemplateResult {
  const { t } = reader.i18n;
  return html`<article class="note">
    ${meta(`${t('chat.note')} · ${authorName(note, reader)}`, note.at, reader.i18n)}
    <p class="text">${linked(note.text)}</p>
    <p class="aside">${t('chat.note_hint')}</p>
  </article>`;
}

function moveRow(move: StateEvent, { i18n }: Reader): TemplateResult {
  const agent = move.agent?.name ?? i18n.t('state.someone');
  return html`<p class="moved">
    ${i18n.t(coded('state', move.reason), { agent })} · <time datetime=${move.at}>${i18n.time(move.at)}</time>
  </p>`;
}

function ratingRow(event: RatingEvent, { i18n }: Reader): TemplateResult {
  return html`<p class="moved">
    ${i18n.t('rating.line', { score: event.score })}${event.comment ? html` – “${event.comment}”` : nothing}
  </p>`;
}

function contactRow(event: ContactEvent, { i18n }: Reader): TemplateResult {
  const { t } = i18n;
  const detail = (name: string, value: unknown): unknown => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing);
  return html`<article class="contact">
    ${meta(t(event.contact_kind === 'callback' ? 'contact.callback' : 'contact.message'), event.at, i18n)}
    ${event.text ? html`<p class="text">${linked(event.text)}</p>` : nothing}
    <dl>
      ${detail(t('contact.name'), event.name)} ${detail(t('contact.email'), event.email && mailLink(event.email))}
      ${detail(t('contact.phone'), event.phone && phoneLink(event.phone))}
      ${detail(t('contact.when'), event.when)}
    </dl>
  </article>`;
}

export function mailLink(email: string): TemplateResult {
  return html`<a href=${mailAddress(email)}>${email}</a>`;
}

export function phoneLink(phone: string): TemplateResult {
  return html`<a href=${phoneAddress(phone)}>${phone}</a>`;
}

/** What the visitor typed must not bring more than an address into the mail program. */
export function mailAddress(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}`;
}

export function phoneAddress(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, '')}`;
}
