import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { coded, elapsed, type Texts } from '../i18n';
import { changePassword, logIn, newPassword, type Session, SessionError, setUp } from '../session';
import { brand, brandStyles } from './brand';
import { tell } from './events';
import { base, buttons, fields } from './styles';

const PASSWORD = { min: 10, max: 1024 } as const;

type FieldName = 'name' | 'current' | 'password';
type Values = Readonly<Record<FieldName, string>>;
/** A sentence, and the field that it stands at; null: it is about the whole form. */
interface Problem {
  readonly field: FieldName | null;
  readonly text: string;
}

const card = css`
  :host {
    display: grid;
    place-items: center;
    width: min(24rem, 100%);
    text-align: start;
  }

  form {
    display: grid;
    gap: var(--space-4);
    width: 100%;
    padding: var(--space-6);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  h1,
  h2 {
    font-size: var(--text-xl);
    line-height: 1.25;
  }

  .button {
    min-height: 2.75rem;
  }

  [aria-invalid='true'] {
    border-color: var(--danger) !important;
  }

  .show {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 1.75rem;
    justify-self: start;
    cursor: pointer;
  }

  .show input {
    width: 1.125rem;
    height: 1.125rem;
    margin: 0;
    accent-color: var(--accent);
  }

  .info p + p {
    margin-top: var(--space-1);
  }

  @media (max-width: 480px) {
    form {
      padding: var(--space-5);
    }
  }
`;

/** One or two fields, a button, and what went wrong: at its field, or above them all. A kind says what it asks and does. */
abstract class EntryForm extends LitElement {
  static override styles = [base, buttons, fields, brandStyles, card];

  @property({ attribute: false }) i18n!: Texts;
  @state() protected problem: Problem | null = null;
  @state() private busy = false;
  @state() private visible = false;
  @query('form') protected formElement!: HTMLFormElement;

  protected abstract readonly asks: readonly FieldName[];
  /** Whether the password is being chosen now, so that it has to be a good one. */
  protected abstract readonly choosing: boolean;
  protected abstract enter(values: Values): Promise<Session>;
  /** The text for what the server refused; the form's own codes first. */
  protected abstract refused(code: string): Problem | null;

  override firstUpdated(): void {
    this.focusField(this.asks[0]);
  }

  protected form(parts: {
    heading: TemplateResult;
    intro: TemplateResult | typeof nothing;
    submit: string;
    beside?: TemplateResult;
  }): TemplateResult {
    return html`<form @submit=${this.submit} novalidate>
      ${parts.heading} ${parts.intro} ${this.alert(null)} ${this.asks.map((name) => this.field(name))}
      ${this.choosing ? this.showing() : nothing}
      <button class="button primary" ?disabled=${this.busy}>
        ${this.busy ? this.i18n.t('login.busy') : parts.submit}
      </button>
      ${parts.beside ?? nothing}
      <slot></slot>
    </form>`;
  }

  protected focusField(name: FieldName | undefined): void {
    this.renderRoot.querySelector<HTMLInputElement>(`#${name}`)?.focus();
  }

  private field(name: FieldName): TemplateResult {
    const { t } = this.i18n;
    const fresh = this.choosing && name === 'password';
    const secret = name !== 'name';
    const label = { name: 'login.name', current: 'password.current', password: this.passwordLabel() } as const;
    const wrong = this.problem?.field === name;
    const described = [wrong && 'problem', fresh && 'hint'].filter(Boolean).join(' ');
    const autocomplete = fresh ? 'new-password' : secret ? 'current-password' : 'username';
    return html`<div class="field">
      <label for=${name}>${t(label[name])}</label>
      <input
        id=${name}
        name=${name}
        type=${secret && !this.visible ? 'password' : 'text'}
        autocomplete=${autocomplete}
        autocapitalize="none"
        spellcheck="false"
        aria-describedby=${described || nothing}
        aria-invalid=${wrong ? 'true' : nothing}
        required
      />
      ${this.alert(name)}
      ${fresh ? html`<p id="hint" class="small muted">${t('setup.password_hint', { min: PASSWORD.min })}</p>` : nothing}
    </div>`;
  }

  /** Own, and new where the old one is asked for as well. */
  private passwordLabel(): 'login.password' | 'password.new' {
    return this.asks.includes('current') ? 'password.new' : 'login.password';
  }

  private alert(field: FieldName | null): TemplateResult | typeof nothing {
    if (this.problem === null || this.problem.field !== field) return nothing;
    return html`<p role="alert" id="problem" class="error">${this.problem.text}</p>`;
  }

  private showing(): TemplateResult {
    return html`<label class="show small">
      <input
        type="checkbox"
        .checked=${this.visible}
        @change=${(event: Event) => (this.visible = (event.target as HTMLInputElement).checked)}
      />${this.i18n.t('password.show')}
    </label>`;
  }

