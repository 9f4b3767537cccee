import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Brief } from '../../shared/protocol';
import { coded, elapsed, languageName, percent, type Texts } from '../i18n';
import { tell } from './events';
import { base } from './styles';
import { spoken } from './transcript';

/** What an agent reads in three seconds. Tells `suggested` with the reply that was clicked. */
@customElement('console-brief')
export class ConsoleBrief extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
        gap: var(--space-4) var(--space-5);
        align-items: start;
      }

      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 2px var(--space-4);
        overflow-wrap: anywhere;
      }

      dt {
        color: var(--text-muted);
      }

      .reason {
        font-weight: 600;
      }

      h3 {
        margin-bottom: var(--space-1);
        color: var(--text-muted);
        font-size: var(--text-s);
        font-weight: 650;
      }

      blockquote {
        margin: 0;
        padding-inline-start: var(--space-3);
        border-inline-start: 3px solid var(--accent-text);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      ul {
        display: grid;
        gap: var(--space-2);
      }

      .tried {
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }

      .guess {
        display: inline-block;
        padding: 0 var(--space-2);
        border-radius: var(--radius-full);
        background: var(--surface-3);
        color: var(--text-muted);
      }

      button {
        width: 100%;
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
        text-align: start;
        overflow-wrap: anywhere;
        cursor: pointer;
      }

      button:hover:not(:disabled) {
        border-color: var(--accent-text);
        background: var(--accent-soft);
      }

      button:disabled {
        cursor: default;
        color: var(--text-muted);
      }

      button .intent {
        display: block;
        color: var(--text-muted);
        font-size: var(--text-s);
      }

      a {
        color: var(--accent-text);
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) brief: Brief | null = null;
  /** Whether a suggestion can go into a reply. */
  @property({ type: Boolean }) writable = false;

  override render(): TemplateResult {
    const { t } = this.i18n;
    if (this.brief === null) return html`<p class="muted">${t('brief.none')}</p>`;
    return html`${this.facts(this.brief)} ${this.asked(this.brief)} ${this.suggestions(this.brief)}
    ${this.tried(this.brief)}`;
  }

  private facts(brief: Brief): TemplateResult {
    const { t, lang } = this.i18n;
    const earlier = countOf(brief.visitor.earlier);
    return html`<dl>
      <dt>${t('brief.reason')}</dt>
      <dd class="reason">${t(coded('reason', brief.reason))}</dd>
      <dt>${t('brief.waited')}</dt>
      <dd>${elapsed(brief.waited_s, lang)}</dd>
      <dt>${t('brief.language')}</dt>
      <dd>${languageName(brief.lang, lang)}</dd>
      ${this.page(brief)}
      <dt>${t('brief.earlier')}</dt>
      <dd>${earlier > 0 ? t('brief.earlier_count', { count: earlier }) : t('brief.earlier_none')}</dd>
    </dl>`;
  }

  private page({ visitor }: Brief): TemplateResult | typeof nothing {
    const page = typeof visitor.page === 'string' ? { url: visitor.page } : visitor.page;
    if (!page?.url) return nothing;
    const title = page.title || page.url;
    const link = isWebAddress(page.url)
      ? html`<a href=${page.url} target="_blank" rel="noopener noreferrer">${title}</a>`
      : title;
    return html`<dt>${this.i18n.t('brief.page')}</dt>
      <dd>${link}</dd>`;
  }

  private asked({ asked, lang }: Brief): TemplateResult | typeof nothing {
    if (!asked) return nothing;
    return html`<section>
      <h3>${this.i18n.t('brief.asked')}</h3>
      <blockquote lang=${lang}>${asked}</blockquote>
    </section>`;
  }

  private suggestions({ suggestions, lang }: Brief): TemplateResult | typeof nothing {
    if (suggestions.length === 0) return nothing;
    const { t } = this.i18n;
    return html`<section>
      <h3>${t('brief.suggestions')}</h3>
      <ul>
        ${suggestions.map(
          ({ intent, text }) =>
            html`<li>
              <button
                aria-label=${t('brief.use', { text })}
                ?disabled=${!this.writable}
                @click=${() => tell(this, 'suggested', text)}
              >
                <span class="intent">${spoken(intent)}</span><span lang=${lang}>${text}</span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private tried({ tried }: Brief): TemplateResult {
    const { t, lang } = this.i18n;
    const items = tried.map(({ text, intent, confidence, reply }) => {
      const guess = intent ? [spoken(intent), confidence === null ? '' : percent(confidence, lang)] : [];
      return html`<li class="tried">
        <p>“${text}” ${intent ? html`<span class="guess">${guess.filter(Boolean).join(' · ')}</span>` : nothing}</p>
        <p class="muted">${reply ? t('brief.replied', { text: reply }) : t('brief.no_reply')}</p>
      </li>`;
    });
    return html`<section>
      <h3>${t('brief.tried')}</h3>
      ${items.length > 0 ? html`<ul>${items}</ul>` : html`<p class="small muted">${t('brief.tried_none')}</p>`}
    </section>`;
  }
}

function countOf(earlier: number | unknown[] | null | undefined): number {
  return Array.isArray(earlier) ? earlier.length : (earlier ?? 0);
}

/** A visitor's page is the visitor's word: it becomes a link only where it leads to a web page. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
