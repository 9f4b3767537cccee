import { css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Verdict } from '../../shared/protocol';
import type { Actions } from '../actions';
import type { Held } from '../state';
import { ConsoleDialog } from './dialog';

const VERDICTS: readonly Verdict[] = ['needed', 'bot_could', 'too_late'];
/** Outcomes that most shops have. They are stored under these words, whichever language the agent speaks. */
const OUTCOMES = ['solved', 'follow_up', 'not_solved', 'no_answer'] as const;

/** Closes a conversation: one tap on a verdict does it. The outcome beside it is optional, one tap too, or words. */
@customElement('console-close-dialog')
export class CloseDialog extends ConsoleDialog {
  static override styles = [
    ...ConsoleDialog.styles,
    css`
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }

      .chip {
        position: relative;
        display: inline-flex;
        align-items: center;
        min-height: 2rem;
        padding: 0 var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-full);
        cursor: pointer;
      }

      .chip:has(:checked) {
        border-color: var(--accent-text);
        background: var(--accent-soft);
        font-weight: 600;
      }

      .chip:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }

      .chip input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        margin: 0;
        opacity: 0;
        cursor: inherit;
      }

      .other {
        margin-top: var(--space-2);
      }

      .verdicts {
        display: grid;
        gap: var(--space-2);
      }

      .verdict {
        min-height: 2.75rem;
        padding: var(--space-2) var(--space-4);
        border-color: var(--line-strong);
        border-radius: var(--radius-m);
        font-weight: 550;
        text-align: center;
      }

      .verdict:hover {
        border-color: var(--accent-text);
        background: var(--accent-soft);
      }
    `,
  ];

  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) actions!: Actions;
  @query('form') private form!: HTMLFormElement;

  protected override get heading(): string {
    return this.i18n.t('close.heading');
  }

  protected override content(): TemplateResult {
    const { t } = this.i18n;
    const optional = html`<span class="muted small">(${t('form.optional')})</span>`;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <fieldset>
        <legend>${t('close.outcome')} ${optional}</legend>
        <div class="choices">${OUTCOMES.map((outcome) => this.chip(outcome))}</div>
        <div class="field other">
          <input
            name="words"
            maxlength="200"
            aria-label=${t('close.outcome_words')}
            placeholder=${t('close.outcome_hint')}
            autocomplete="off"
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>${t('close.verdict')}</legend>
        <div class="verdicts">
          ${VERDICTS.map(
            (verdict, index) =>
              html`<button
                type="button"
                class="button verdict"
                ?autofocus=${index === 0}
                @click=${() => this.carryOut(verdict)}
              >
                ${t(`close.${verdict}`)}
              </button>`,
          )}
        </div>
      </fieldset>
      <div class="row">
        <button type="button" class="button quiet" @click=${() => this.hide()}>${t('form.cancel')}</button>
        <button type="button" class="button quiet" @click=${() => this.carryOut(null)}>${t('close.no_verdict')}</button>
      </div>
    </form>`;
  }

  private chip(outcome: (typeof OUTCOMES)[number]): TemplateResult {
    return html`<label class="chip">
      <input type="radio" name="outcome" value=${outcome} />${this.i18n.t(`outcome.${outcome}`)}
    </label>`;
  }

  private carryOut(verdict: Verdict | null): void {
    const answers = new FormData(this.form);
    const said = [answers.get('outcome'), answers.get('words')].map((value) => String(value ?? '').trim());
    this.hide();
    void this.actions.close(this.held, verdict, said.filter(Boolean).join(': '));
  }
}
