import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { AdminDialog } from './dialog';

interface Question {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly submit: string;
  readonly grave: boolean;
  /** Does it; the dialog stays open, with the reason, where that fails. What it gives is done once it is closed. */
  readonly act: () => Promise<() => void>;
  readonly explain: (error: unknown) => string;
}

/** "Are you sure?" before something that cannot be taken back by the next click. */
@customElement('admin-confirm')
export class AdminConfirm extends AdminDialog {
  @state() private asked: Question | null = null;
  @state() private busy = false;
  @state() private problem: string | null = null;

  ask(question: Question): void {
    this.asked = question;
    this.problem = null;
    this.open();
  }

  override render(): TemplateResult {
    const asked = this.asked;
    return this.frame({
      heading: asked?.heading ?? '',
      body: html`<div>${asked?.lines.map((line) => html`<p>${line}</p>`)}</div>
        ${this.problemLine(this.problem)}`,
      actions: html`${this.cancelButton()}
        <button class="button ${asked?.grave ? 'danger' : 'primary'}" ?disabled=${this.busy}>${asked?.submit}</button>`,
      submit: this.submit,
    });
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const asked = this.asked;
    if (asked === null || this.busy) return;
    this.busy = true;
    try {
      const then = await asked.act();
      this.shut();
      then();
    } catch (error) {
      this.problem = asked.explain(error);
    } finally {
      this.busy = false;
    }
  };
}
