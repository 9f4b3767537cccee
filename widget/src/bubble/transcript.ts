import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { alertIcon, botIcon, infoIcon, mailIcon, personIcon, phoneIcon } from '../shared/icons';
import type { BubbleI18n, BubbleKey } from '../shared/locales/bubble';
import type { Author, Choice } from '../shared/protocol';
import type { Context } from './context';
import { linked } from './linked';
import { type ContactRow, firstName, type MessageRow, type MoveRow, type OutgoingRow, type Row } from './rows';

/** One row of the message list. */
export function transcript(rows: readonly Row[], context: Context): TemplateResult {
  return html`<ol class="rows">
    ${repeat(
      rows,
      (row) => row.key,
      (row) => rowOf(row, context),
    )}
  </ol>`;
}

/** What the visitor reads as the author's name: people by their first name only. */
export function authorName(author: Author, context: Context): string {
  const { t } = context.i18n;
  switch (author.kind) {
    case 'visitor':
      return t('you');
    case 'bot':
      return t('assistant');
    case 'agent':
      return firstName(author.name) ?? t('person');
    case 'system':
      return context.name;
  }
}

export function typingRow(author: Author, context: Context): TemplateResult {
  const label = context.i18n.t('writing', { name: authorName(author, context) });
  return html`<p class="typing ${author.kind}">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="muted">${label}</span>
  </p>`;
}

function rowOf(row: Row, context: Context): TemplateResult {
  switch (row.kind) {
    case 'message':
      return messageRow(row, context);
    case 'outgoing':
      return outgoingRow(row, context);
    case 'move':
      return html`<li class="line"><span>${moveText(row, context.i18n)}</span></li>`;
    case 'contact':
      return contactRow(row, context);
    case 'rating':
      return html`<li class="line"><span>${context.i18n.t('rate_thanks')} ${row.score}/5</span></li>`;
  }
}

function messageRow(row: MessageRow, context: Context): TemplateResult {
  const own = row.author.kind === 'visitor';
  const name = authorName(row.author, context);
  return html`<li class="message ${row.author.kind} ${row.leads ? 'leads' : ''}">
    ${
      row.leads && !own
        ? html`<p class="by">${authorIcon(row.author)}<b>${name}</b><time datetime=${row.at}>${context.i18n.moment(row.at)}</time></p>`
        : html`<p class="hidden">${own ? context.i18n.t('said_you') : context.i18n.t('said', { name })}</p>`
    }
    <p class="text" lang=${row.lang ?? nothing}>${linked(row.text)}</p>
    ${row.choices.length === 0 ? nothing : choiceButtons(row, context)}
  </li>`;
}

function choiceButtons(row: MessageRow, context: Context): TemplateResult {
  return html`<div class="choices" role="group" aria-label=${context.i18n.t('answers')} lang=${row.lang ?? nothing}>
    ${row.choices.map(
      (choice: Choice & { enabled: boolean }) => html`
        <button class="chip" type="button" ?disabled=${!choice.enabled} @click=${() => context.choose(choice, row.seq)}>
          ${choice.label}
        </button>
      `,
    )}
  </div>`;
}

function outgoingRow(row: OutgoingRow, context: Context): TemplateResult {
  const { t } = context.i18n;
  const { session } = context;
  return html`<li class="message visitor outgoing ${row.leads ? 'leads' : ''} ${row.failed ? 'failed' : ''}">
    <p class="hidden">${t('said_you')}</p>
    <p class="text">${linked(row.text)}</p>
    ${
      row.failed === undefined
        ? html`<p class="fate muted">${t('sending')}</p>`
        : html`<p class="fate" role="alert">
          ${alertIcon}<span>${t('not_sent')} ${errorText(row.failed, context.i18n)}</span>
          <button class="quiet" type="button" @click=${() => session.outbox.retry(row.key)}>${t('retry')}</button>
          <button class="quiet" type="button" @click=${() => session.outbox.discard(row.key)}>${t('discard')}</button>
        </p>`
    }
  </li>`;
}

function contactRow(row: ContactRow, { i18n }: Context): TemplateResult {
  const callback = row.contact === 'callback';
  return html`<li class="message visitor leads left">
    <div class="text">
      <p class="by">${callback ? phoneIcon : mailIcon}<b>${i18n.t(callback ? 'contact_asked' : 'contact_left')}</b></p>
      ${row.text ? html`<p>${row.text}</p>` : nothing}
      ${row.address ? html`<p class="small">${row.address}</p>` : nothing}
    </div>
  </li>`;
}

function authorIcon(author: Author): TemplateResult {
  const icon = author.kind === 'bot' ? botIcon : author.kind === 'agent' ? personIcon : infoIcon;
  return html`<span class="badge">${icon}</span>`;
}

function moveText(row: MoveRow, i18n: BubbleI18n): string {
  const name = row.name ?? i18n.t('person');
  const keys: Partial<Record<MoveRow['reason'], BubbleKey>> = {
    bot_unavailable: 'line_bot_unavailable',
    transferred: 'line_transferred',
    agent_lost: 'line_agent_lost',
    cancelled: 'line_cancelled',
    returned_to_bot: 'line_returned_to_bot',
    accepted: 'line_accepted',
    reopened: 'line_reopened',
    left_message: 'line_left_message',
    closed_by_agent: 'line_closed_by_agent',
    closed_by_visitor: 'line_closed_by_visitor',
    abandoned: 'line_abandoned',
  };
  const byState: Record<MoveRow['to'], BubbleKey> = {
    bot: 'line_returned_to_bot',
    queued: 'line_queued',
    human: 'line_accepted',
    closed: 'line_closed',
  };
  return i18n.t(keys[row.reason] ?? byState[row.to], { name });
}

/** One plain sentence for an error code. */
export function errorText(code: string, i18n: BubbleI18n): string {
  switch (code) {
    case 'rate_limited':
    case 'too_long':
    case 'wrong_state':
    case 'unavailable':
      return i18n.t(`error_${code}`);
    default:
      return i18n.t('error_other');
  }
}
