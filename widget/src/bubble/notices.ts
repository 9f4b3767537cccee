import { html, nothing, type TemplateResult } from 'lit/html.js';
import { alertIcon, clockIcon, closeIcon } from '../shared/icons';
import type { BubbleI18n } from './texts';
import type { QueueFrame } from '../shared/protocol';
import type { Context } from './context';
import { errorText } from './wording';

/** When people answer; whom the visitor has met or is about to meet says it better than the hours do. */
export function serviceLine({ session, i18n }: Context): TemplateResult | typeof nothing {
  const { welcome, queue, chats } = session;
  if (welcome === null || queue?.available || chats.metPerson) return nothing;
  const { open, text } = welcome.service;
  // Somebody may be here outside the hours.
  const here = !open && welcome.agents_available;
  const line = here ? i18n.t('here') : text;
  return line === '' ? nothing : html`<p class="service ${open || here ? 'now' : ''}">${line}</p>`;
}

/** The connection's troubles, and what to do about them. */
export function connectionNotice({ session, i18n }: Context): TemplateResult | typeof nothing {
  const { t } = i18n;
  const stopped = session.status === 'stopped' && session.statusInfo.code !== undefined;
  if (session.status !== 'reconnecting' && !stopped) return nothing;
  const text = stopped ? stoppedText(session.statusInfo.code, i18n) : t('offline');
  return html`<div class="notice warn" part="notice" role="status">
    ${alertIcon}<span>${text}</span>
    <button class="quiet" type="button" @click=${() => session.retryNow()}>
      ${t(stopped ? 'stopped_again' : 'retry_now')}
    </button>
  </div>`;
}

/** An action that the server refused. */
export function problemNotice({ session, i18n }: Context): TemplateResult | typeof nothing {
  if (session.problem === null) return nothing;
  return html`<div class="notice danger" part="notice" role="alert">
    ${alertIcon}<span>${errorText(session.problem, i18n)}</span>
    <button class="round small" type="button" aria-label=${i18n.t('dismiss')} @click=${() => session.dismissProblem()}>
      ${closeIcon}
    </button>
  </div>`;
}

/** Where one is in the line, how long it takes, and the ways out. */
export function queueCard(context: Context): TemplateResult {
  const { session, i18n } = context;
  const { t } = i18n;
  return html`<section class="card queue" aria-label=${t('who_waiting')}>
    <div class="place" role="status">
      <span class="badge big">${session.queue?.position ?? clockIcon}</span>
      <div>
        <p><b>${placeText(session.queue, i18n)}</b></p>
        ${waitTexts(session.queue, i18n).map((text) => html`<p class="small">${text}</p>`)}
      </div>
    </div>
    <p class="small muted">${t('queue_keep')}</p>
    <div class="ways">
      <button class="quiet" type="button" ?disabled=${session.busy.has('cancel_request')} @click=${() => context.act(() => session.cancelRequest())}>
        ${t('queue_cancel')}
      </button>
      <button class="quiet" type="button" @click=${() => context.showForm('message')}>${t('leave_message')}</button>
    </div>
  </section>`;
}

function placeText(queue: QueueFrame | null, { t }: BubbleI18n): string {
  if (queue === null || queue.position === null) return t('queue_wait');
  return queue.position <= 1 ? t('queue_next') : t('queue_place', { place: queue.position });
}

function waitTexts(queue: QueueFrame | null, i18n: BubbleI18n): string[] {
  if (queue === null) return [];
  const texts: string[] = [];
  if (queue.eta_s !== null) texts.push(i18n.t('queue_eta', { time: i18n.duration(...queue.eta_s) }));
  if (queue.promise_at) texts.push(i18n.t('queue_promise', { time: i18n.moment(queue.promise_at) }));
  if (!queue.available) texts.push(i18n.t('queue_nobody'));
  return texts;
}

function stoppedText(code: number | undefined, { t }: BubbleI18n): string {
  if (code === 4505) return t('stopped_tabs');
  if (code === 4503) return t('stopped_origin');
  return t('stopped');
}
