import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Lang } from '../../shared/i18n';
import { langChoices, preferredLang, storeLang, texts, type Texts } from '../i18n';
import { currentSession, logOut, type Session, SessionError } from '../session';
import './desk';
import './entry';
import type { ConsoleEvents } from './events';
import { base, buttons, fields } from './styles';

type Phase =
  | { at: 'loading' }
  | { at: 'unreachable' }
  | { at: 'login'; ended: boolean }
  | { at: 'setup'; code: string }
  | { at: 'desk'; session: Session };

/** The console: the entrance for those who are not logged in, the desk for those who are. */
@customElement('vuoro-console')
export class VuoroConsole extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host,
      console-desk {
        display: block;
        height: 100%;
      }

      .entrance {
        display: grid;
        grid-template-rows: auto 1fr;
        min-height: 100%;
      }

      .entrance header {
        display: flex;
        justify-content: end;
        padding: var(--space-3) var(--space-4);
      }

      .entrance select {
        width: auto;
      }

      .middle {
        display: grid;
        gap: var(--space-4);
        align-content: center;
        justify-items: center;
        padding: var(--space-4);
        text-align: center;
      }

      .to-login {
        justify-self: center;
      }
    `,
  ];

  @state() private phase: Phase = { at: 'loading' };
  @state() private i18n: Texts = texts(preferredLang());

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.begin);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.begin);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('i18n')) return;
    document.documentElement.lang = this.i18n.lang;
    document.title = this.i18n.t('app.title');
  }

  override render(): TemplateResult {
    if (this.phase.at === 'desk') {
      return html`<console-desk
        .session=${this.phase.session}
        .i18n=${this.i18n}
        @session-ended=${() => (this.phase = { at: 'login', ended: true })}
        @log-out=${this.leave}
        @lang-chosen=${(event: CustomEvent<ConsoleEvents['lang-chosen']>) => this.speak(event.detail)}
      ></console-desk>`;
    }
    return html`<div class="entrance" @session-started=${this.entered}>
      <header>${this.langSwitch()}</header>
      <main class="middle">${this.entrance(this.phase)}</main>
    </div>`;
  }

  private entrance(phase: Exclude<Phase, { at: 'desk' }>): TemplateResult {
    const { t } = this.i18n;
    switch (phase.at) {
      case 'loading':
        return html`<p class="muted" role="status">${t('app.loading')}</p>`;
      case 'unreachable':
        return html`<p role="alert">${t('error.unreachable')}</p>
          <button class="button primary" @click=${this.begin}>${t('app.retry')}</button>`;
      case 'login':
        return html`<console-login .i18n=${this.i18n} ?ended=${phase.ended}></console-login>`;
      case 'setup':
        return html`<console-setup .i18n=${this.i18n} .code=${phase.code}>
          <button type="button" class="button quiet to-login" @click=${this.toLogin}>${t('setup.to_login')}</button>
        </console-setup>`;
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

  private readonly begin = async (): Promise<void> => {
    const code = new URLSearchParams(location.hash.slice(1)).get('setup');
    if (code) {
      this.phase = { at: 'setup', code };
      return;
    }
    this.phase = { at: 'loading' };
    try {
      const session = await currentSession();
      this.phase = session ? { at: 'desk', session } : { at: 'login', ended: false };
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.phase = { at: 'unreachable' };
    }
  };

  private entered(event: CustomEvent<ConsoleEvents['session-started']>): void {
    forgetFragment();
    this.phase = { at: 'desk', session: event.detail };
  }

  private toLogin(): void {
    forgetFragment();
    void this.begin();
  }

  private async leave(): Promise<void> {
    if (this.phase.at !== 'desk') return;
    const { session } = this.phase;
    // The desk goes first: the server closes its socket with "revoked", which here is no news.
    this.phase = { at: 'loading' };
    // Where it did not work the session is still there, and so is the desk again.
    await logOut(session).catch(() => undefined);
    await this.begin();
  }

  private speak(lang: Lang): void {
    storeLang(lang);
    this.i18n = texts(lang);
  }
}

/** A single-use code does not stay in the address bar or in the history. */
function forgetFragment(): void {
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
}