  private check(values: Values): Problem | null {
    const { t } = this.i18n;
    const empty = this.asks.find((name) => values[name] === '');
    if (empty !== undefined) return { field: empty, text: t(this.asks.length > 1 ? 'login.required' : 'password.empty') };
    const long = [...values.password].length;
    if (!this.choosing || (long >= PASSWORD.min && long <= PASSWORD.max)) return null;
    return { field: 'password', text: t(long < PASSWORD.min ? 'setup.short' : 'password.long', PASSWORD) };
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const answers = new FormData(this.formElement);
    const said = (name: FieldName): string => String(answers.get(name) ?? '');
    const values = { name: said('name').trim(), current: said('current'), password: said('password') };
    this.problem = this.check(values);
    if (this.problem !== null) return this.focusField(this.problem.field ?? undefined);
    this.busy = true;
    try {
      const session = await this.enter(values);
      this.formElement.reset();
      tell(this, 'session-started', session);
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.problem = this.refused(error.code) ?? this.general(error);
      this.focusField(this.problem.field ?? this.asks.at(-1));
    } finally {
      this.busy = false;
    }
  };

  private general({ code, retryAfter }: SessionError): Problem {
    const { t, lang } = this.i18n;
    const wait = code === 'rate_limited' && retryAfter !== null;
    const text = wait ? t('login.wait', { time: elapsed(Math.ceil(retryAfter), lang) }) : t(coded('error', code));
    return { field: null, text };
  }
}

@customElement('console-login')
export class ConsoleLogin extends EntryForm {
  /** Whether a session that was there has ended. */
  @property({ type: Boolean }) ended = false;
  protected readonly asks = ['name', 'password'] as const;
  protected readonly choosing = false;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const ended = this.ended && this.problem === null;
    return this.form({
      heading: html`${brand()}<h1>${t('login.heading')}</h1>`,
      intro: ended
        ? html`<div class="info" role="status">
            <p>${t('login.ended')}</p>
            <p class="small">${t('login.ended_why')}</p>
          </div>`
        : nothing,
      submit: t('login.submit'),
    });
  }

  protected enter({ name, password }: Values): Promise<Session> {
    return logIn(name, password);
  }

  protected refused(code: string): Problem | null {
    return code === 'unauthorized' ? { field: null, text: this.i18n.t('login.wrong') } : null;
  }
}

/** Makes the first administrator; `code` comes from the single-use link. */
@customElement('console-setup')
export class ConsoleSetup extends EntryForm {
  @property() code = '';
  protected readonly asks = ['name', 'password'] as const;
  protected readonly choosing = true;

  override render(): TemplateResult {
    const { t } = this.i18n;
    return this.form({
      heading: html`${brand()}<h1>${t('setup.heading')}</h1>`,
      intro: html`<p class="muted">${t('setup.intro')}</p>`,
      submit: t('setup.submit'),
    });
  }

  protected enter({ name, password }: Values): Promise<Session> {
    return setUp(this.code, name, password);
  }

  protected refused(code: string): Problem | null {
    const { t } = this.i18n;
    if (code === 'taken') return { field: 'name', text: t('setup.name_taken') };
    return code === 'not_found' || code === 'unauthorized' ? { field: null, text: t('setup.bad_code') } : null;
  }
}

/** Sets a password with the single-use `code` that an administrator handed over, and logs in. */
@customElement('console-new-password')
export class ConsoleNewPassword extends EntryForm {
  @property() code = '';
  protected readonly asks = ['password'] as const;
  protected readonly choosing = true;

  override render(): TemplateResult {
    const { t } = this.i18n;
    return this.form({
      heading: html`${brand()}<h1>${t('password.heading')}</h1>`,
      intro: html`<p class="muted">${t('password.intro')}</p>`,
      submit: t('password.submit'),
    });
  }

  protected enter({ password }: Values): Promise<Session> {
    return newPassword(this.code, password);
  }

  protected refused(code: string): Problem | null {
    const dead = code === 'not_found' || code === 'unauthorized';
    return dead ? { field: null, text: this.i18n.t('setup.bad_code') } : null;
  }
}

/** Changes the password of whoever is logged in. `show` opens it; "Cancel" and Escape change nothing. */
@customElement('console-own-password')
export class ConsoleOwnPassword extends EntryForm {
  static override styles = [
    ...EntryForm.styles,
    css`
      :host {
        display: contents;
      }

      dialog {
        width: min(26rem, calc(100% - 2rem));
        padding: 0;
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
        box-shadow: none;
      }

      h2 {
        font-size: var(--text-l);
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @query('dialog') private dialog!: HTMLDialogElement;
  protected readonly asks = ['current', 'password'] as const;
  protected readonly choosing = true;

  show(): void {
    this.formElement.reset();
    this.problem = null;
    this.dialog.showModal();
    this.focusField('current');
  }

  override firstUpdated(): void {
    // Nothing to focus: it is not open yet.
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    return html`<dialog aria-labelledby="heading">
      ${this.form({
        heading: html`<h2 id="heading">${t('password.own_heading')}</h2>`,
        intro: html`<p class="muted">${t('password.own_intro')}</p>`,
        submit: t('password.own_submit'),
        beside: html`<button type="button" class="button quiet" @click=${() => this.dialog.close()}>
          ${t('form.cancel')}
        </button>`,
      })}
    </dialog>`;
  }

  protected async enter({ current, password }: Values): Promise<Session> {
    const session = await changePassword(this.session, current, password);
    this.dialog.close();
    return session;
  }

  protected refused(code: string): Problem | null {
    return code === 'unauthorized' ? { field: 'current', text: this.i18n.t('password.wrong') } : null;
  }
}
