import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { base, buttons, fields } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import { room } from './styles';

const frame = css`
  dialog {
    width: min(34rem, calc(100% - 2rem));
    max-height: min(46rem, calc(100dvh - 2rem));
    padding: 0;
    border: 0;
    border-radius: var(--radius-l);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow);
    overflow: auto;
  }

  dialog::backdrop {
    background: rgb(10 20 16 / 45%);
  }

  form {
    display: grid;
    gap: var(--space-5);
    padding: var(--space-5) var(--space-5) 0;
  }

  footer {
    position: sticky;
    bottom: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--space-2);
    margin: 0 calc(-1 * var(--space-5));
    padding: var(--space-4) var(--space-5);
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  footer p {
    flex: 1 1 10rem;
  }

  @media (max-width: 480px) {
    dialog.tall {
      width: 100%;
      max-width: 100%;
      height: 100dvh;
      max-height: 100dvh;
      margin: 0;
      border-radius: 0;
    }

    dialog.tall form {
      min-height: 100%;
      grid-template-rows: auto 1fr auto;
    }
  }
`;

/** A question or a form above the page. Escape and "Cancel" close it, but never throw away what was typed in. */
export abstract class AdminDialog extends LitElement {
  static override styles = [base, buttons, fields, room, frame];

  @property({ attribute: false }) i18n!: AdminTexts;
  /** Whether the question about unsaved changes stands in place of the buttons. */
  @state() private asking = false;
  @query('dialog') protected dialog!: HTMLDialogElement;

  /** Whether closing now would lose something. */
  protected dirty(): boolean {
    return false;
  }

  protected open(): void {
    this.asking = false;
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal();
    });
  }

  protected shut(): void {
    this.dialog.close();
  }

  protected frame(parts: {
    heading: string;
    body: TemplateResult;
    actions: TemplateResult;
    tall?: boolean;
    submit: (event: SubmitEvent) => void;
  }): TemplateResult {
    return html`<dialog
      class=${parts.tall ? 'tall' : ''}
      aria-labelledby="heading"
      @cancel=${this.leave}
      @keydown=${this.onKey}
    >
      <form novalidate @submit=${parts.submit}>
        <h2 id="heading">${parts.heading}</h2>
        ${parts.body}
        <footer>${this.asking ? this.question() : parts.actions}</footer>
      </form>
    </dialog>`;
  }

  protected cancelButton(): TemplateResult {
    return html`<button type="button" class="button quiet" @click=${this.leave}>
      ${this.i18n.t('common.cancel')}
    </button>`;
  }

  protected problemLine(problem: string | null): TemplateResult | typeof nothing {
    return problem === null ? nothing : html`<p class="error" role="alert">${problem}</p>`;
  }

  private question(): TemplateResult {
    const { t } = this.i18n;
    return html`<p role="alert">${t('common.unsaved')}</p>
      <button type="button" class="button danger" @click=${this.shut}>${t('common.discard')}</button>
      <button type="button" class="button primary" @click=${this.stay}>${t('common.keep_editing')}</button>`;
  }

  protected readonly leave = (event: Event): void => {
    event.preventDefault();
    if (this.asking || !this.dirty()) return this.shut();
    this.asking = true;
    void this.updateComplete.then(() => this.dialog.querySelector<HTMLElement>('footer .primary')?.focus());
  };

  private readonly stay = (): void => {
    this.asking = false;
    void this.updateComplete.then(() => this.dialog.querySelector<HTMLElement>('input, select')?.focus());
  };

  /** Chromium closes a dialog at the second Escape whatever its `cancel` handler says; here none gets that far. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.asking ? this.stay() : this.leave(event);
    if (event.key === 'Escape') event.preventDefault();
  };
}
