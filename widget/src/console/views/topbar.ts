import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Lang } from '../../shared/i18n';
import type { AgentStatus } from '../../shared/protocol';
import type { Actions } from '../actions';
import { langChoices, type Texts } from '../i18n';
import { type DeskState, mine } from '../state';
import { brand, brandStyles } from './brand';
import { tell } from './events';
import { base, buttons, fields } from './styles';

const STATUSES: readonly AgentStatus[] = ['online', 'busy', 'away'];

/** Who is at the desk, whether they take conversations, and how many places are in use. */
@customElement('console-topbar')
export class ConsoleTopbar extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    brandStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-2) var(--space-4);
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }

      .status {
        display: flex;
        padding: 3px;
        border-radius: var(--radius-full);
        background: var(--surface-3);
      }

      .status label {
        position: relative;
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 2rem;
        padding: 0 var(--space-3);
        border-radius: var(--radius-full);
        color: var(--text-muted);
        font-weight: 550;
        cursor: pointer;
      }

      .status label:has(:checked) {
        background: var(--surface);
        color: var(--text);
        box-shadow: 0 1px 3px rgb(0 0 0 / 18%);
      }

      .status label:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }

      .status label:has(:disabled) {
        cursor: default;
      }

      .status input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        opacity: 0;
        cursor: inherit;
      }

      .dot {
        width: 0.625rem;
        height: 0.625rem;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
      }

      .dot.online {
        border-color: var(--accent-text);
        background: var(--accent-text);
      }

      .dot.busy {
        border-color: var(--warn-text);
        background: linear-gradient(var(--warn-text) 0 0) center / 100% 35% no-repeat;
      }

      .end {
        display: flex;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        margin-inline-start: auto;
      }

      .who {
        font-weight: 550;
        max-width: 12rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      select {
        width: auto;
        min-height: 2.25rem;
        padding: 0 var(--space-2);
        border-color: var(--line);
      }

      @media (max-width: 760px) {
        .who,
        .load {
          display: none;
        }

        .status {
          order: 3;
          flex: 1 0 100%;
        }

        .status label {
          flex: 1;
          justify-content: center;
          padding: 0 var(--space-1);
        }

        header {
          padding: var(--space-2) var(--space-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) desk!: DeskState;
  @property({ attribute: false }) actions!: Actions;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const load = { count: mine(this.desk).length, capacity: this.desk.capacity };
    return html`<header>
      ${brand()}
      <fieldset class="status" ?disabled=${!this.desk.ready}>
        <legend class="hidden">${t('status.label')}</legend>
        ${STATUSES.map((status) => this.statusChoice(status))}
      </fieldset>
      <span class="load small muted" title=${t('mine.load_label', load)}>
        <span aria-hidden="true">${t('mine.load', load)}</span>
        <span class="hidden">${t('mine.load_label', load)}</span>
      </span>
      <div class="end">
        <span class="who">${this.desk.agent.name}</span>
        <label class="hidden" for="lang">${t('app.language')}</label>
        <select id="lang" @change=${this.speak}>
          ${langChoices().map(
            ({ lang, name }) =>
              html`<option value=${lang} lang=${lang} ?selected=${lang === this.i18n.lang}>${name}</option>`,
          )}
        </select>
        <button class="button quiet slim" @click=${() => tell(this, 'log-out', null)}>${t('app.log_out')}</button>
      </div>
    </header>`;
  }

  private statusChoice(status: AgentStatus): TemplateResult {
    const { t } = this.i18n;
    return html`<label title=${t(`status.${status}_hint`)}>
      <input
        type="radio"
        name="status"
        .checked=${this.desk.ready && this.desk.status === status}
        @change=${() => void this.actions.setStatus(status)}
      />
      <span class="dot ${status}" aria-hidden="true"></span>
      ${t(`status.${status}`)}
    </label>`;
  }

  private speak(event: Event): void {
    tell(this, 'lang-chosen', (event.target as HTMLSelectElement).value as Lang);
  }
}
