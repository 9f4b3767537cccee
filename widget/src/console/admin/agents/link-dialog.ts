import { css, html, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import '../parts/copy';
import { AdminDialog } from '../parts/dialog';
import { type PasswordCode, passwordLink } from '../rest';

/** Shows a single-use link once, to be handed over. */
@customElement('admin-link-dialog')
export class LinkDialog extends AdminDialog {
  static override styles = [
    ...AdminDialog.styles,
    css`
      .body {
        display: grid;
        gap: var(--space-3);
      }

      .link {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-2);
      }

      input {
        background: var(--surface-2);
      }

      @media (max-width: 480px) {
        .link {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @state() private name = '';
  @state() private first = false;
  @state() private code: PasswordCode | null = null;
  @query('input') private input!: HTMLInputElement;

  /** `first`: the agent has no password yet. */
  show(name: string, code: PasswordCode, first: boolean): void {
    Object.assign(this, { name, code, first });
    this.open();
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const { name, code } = this;
    const link = code ? passwordLink(code.code) : '';
    const until = code ? this.i18n.moment(code.expires_at) : '';
    return this.frame({
      heading: t('link.heading', { name }),
      body: html`<div class="body">
        <p>${t(this.first ? 'link.new_intro' : 'link.reset_intro', { name })}</p>
        <div class="field">
          <label for="link">${t('link.label')}</label>
          <div class="link">
            <input
              id="link"
              class="mono"
              readonly
              .value=${link}
              aria-describedby="expires"
              @focus=${() => this.input.select()}
            />
            <admin-copy .i18n=${this.i18n} .text=${link} .what=${t('link.label')}></admin-copy>
          </div>
        </div>
        <p id="expires" class="muted">${t('link.expires', { time: until })} ${t('link.once')}</p>
      </div>`,
      actions: html`<button class="button primary">${t('common.done')}</button>`,
      submit: (event) => {
        event.preventDefault();
        this.shut();
        this.code = null;
      },
    });
  }
}
