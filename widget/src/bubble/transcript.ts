import { html, nothing, type TemplateResult } from 'lit/html.js';
import { alertIcon, botIcon, clockIcon, infoIcon, mailIcon, personIcon, phoneIcon } from '../shared/icons';
import type { Author, Choice } from '../shared/protocol';
import type { Context } from './context';
import { linked } from '../shared/linked';
import type { ContactRow, MessageRow, OutgoingRow, Row } from './rows';
import { authorName, errorText, moveText } from './wording';

/**
 * The message list. Rows are told apart by their place: what stands in the chat is only added to, and what is on its way
 * has places of its own behind it.
 */
export function transcript(rows: readonly Row[], context: Context): TemplateResult {
  const outgoing = rows.filter((row) => row.kind === 'outgoing');
  const standing = rows.filter((row) => row.kind !== 'outgoing');
  return html`<ol class="rows">
    ${standing.map((row) => rowOf(row, context))} ${outgoing.map((row) => rowOf(row, context))}
  </ol>`;
}

export function typingRow(author: Author, context: Context): TemplateResult {
  const label = context.i18n.t('writing', { name: authorName(author, context) });
  return html`<p class="typing ${author.kind}">
    ${authorIcon(author)}
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    <span class="hidden">${label}</span>
  </p>`;
}

export function choiceButton(choice: Choice, choose: () => void, enabled = true): TemplateResult {
  return html`<button class="chip" part="choice" type="button" ?disabled=${!enabled} @click=${choose}>
    ${choice.label}
  </button>`;
}

function rowOf(row: Row, context: Context): TemplateResult {
  const { i18n } = context;
  switch (row.kind) {
    case 'day':
      return html`<li class="line day"><time datetime=${row.at}>${i18n.day(row.at)}</time></li>`;
    case 'message':
      return messageRow(row, context);
    case 'outgoing':
      return outgoingRow(row, context);
    case 'move':
      return html`<li class="line"><span>${moveText(row, i18n)}</span></li>`;
    case 'contact':
      return contactRow(row, context);
    case 'rating':
      return html`<li class="line"><span>${i18n.t('rate_thanks')} ${row.score}/5</span></li>`;
  }
}

function messageRow(row: MessageRow, context: Context): TemplateResult {
  const { i18n } = context;
  const { kind } = row.author;
  const own = kind === 'visitor';
  const name = authorName(row.author, context);
  const said = own ? i18n.t('said_you') : i18n.t('said', { name });
  const time = html`<time datetime=${row.at}>${i18n.time(row.at)}</time>`;
  return html`<li class="message ${kind} ${row.leads ? 'leads' : ''}" part="message message-${kind}">
    ${own || !row.leads ? html`<span class="hidden">${said}</span>` : nothing}
    ${row.leads ? html`<p class="by">${own ? time : html`${authorIcon(row.author)}<b>${name}</b>${time}`}</p>` : nothing}
    <p class="text" part="text" lang=${row.lang ?? nothing}>${linked(row.text)}</p>
    ${row.choices.length === 0 ? nothing : choiceButtons(row, context)}
  </li>`;
}

function choiceButtons(row: MessageRow, { i18n, choose }: Context): TemplateResult {
  return html`<div class="choices" role="group" aria-label=${i18n.t('answers')} lang=${row.lang ?? nothing}>
    ${row.choices.map((choice) => choiceButton(choice, () => choose(choice, row.seq), choice.enabled))}
  </div>`;
}

/** Not announced: the visitor has just written it, and hears it when it stands in the chat. */
function outgoingRow(row: OutgoingRow, context: Context): TemplateResult {
  const { t } = context.i18n;
  const { session } = context;
  const unsent = row.failed !== undefined || session.status !== 'open';
  const failed = row.failed === undefined ? '' : 'failed';
  return html`<li
    class="message visitor outgoing ${row.leads ? 'leads' : ''} ${failed}"
    part="message message-visitor"
    aria-live="off"
  >
    <span class="hidden">${t('said_you')}</span>
    ${row.leads && !unsent ? html`<p class="by"><span class="muted">${t('sending')}</span></p>` : nothing}
    <p class="text" part="text">${linked(row.text)}</p>
    ${unsent ? fate(row, context) : nothing}
  </li>`;
}

/** Why words are not sent, and what to do about it. */
function fate(row: OutgoingRow, { session, i18n }: Context): TemplateResult {
  const { t } = i18n;
  if (row.failed === undefined) {
    return html`<p class="fate muted">
      ${clockIcon}<span>${t('not_yet')}</span>
      <button class="quiet" type="button" @click=${() => session.retryNow()}>${t('retry')}</button>
    </p>`;
  }
  return html`<p class="fate" role="alert">
    ${alertIcon}<span>${t('not_sent')} ${errorText(row.failed, i18n)}</span>
    <button class="quiet" type="button" @click=${() => session.outbox.retry(row.key)}>${t('retry')}</button>
    <button class="quiet" type="button" @click=${() => session.outbox.discard(row.key)}>${t('discard')}</button>
  </p>`;
}

function contactRow(row: ContactRow, { i18n }: Context): TemplateResult {
  const callback = row.contact === 'callback';
  return html`<li class="message visitor leads left" part="message message-visitor">
    <div class="text" part="text">
      <p class="by">${callback ? phoneIcon : mailIcon}<b>${i18n.t(callback ? 'contact_asked' : 'contact_left')}</b></p>
      ${row.text ? html`<p>${row.text}</p>` : nothing} ${row.address ? html`<p class="small">${row.address}</p>` : nothing}
    </div>
  </li>`;
}

function authorIcon(author: Author): TemplateResult {
  const icon = author.kind === 'bot' ? botIcon : author.kind === 'agent' ? personIcon : infoIcon;
  return html`<span class="badge">${icon}</span>`;
}
