/** What stands in the chat before the first word, and again after the last. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { mailIcon, phoneIcon } from '../shared/icons';
import type { Context } from './context';
import { choiceButton } from './transcript';

export function greeting({ session, i18n }: Context): TemplateResult {
  const { t } = i18n;
  const bot = session.welcome?.bot;
  return html`<div class="greeting">
    <h2>${t('welcome')}</h2>
    <p class="muted">${t(bot === 'starting' || bot === 'down' ? bot : 'intro')}</p>
  </div>`;
}

/** The commonest questions, to be asked with one tap. */
export function starters(context: Context): TemplateResult | typeof nothing {
  const { session, i18n, rows, choose } = context;
  const offered = session.welcome?.starters ?? [];
  if (session.outbox.all.some((words) => words.failed === undefined)) return nothing;
  return html`
    ${rows.length > 0 ? html`<p class="line"><span>${i18n.t('write_again')}</span></p>` : nothing}
    ${
      offered.length === 0
        ? nothing
        : html`<div class="starters" role="group" aria-labelledby="starters">
            <p class="label" id="starters">${i18n.t('starters')}</p>
            <div class="choices">${offered.map((choice) => choiceButton(choice, () => choose(choice)))}</div>
          </div>`
    }
  `;
}

/** Where else the shop can be reached. */
export function otherWays({ session, i18n }: Context): TemplateResult | typeof nothing {
  const { email, phone } = session.welcome?.contact ?? {};
  if (!email && !phone) return nothing;
  return html`<div class="reach">
    <p class="label">${i18n.t('reach')}</p>
    ${phone ? html`<a href="tel:${phone.replace(/[^\d+*#]/g, '')}">${phoneIcon}<span>${phone}</span></a>` : nothing}
    ${email ? html`<a href="mailto:${email}">${mailIcon}<span>${email}</span></a>` : nothing}
  </div>`;
}
