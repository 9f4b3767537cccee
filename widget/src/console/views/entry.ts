import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { coded, type Texts } from '../i18n';
import { logIn, SessionError, setUp } from '../session';
import { brand, brandStyles } from './brand';
import { tell } from './events';
import { base, buttons, fields } from './styles';

const MIN_PASSWORD = 10;

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

  h1 {
    font-size: var(--text-xl);
    line-height: 1.25;
  }

  .button {
    min-height: 2.75rem;
  }
`;

/** A name, a password, and what went wrong. The two forms of the entrance differ in what they do with them. */
abstract class EntryForm extends LitElement {
  static override styles = [base, buttons, fields, brandStyles, card];

  @property({ attribute: false }) i18n!: Texts;
  @state() protected problem: string | null = null;
  @state() protected busy = false;
  @query('#name') protected nameInput!: HTMLInputElement;
  @query('#password') protected passwordInput!: HTMLInputElement;

  protected abstract enter(name: string, password: string): Promise<void>;
  /** What the password has to be, or null where it is right. */
  protected abstract check(password: string): string | null;
  protected abstract explain(code: string): string;

  override firstUpdated(): void {
    this.nameInput.focus();
  }

  protected form(parts: {
    heading: string;
    intro: TemplateResult | typeof nothing;
    hint: string | null;
    autocomplete: 'current-password' | 'new-password';
    submit: string;
  }): TemplateResult {
    const { t } = this.i18n;
    return html`<form @submit=${this.submit} novalidate>
      ${brand()}
      <h1>${parts.heading}</h1>
      ${parts.intro}
      <p role="alert" class=${this.problem ? 'error' : 'hidden'}>${this.problem}</p>
      <div class="field">
        <label for="name">${t('login.name')}</label>
        <input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required />
      </div>
      <div class="field">
        <label for="password">${t('login.password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete=${parts.autocomplete}
          aria-describedby=${parts.hint ? 'hint' : nothing}
          required
        />
        ${parts.hint ? html`<p id="hint" class="small muted">${parts.hint}</p>` : nothing}
      </div>
      <button class="button primary" ?disabled=${this.busy}>${this.busy ? t('login.busy') : parts.submit}</button>
      <slot></slot>
    </form>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const name = this.nameInput.value.trim();
    const password = this.passwordInput.value;
    this.problem = name && password ? this.check(password) : this.i18n.t('login.required');
    if (this.problem !== null) return;
    this.busy = true;
    try {
      await this.enter(name, password);
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.problem = this.explain(error.code);
      this.passwordInput.select();
    } finally {
      this.busy = false;
    }
  }
}

@customElement('console-login')
export class ConsoleLogin extends EntryForm {
  /** Whether a session that was there has ended. */
  @property({ type: Boolean }) ended = false;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const ended = this.ended && this.problem === null;
    return this.form({
      heading: t('login.heading'),
      intro: ended ? html`<p class="info" role="status">${t('login.ended')}</p>` : nothing,
      hint: null,
      autocomplete: 'current-password',
      submit: t('login.submit'),
    });
  }

  protected check(): null {
    return null;
  }

  protected async enter(name: string, password: string): Promise<void> {
    tell(this, 'session-started', await logIn(name, password));
  }

  protected explain(code: string): string {
    return this.i18n.t(code === 'unauthorized' ? 'login.wrong' : coded('error', code));
  }
}

/** Makes the first administrator; `code` comes from the single-use link. */
@customElement('console-setup')
export class ConsoleSetup extends EntryForm {
  @property() code = '';

  override render(): TemplateResult {
    const { t } = this.i18n;
    return this.form({
      heading: t('setup.heading'),
      intro: html`<p class="muted">${t('setup.intro')}</p>`,
      hint: t('setup.password_hint', { min: MIN_PASSWORD }),
      autocomplete: 'new-password',
      submit: t('setup.submit'),
    });
  }

  protected check(password: string): string | null {
    return [...password].length < MIN_PASSWORD ? this.i18n.t('setup.short', { min: MIN_PASSWORD }) : null;
  }

  protected async enter(name: string, password: string): Promise<void> {
    tell(this, 'session-started', await setUp(this.code, name, password));
  }

  protected explain(code: string): string {
    if (code === 'taken') return this.i18n.t('setup.name_taken');
    const refused = code === 'not_found' || code === 'unauthorized';
    return this.i18n.t(refused ? 'setup.bad_code' : coded('error', code));
  }
}
