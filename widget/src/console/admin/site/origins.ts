import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, buttons, fields } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import { crossIcon, warningIcon } from '../parts/icons';
import { room } from '../parts/styles';
import { say } from '../said';
import { insecure, type OriginProblem, readOrigin } from './origin';

/** The list of websites that may show the chat. Fires `chosen` with the whole new list. */
@customElement('admin-origins')
export class OriginList extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    buttons,
    fields,
    room,
    css`
      ul {
        display: grid;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
      }

      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        min-height: 2.75rem;
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3);
      }

      li + li {
        border-top: 1px solid var(--line);
      }

      li .mono {
        flex: 1 1 12rem;
        overflow-wrap: anywhere;
      }

      li .chip {
        margin-inline-end: var(--space-2);
      }

      .caution {
        display: flex;
        gap: var(--space-2);
        flex: 1 0 100%;
        order: 2;
        padding-bottom: var(--space-2);
        color: var(--warn-text);
        font-size: var(--text-s);
      }

      .new {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2);
      }

      .new .button {
        min-height: 2.5rem;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property({ attribute: false }) origins: readonly string[] = [];
  @property({ attribute: false }) fixed: readonly string[] = [];
  /** What the server says about the list. */
  @property({ attribute: false }) fault: string | null = null;
  @state() private problem: OriginProblem | null = null;
  @query('input') private input!: HTMLInputElement;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const wrong = this.problem ? t(`origins.${this.problem}`) : this.fault;
    return html`<section class="card" aria-labelledby="heading">
      <div>
        <h2 id="heading">${t('origins.heading')}</h2>
        <p class="muted">${t('origins.hint')}</p>
      </div>
      ${this.fixed.length + this.origins.length > 0
        ? html`<ul aria-label=${t('origins.list')}>
            ${this.fixed.map((origin) => this.line(origin, html`<span class="chip">${t('origins.fixed')}</span>`))}
            ${this.origins.map((origin) => this.line(origin, this.removeButton(origin)))}
          </ul>`
        : html`<p class="info">${t('origins.empty')}</p>`}
      <div class="field">
        <label for="new">${t('origins.new')}</label>
        <div class="new">
          <input
            id="new"
            inputmode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder="https://shop.example.com"
            aria-describedby="fault"
            aria-invalid=${wrong ? 'true' : nothing}
            @keydown=${this.onKey}
            @input=${() => (this.problem = null)}
            @blur=${this.onBlur}
          />
          <button type="button" class="button" @click=${this.take}>${t('origins.add')}</button>
        </div>
        <p id="fault" class="fault" role="alert">${wrong}</p>
      </div>
    </section>`;
  }

  clear(): void {
    this.input.value = '';
    this.problem = null;
  }

  /** Adds what is typed in. False where it is no address; true where nothing is typed. */
  readonly take = (): boolean => {
    const typed = this.input.value;
    if (typed.trim() === '') return true;
    const read = readOrigin(typed, [...this.origins, ...this.fixed]);
    if ('problem' in read) {
      this.problem = read.problem;
      this.input.focus();
      return false;
    }
    this.clear();
    this.choose([...this.origins, read.origin]);
    say(this, this.i18n.t('origins.added', { origin: read.origin }));
    return true;
  };

  private line(origin: string, end: TemplateResult): TemplateResult {
    return html`<li>
      <span class="mono">${origin}</span>
      ${insecure(origin)
        ? html`<span class="caution">${warningIcon}${this.i18n.t('origins.insecure')}</span>`
        : nothing}
      ${end}
    </li>`;
  }

  private removeButton(origin: string): TemplateResult {
    const label = this.i18n.t('origins.remove_label', { origin });
    return html`<button
      type="button"
      class="button quiet slim"
      aria-label=${label}
      title=${this.i18n.t('origins.remove')}
      @click=${() => this.drop(origin)}
    >
      ${crossIcon}
    </button>`;
  }

  private drop(origin: string): void {
    this.choose(this.origins.filter((other) => other !== origin));
    say(this, this.i18n.t('origins.removed', { origin }));
    this.input.focus(); // the button that had the focus is gone
  }

  private choose(origins: readonly string[]): void {
    this.dispatchEvent(new CustomEvent<readonly string[]>('chosen', { detail: origins }));
  }

  /** An address that was typed and left is in the list: it would be forgotten otherwise, without a word. */
  private readonly onBlur = (): void => {
    if ('origin' in readOrigin(this.input.value, [...this.origins, ...this.fixed])) this.take();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || this.input.value.trim() === '') return;
    event.preventDefault(); // or it would send the whole form
    this.take();
  };
}
