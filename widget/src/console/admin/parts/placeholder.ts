import { html, type TemplateResult } from 'lit';
import { explain } from '../errors';
import type { AdminTexts } from '../i18n';

/** What stands there until the first answer: calm shapes, or what is wrong and a way out. */
export function placeholder(i18n: AdminTexts, error: unknown, retry: () => void): TemplateResult {
  if (error === null) {
    return html`<div class="loading" aria-busy="true">
      <p class="hidden" role="status">${i18n.t('common.loading')}</p>
      <div class="ghost"></div>
      <div class="ghost"></div>
      <div class="ghost"></div>
    </div>`;
  }
  return html`<div class="card">
    <p class="error" role="alert">${explain(i18n, error)}</p>
    <p><button class="button primary" @click=${retry}>${i18n.t('common.retry')}</button></p>
  </div>`;
}
