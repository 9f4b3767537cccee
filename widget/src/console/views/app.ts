import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Lang } from '../../shared/i18n';
import type { Rest } from '../admin/rest';
import { langChoices, preferredLang, storeLang, texts, type Texts } from '../i18n';
import { currentSession, logOut, type Session, SessionError } from '../session';
import { appStyles } from './app-styles';
import './desk';
import type { ConsoleDesk } from './desk';
import './entry';
import type { ConsoleOwnPassword } from './entry';
import type { ConsoleEvents } from './events';
import { base, buttons, fields } from './styles';

type Phase =
  | { at: 'loading' }
  | { at: 'unreachable' }
  | { at: 'login'; ended: boolean }
  | { at: 'setup' | 'password'; code: string }
  | { at: 'desk'; session: Session };

/** The console: the entrance for those who are not logged in, the desk and the administration for those who are. */
@customElement('vuoro-console')
export class VuoroConsole extends LitElement {
  static override styles = [base, buttons, fields, appStyles];

  @state() private phase: Phase = { at: 'loading' };
  @state() private i18n: Texts = texts(preferredLang());
  /** The administrator's pages, once they are loaded; they come only to those who ask for them. */
  @state() private administration: ((csrf: string) => Rest) | 'loading' | 'failed' | null = null;
  @state() private hash = location.hash;
  @query('console-desk') private desk!: ConsoleDesk | null;
  @query('console-own-password') private ownPassword!: ConsoleOwnPassword | null;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.addressed);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.addressed);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.isAdministering && this.administration === null) void this.loadAdministration();
    if (!changed.has('i18n') && !changed.has('phase')) return;
    document.documentElement.lang = this.i18n.lang;
    if (this.phase.at !== 'desk') document.title = this.i18n.t('app.title');
  }

  override render(): TemplateResult {
    if (this.phase.at === 'desk') return this.work(this.phase.session);
    return html`<div class="entrance" @session-started=${this.entered}>
      <header>${this.langSwitch()}</header>
      <main class="middle">${this.entrance(this.phase)}</main>
    </div>`;
  }

  /** The desk stays under the administration: its connection holds and its calls are heard. */
  private work(session: Session): TemplateResult {
    const administering = this.isAdministering;
    return html`<console-desk
        .session=${session}
        .i18n=${this.i18n}
        ?hidden=${administering}
        @session-ended=${this.refused}
        @log-out=${this.leave}
        @change-password=${() => this.ownPassword?.show()}
        @lang-chosen=${(event: CustomEvent<ConsoleEvents['lang-chosen']>) => this.speak(event.detail)}
      ></console-desk>
      ${administering ? this.admin(session) : nothing}
      <console-own-password .i18n=${this.i18n} .session=${session} @session-started=${this.renewed}>
      </console-own-password>`;
  }

  private admin(session: Session): TemplateResult {
    const { t } = this.i18n;
    if (typeof this.administration === 'function') {
      return html`<vuoro-admin
        .rest=${this.administration(session.csrf)}
        .me=${session.agent}
        .i18n=${this.i18n}
        .onClose=${() => (location.hash = '')}
      ></vuoro-admin>`;
    }
    return html`<main class="middle">
      ${this.administration === 'failed'
        ? html`<p role="alert">${t('error.unreachable')}</p>
            <button class="button primary" @click=${() => this.loadAdministration()}>${t('app.retry')}</button>
            <a href="#">${t('admin.back')}</a>`
        : html`<p class="muted" role="status">${t('app.loading')}</p>`}
    </main>`;
  }

  private get isAdministering(): boolean {
    return this.phase.at === 'desk' && this.phase.session.agent.role === 'admin' && this.hash.startsWith('#/admin');
  }

  private async loadAdministration(): Promise<void> {
    this.administration = 'loading';
    try {
      const [{ restOf }] = await Promise.all([import('../admin/rest'), import('../admin/admin')]);
      // The same function for the same session: the pages ask anew when it changes.
      let made: { csrf: string; rest: Rest } | null = null;
      this.administration = (csrf) => (made?.csrf === csrf ? made : (made = { csrf, rest: restOf(csrf) })).rest;
    } catch {
      this.administration = 'failed';
    }
  }

  private entrance(phase: Exclude<Phase, { at: 'desk' }>): TemplateResult {
    const { t } = this.i18n;
    const toLogin = html`<button type="button" class="button quiet to-login" @click=${this.toLogin}>
      ${t('setup.to_login')}
    </button>`;
    switch (phase.at) {
      case 'loading':
        return html`<p class="muted" role="status">${t('app.loading')}</p>`;
      case 'unreachable':
        return html`<p role="alert">${t('error.unreachable')}</p>
          <button class="button primary" @click=${this.begin}>${t('app.retry')}</button>`;
      case 'login':
        return html`<console-login .i18n=${this.i18n} ?ended=${phase.ended}></console-login>`;
      case 'setup':
        return html`<console-setup .i18n=${this.i18n} .code=${phase.code}>${toLogin}</console-setup>`;
      case 'password':
        return html`<console-new-password .i18n=${this.i18n} .code=${phase.code}>${toLogin}</console-new-password>`;
    }
  }

  private langSwitch(): TemplateResult {
    return html`<label class="hidden" for="lang">${this.i18n.t('app.language')}</label>
      <select id="lang" @change=${(event: Event) => this.speak((event.target as HTMLSelectElement).value as Lang)}>
        ${langChoices().map(
          ({ lang, name }) =>
            html`<option value=${lang} lang=${lang} ?selected=${lang === this.i18n.lang}>${name}</option>`,
        )}
      </select>`;
  }

  private readonly addressed = (): void => {
    this.hash = location.hash;
    if (codeIn(location.hash) !== null) void this.begin();
  };

  private readonly begin = async (): Promise<void> => {
    const link = codeIn(location.hash);
    if (link !== null) {
      this.phase = link;
      return this.forgetFragment();
    }
    this.phase = { at: 'loading' };
    await this.lookAtSession(false);
  };

  /** The server let nobody in with this session; it may have been replaced by another tab meanwhile. */
  private async refused(): Promise<void> {
    this.phase = { at: 'loading' };
    await this.lookAtSession(true);
  }

  private async lookAtSession(ended: boolean): Promise<void> {
    try {
      const session = await currentSession();
      this.phase = session ? { at: 'desk', session } : { at: 'login', ended };
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.phase = { at: 'unreachable' };
    }
  }

  private entered(event: CustomEvent<ConsoleEvents['session-started']>): void {
    this.phase = { at: 'desk', session: event.detail };
  }

  /** After a change of password the same desk goes on with the new session. */
  private renewed(event: CustomEvent<ConsoleEvents['session-started']>): void {
    event.stopPropagation();
    this.phase = { at: 'desk', session: event.detail };
    this.desk?.resume(event.detail);
  }

  private toLogin(): void {
    void this.begin();
  }

  private async leave(): Promise<void> {
    if (this.phase.at !== 'desk') return;
    const { session } = this.phase;
    const { desk } = this;
    // The desk goes first: the server closes its socket with "revoked", which here is no news.
    this.phase = { at: 'loading' };
    await this.updateComplete;
    // Now, for what goes keeps its drafts.
    desk?.forget();
    // Where it did not work the session is still there, and so is the desk again.
    await logOut(session).catch(() => undefined);
    await this.begin();
  }

  private speak(lang: Lang): void {
    storeLang(lang);
    this.i18n = texts(lang);
  }

  /** A single-use code does not stay in the address bar or in the history. */
  private forgetFragment(): void {
    history.replaceState(null, '', location.pathname + location.search);
    this.hash = '';
  }
}

/** The single-use code of a link: of the first administrator, or for a new password. */
function codeIn(hash: string): { at: 'setup' | 'password'; code: string } | null {
  const parts = new URLSearchParams(hash.slice(1));
  const [setup, password] = [parts.get('setup'), parts.get('password')];
  if (setup) return { at: 'setup', code: setup };
  return password ? { at: 'password', code: password } : null;
}
