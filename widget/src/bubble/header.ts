import { html, nothing, type TemplateResult } from 'lit/html.js';
import { botIcon, minimizeIcon, personIcon } from '../shared/icons';
import { LANGS } from '../shared/i18n';
import type { Context } from './context';
import { download } from './download';
import { firstName } from './rows';

/** Whom the visitor is talking to, and the panel's own buttons. Where it fills a page there is no closing it. */
export function header(context: Context, close: (() => void) | null): TemplateResult {
  const { session, i18n, name, rows } = context;
  const { t } = i18n;
  const { state } = session.chats;
  const spoken = session.welcome?.langs ?? [];
  return html`
    <div class="head" part="header">
      <span class="avatar">${state === 'human' || state === 'queued' ? personIcon : botIcon}</span>
      <div class="titles">
        <h1 id="vuoro-title">${name}</h1>
        <p class="who" aria-live="polite">${whoText(context)}</p>
      </div>
      <vuoro-menu
        .i18n=${i18n}
        .langs=${LANGS.filter((lang) => spoken.includes(lang) || lang === i18n.lang)}
        .onLang=${context.chooseLang}
        .onDownload=${rows.length === 0 ? undefined : () => download(rows, context)}
      ></vuoro-menu>
      ${
        close === null
          ? nothing
          : html`<button class="round close" type="button" aria-label=${t('close')} title=${t('close')} @click=${close}>
              ${minimizeIcon}
            </button>`
      }
    </div>
  `;
}

function whoText({ session, i18n }: Context): string {
  const { t } = i18n;
  if (session.welcome === null) return t('connecting');
  switch (session.chats.state) {
    case 'human':
      return t('who_person', { name: firstName(session.chats.person) ?? t('person') });
    case 'queued':
      return t('who_waiting');
    default:
      return t(session.welcome.bot === 'down' ? 'title' : 'who_assistant');
  }
}
