/** The messages, and where the visitor writes; or the form in their place. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { personIcon } from '../shared/icons';
import { type ContactFields, type ContactKind, MAX_TEXT } from '../shared/protocol';
import type { Context } from './context';
import { greeting, otherWays, starters } from './home';
import { queueCard } from './notices';
import { transcript, typingRow } from './transcript';

export function chatView(context: Context): TemplateResult {
  const { session, i18n, rows, memory } = context;
  const { t } = i18n;
  const { chats, typing } = session;
  return html`
    <div
      class="log"
      part="messages"
      role="log"
      aria-label=${t('messages')}
      aria-busy=${chats.loading ? 'true' : 'false'}
      tabindex="0"
      @scroll=${context.scrolled}
    >
      ${rows.length === 0 ? greeting(context) : nothing}
      ${chats.loading ? html`<p class="line"><span>${t('loading')}</span></p>` : nothing}
      ${transcript(rows, context)}
      ${typing !== null && typing.kind !== 'visitor' ? typingRow(typing, context) : nothing}
      ${chats.canRate ? rating(context) : nothing}
      ${chats.state === null && !chats.canRate ? starters(context) : nothing}
      ${rows.length === 0 ? otherWays(context) : nothing}
    </div>
    ${chats.state === 'queued' ? queueCard(context) : nothing}
    <div class="foot">
      ${actions(context)}
      <vuoro-composer
        .i18n=${i18n}
        .limit=${session.welcome?.limits?.text ?? MAX_TEXT}
        .draft=${memory.tab.draft}
        .onSend=${(text: string) => session.say(text)}
        .onDraft=${(draft: string) => memory.setTab({ draft })}
        .onTyping=${(on: boolean) => session.sayTyping(on)}
      ></vuoro-composer>
    </div>
  `;
}

export function formView({ session, i18n, memory, showForm }: Context, kind: ContactKind): TemplateResult {
  const leave = async (which: ContactKind, fields: ContactFields): Promise<void> => {
    if (await session.leaveContact(which, fields)) showForm(null);
  };
  return html`<vuoro-contact-form
    .i18n=${i18n}
    .kind=${kind}
    .fields=${memory.tab.form?.fields ?? {}}
    .busy=${session.busy.has('leave_contact')}
    .onDraft=${(which: ContactKind, fields: ContactFields) => memory.setTab({ form: { kind: which, fields } })}
    .onBack=${() => showForm(null)}
    .onLeave=${leave}
  ></vuoro-contact-form>`;
}

function rating({ session, i18n, act }: Context): TemplateResult {
  return html`<vuoro-rating
    .i18n=${i18n}
    .busy=${session.busy.has('rate')}
    .onRate=${(score: number, comment: string) => act(() => session.rate(score, comment))}
  ></vuoro-rating>`;
}

function actions({ session, i18n, act, endAsked, askEnd }: Context): TemplateResult {
  const { t } = i18n;
  const { state } = session.chats;
  if (endAsked && state !== null) {
    return html`<div class="actions" role="group" aria-label=${t('end_sure')}>
      <span>${t('end_sure')}</span>
      <button class="quiet danger" type="button" @click=${() => act(() => session.end())}>${t('end_yes')}</button>
      <button class="quiet" type="button" @click=${() => askEnd(false)}>${t('end_no')}</button>
    </div>`;
  }
  return html`<div class="actions">
    ${
      state === null || state === 'bot'
        ? html`<button
            class="quiet human"
            type="button"
            ?disabled=${session.busy.has('request_human')}
            @click=${() => act(() => session.requestHuman())}
          >
            ${personIcon}${t('human')}
          </button>`
        : nothing
    }
    ${
      state === null
        ? nothing
        : html`<button class="quiet end" type="button" @click=${() => askEnd(true)}>${t('end')}</button>`
    }
  </div>`;
}
