import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Lang } from '../../shared/i18n';
import type { Agent } from '../../shared/protocol';
import { preferredLang } from '../i18n';
import { base, buttons } from '../views/styles';
import './agents/agents';
import { adminTexts, type AdminTexts } from './i18n';
import './parts/confirm';
import type { AdminConfirm } from './parts/confirm';
import { backIcon, crossIcon, peopleIcon, pulseIcon, siteIcon } from './parts/icons';
import { room } from './parts/styles';
import { AdminCalls, type Rest } from './rest';
import type { Said } from './said';
import './site/site';
import { SiteDraft } from './site/site-draft';
import './status/status';

const PAGES = ['agents', 'site', 'status'] as const;
type Page = (typeof PAGES)[number];
const ICONS: Readonly<Record<Page, TemplateResult>> = { agents: peopleIcon, site: siteIcon, status: pulseIcon };
const SAID_MS = 6000;

/** The administrator's part of the console: #/admin/agents, #/admin/site, #/admin/status. */
@customElement('vuoro-admin')
export class VuoroAdmin extends LitElement {
  static override styles = [
    base,
    buttons,
    room,
    css`
      :host {
        display: block;
        height: 100%;
        overflow: auto;
        scroll-padding-block: var(--space-5) 7rem;
        background: var(--surface-2);
      }

      .page {
        display: grid;
        gap: var(--space-5);
        align-content: start;
        width: min(68rem, 100%);
        margin: 0 auto;
        padding: var(--space-5) var(--space-5) 7rem;
      }

      nav ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
        border-bottom: 1px solid var(--line);
      }

      nav a {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 2.75rem;
        padding: 0 var(--space-3);
        border-radius: var(--radius-s) var(--radius-s) 0 0;
        color: var(--text-muted);
        font-weight: 550;
        text-decoration: none;
      }

      nav a:hover {
        color: var(--text);
        background: var(--surface-3);
      }

      nav a[aria-current] {
        color: var(--accent-text);
        box-shadow: inset 0 -3px 0 var(--accent-text);
      }

      .mark {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: currentColor;
      }

      .content:focus {
        outline: none;
      }

      .said {
        position: fixed;
        inset-inline: var(--space-4);
        top: var(--space-4);
        z-index: 2;
        display: grid;
        justify-items: center;
        pointer-events: none;
      }

      .said div {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        max-width: 36rem;
        padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4);
        border-radius: var(--radius-m);
        background: var(--text);
        color: var(--surface);
        box-shadow: var(--shadow);
        pointer-events: auto;
      }

      .said button {
        display: grid;
        place-items: center;
        width: 2rem;
        height: 2rem;
        border: 0;
        border-radius: 50%;
        background: none;
        cursor: pointer;
      }

      .said :focus-visible {
        outline-color: currentColor;
      }

      @media (max-width: 480px) {
        .page {
          padding: var(--space-4) var(--space-3) 7rem;
        }

        nav .icon {
          display: none;
        }

        nav a {
          padding: 0 var(--space-2);
        }
      }
    `,
  ];

  @property({ attribute: false }) rest!: Rest;
  @property({ attribute: false }) me!: Agent;
  @property({ attribute: false }) override lang: Lang = preferredLang();
  @property({ attribute: false }) onClose: () => void = () => undefined;

  @state() private page: Page = pageOf(location.hash);
  @state() private dirty = false;
  @state() private said: Said | null = null;
  @state() private texts: AdminTexts = adminTexts(this.lang);
  @query('admin-confirm') private confirm!: AdminConfirm;
  @query('.content') private contentBox!: HTMLElement;
  private calls!: AdminCalls;
  private timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.onHash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.onHash);
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('rest')) this.calls = new AdminCalls(this.rest);
    if (changed.has('me')) this.dirty = Object.keys(new SiteDraft(this.me.id).load()).length > 0;
    if (changed.has('lang')) this.texts = adminTexts(this.lang);
  }

  override render(): TemplateResult {
    const { t } = this.texts;
    return html`<main class="page" @said=${this.tell}>
        <div class="head">
          <h1>${t('admin.title')}</h1>
          <button class="button" @click=${this.leave}>${backIcon}${t('admin.close')}</button>
        </div>
        <nav aria-label=${t('admin.sections')}>
          <ul>
            ${PAGES.map((page) => this.tab(page))}
          </ul>
        </nav>
        <div class="content" tabindex="-1">${this.content()}</div>
      </main>
      <div class="said" role="status">${this.said === null ? nothing : this.saidBox(this.said)}</div>
      <admin-confirm .i18n=${this.texts}></admin-confirm>`;
  }

  private tab(page: Page): TemplateResult {
    const { t } = this.texts;
    const unsaved = page === 'site' && this.dirty;
    return html`<li>
      <a href="#/admin/${page}" aria-current=${page === this.page ? 'page' : nothing}>
        ${ICONS[page]}${t(`admin.${page}`)}
        ${unsaved
          ? html`<span class="mark" aria-hidden="true"></span><span class="hidden">(${t('admin.unsaved_mark')})</span>`
          : nothing}
      </a>
    </li>`;
  }

  private content(): TemplateResult {
    const { texts, calls, me } = this;
    switch (this.page) {
      case 'agents':
        return html`<admin-agents .i18n=${texts} .calls=${calls} .me=${me}></admin-agents>`;
      case 'site':
        return html`<admin-site
          .i18n=${texts}
          .calls=${calls}
          .me=${me}
          @dirty=${(event: CustomEvent<boolean>) => (this.dirty = event.detail)}
        ></admin-site>`;
      case 'status':
        return html`<admin-status .i18n=${texts} .calls=${calls}></admin-status>`;
    }
  }

  private saidBox(said: Said): TemplateResult {
    return html`<div class=${said.tone}>
      <p>${said.text}</p>
      <button aria-label=${this.texts.t('common.dismiss')} @click=${() => (this.said = null)}>${crossIcon}</button>
    </div>`;
  }

  private tell(event: CustomEvent<Said>): void {
    this.said = event.detail;
    clearTimeout(this.timer);
    // What went wrong stays until it is read.
    if (this.said.tone === 'success') this.timer = window.setTimeout(() => (this.said = null), SAID_MS);
  }

  private readonly leave = (): void => {
    if (!this.dirty) return this.onClose();
    const { t } = this.texts;
    this.confirm.ask({
      heading: t('admin.leave_heading'),
      lines: [t('admin.leave_text')],
      submit: t('admin.leave'),
      grave: false,
      act: () => Promise.resolve(this.onClose),
      explain: String,
    });
  };

  private readonly onHash = (): void => {
    const page = pageOf(location.hash);
    if (page === this.page || !location.hash.startsWith('#/admin')) return;
    this.page = page;
    this.scrollTop = 0;
    void this.updateComplete.then(() => this.contentBox.focus({ preventScroll: true }));
  };
}

function pageOf(hash: string): Page {
  const name = hash.split('/')[2];
  return PAGES.find((page) => page === name) ?? 'agents';
}
