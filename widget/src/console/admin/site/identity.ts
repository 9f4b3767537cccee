import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, buttons, fields, segments } from '../../views/styles';
import { explain } from '../errors';
import type { AdminTexts } from '../i18n';
import '../parts/code';
import '../parts/confirm';
import type { AdminConfirm } from '../parts/confirm';
import '../parts/copy';
import { segmented } from '../parts/segments';
import { room } from '../parts/styles';
import type { AdminCalls } from '../rest';
import { say } from '../said';
import { ON_PAGE, SIGNING } from './snippets';

/** The secret with which the shop's server says who a customer is, and how. Fires `secret-renewed`. */
@customElement('admin-identity')
export class AdminIdentity extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    room,
    segments,
    css`
      :host {
        display: block;
      }

      .secret {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }

      .secret input {
        flex: 1 1 14rem;
        width: auto;
        min-width: 0;
        background: var(--surface-2);
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property({ attribute: false }) calls!: AdminCalls;
  @property({ attribute: false }) secret = '';
  @state() private shown = false;
  @state() private language: string = SIGNING[0]?.language ?? '';
  @query('admin-confirm') private confirm!: AdminConfirm;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const example = SIGNING.find(({ language }) => language === this.language);
    return html`<section class="card" aria-labelledby="heading">
        <h2 id="heading">${t('identity.heading')}</h2>
        <p class="muted">${t('identity.intro')}</p>
        ${this.secretField()}
        ${segmented({
          name: 'language',
          legend: t('identity.examples'),
          choices: SIGNING.map(({ language }) => ({ value: language, label: language })),
          chosen: this.language,
          choose: (language) => (this.language = language),
        })}
        <admin-code
          .i18n=${this.i18n}
          .code=${example?.code ?? ''}
          .label=${t('identity.example', { language: this.language })}
        ></admin-code>
        <h3>${t('identity.on_page')}</h3>
        <admin-code .i18n=${this.i18n} .code=${ON_PAGE} .label=${t('identity.on_page')}></admin-code>
      </section>
      <admin-confirm .i18n=${this.i18n}></admin-confirm>`;
  }

  private secretField(): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="field">
      <label for="secret">${t('identity.secret')}</label>
      <div class="secret">
        <input
          id="secret"
          class="mono"
          type=${this.shown ? 'text' : 'password'}
          readonly
          autocomplete="off"
          .value=${this.secret}
          aria-describedby="private"
        />
        <button type="button" class="button slim" aria-controls="secret" @click=${() => (this.shown = !this.shown)}>
          ${this.shown ? t('identity.hide') : t('identity.show')}
        </button>
        <admin-copy .i18n=${this.i18n} .text=${this.secret} .what=${t('identity.secret')}></admin-copy>
        <button type="button" class="button slim" @click=${this.askRenew}>${t('identity.renew')}</button>
      </div>
      <p id="private" class="small muted">${t('identity.private')}</p>
    </div>`;
  }

  private readonly askRenew = (): void => {
    const { t } = this.i18n;
    this.confirm.ask({
      heading: t('identity.renew_heading'),
      lines: [t('identity.renew_text')],
      submit: t('identity.renew'),
      grave: true,
      act: async () => {
        const detail = await this.calls.renewSecret();
        this.dispatchEvent(new CustomEvent<string>('secret-renewed', { detail }));
        return () => say(this, t('identity.renewed'));
      },
      explain: (error) => explain(this.i18n, error),
    });
  };
}
