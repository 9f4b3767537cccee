import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Verdict } from '../../shared/protocol';
import type { Actions } from '../actions';
import type { Texts } from '../i18n';
import type { Held } from '../state';
import { base, buttons, fields } from './styles';

const VERDICTS: readonly Verdict[] = ['needed', 'bot_could', 'too_late'];

const dialogStyles = css`
  dialog {
    width: min(28rem, calc(100% - var(--space-6)));
    padding: var(--space-5);
    border: 0;
    border-radius: var(--radius-l);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow);
  }

  dialog::backdrop {
    background: rgb(10 20 16 / 45%);
  }

  form {
    display: grid;
    gap: var(--space-4);
  }

  h2 {
    font-size: var(--text-l);
  }

  fieldset {
    display: grid;
  }

  legend {
    padding: 0;
    margin-bottom: var(--space-1);
  }

  .choice {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: 2.25rem;
    cursor: pointer;
  }

  .choice input {
    width: 1.125rem;
    height: 1.125rem;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-2);
  }
`;

/** A question before a conversation leaves the desk. `show` opens it; Escape and "Cancel" change nothing. */
abstract class LeavingDialog extends LitElement {
  static override styles = [base, buttons, fields, dialogStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) actions!: Actions;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('form') private form!: HTMLFormElement;

  protected abstract carryOut(answers: FormData): void;

  show(): void {
    this.form.reset();
    this.dialog.showModal();
  }

  protected question(heading: string, parts: TemplateResult, submit: string): TemplateResult {
    return html`<dialog aria-labelledby="heading">
      <form method="dialog" @submit=${this.submit}>
        <h2 id="heading">${heading}</h2>
        ${parts}
        <div class="row">
          <button type="button" class="button quiet" @click=${() => this.dialog.close()}>
            ${this.i18n.t('form.cancel')}
          </button>
          <button class="button primary">${submit}</button>
        </div>
      </form>
    </dialog>`;
  }

  protected optional(label: string): TemplateResult {
    return html`${label} <span class="muted small">(${this.i18n.t('form.optional')})</span>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    this.dialog.close();
    this.carryOut(new FormData(this.form));
  }
}

@customElement('console-close-dialog')
export class CloseDialog extends LeavingDialog {
  override render(): TemplateResult {
    const { t } = this.i18n;
    const parts = html`<fieldset>
        <legend>${t('close.verdict')}</legend>
        ${VERDICTS.map((verdict) => this.choice(verdict, t(`close.${verdict}`), verdict === 'needed'))}
        ${this.choice('', t('close.no_verdict'), false)}
      </fieldset>
      <div class="field">
        <label for="outcome">${this.optional(t('close.outcome'))}</label>
        <input id="outcome" name="outcome" maxlength="200" placeholder=${t('close.outcome_hint')} autocomplete="off" />
      </div>`;
    return this.question(t('close.heading'), parts, t('close.submit'));
  }

  protected carryOut(answers: FormData): void {
    const verdict = VERDICTS.find((known) => known === answers.get('verdict')) ?? null;
    void this.actions.close(this.held, verdict, textOf(answers, 'outcome'));
  }

  private choice(value: string, label: string, first: boolean): TemplateResult {
    return html`<label class="choice">
      <input type="radio" name="verdict" value=${value} ?checked=${first} />${label}
    </label>`;
  }
}

@customElement('console-transfer-dialog')
export class TransferDialog extends LeavingDialog {
  /** To choose from; any other one can be typed. */
  @property({ attribute: false }) skills: readonly string[] = [];

  override render(): TemplateResult {
    const { t } = this.i18n;
    const parts = html`<p class="muted">${t('transfer.intro')}</p>
      <div class="field">
        <label for="skill">${t('transfer.skill')}</label>
        <input
          id="skill"
          name="skill"
          list="skills"
          placeholder=${t('transfer.skill_hint')}
          autocomplete="off"
          required
        />
        <datalist id="skills">${this.skills.map((skill) => html`<option value=${skill}></option>`)}</datalist>
      </div>
      <div class="field">
        <label for="note">${this.optional(t('transfer.note'))}</label>
        <textarea id="note" name="note" rows="3" maxlength="2000"></textarea>
      </div>`;
    return this.question(t('transfer.heading'), parts, t('transfer.submit'));
  }

  protected carryOut(answers: FormData): void {
    void this.actions.transfer(this.held, textOf(answers, 'skill'), textOf(answers, 'note'));
  }
}

function textOf(answers: FormData, name: string): string {
  const value = answers.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
