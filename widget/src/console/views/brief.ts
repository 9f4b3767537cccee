import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Brief, EarlierConversation } from '../../shared/protocol';
import { isWebAddress, pageOf } from '../held';
import { coded, elapsed, languageName, percent, type Texts } from '../i18n';
import { type Knowledge, NOTHING_KNOWN, topic } from '../knowledge';
import { briefStyles } from './brief-styles';
import { mailLink } from './event-rows';
import { tell } from './events';
import { base } from './styles';

/**
 * What an agent reads in three seconds. Tells `suggested` with the reply that was clicked, `past` with the earlier
 * conversation to read.
 */
@customElement('console-brief')
export class ConsoleBrief extends LitElement {
  static override styles = [base, briefStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) brief: Brief | null = null;
  @property({ attribute: false }) knowledge: Knowledge = NOTHING_KNOWN;
  /** What the visitor asked last, in words of their own. */
  @property() asked: string | null = null;
  /** Whether a suggestion can go into a reply. */
  @property({ type: Boolean }) writable = false;

  override render(): TemplateResult {
    if (this.brief === null) return html`<p class="muted">${this.i18n.t('brief.none')}</p>`;
    const { brief } = this;
    return html`
      <p class="reason">${this.i18n.t(coded('reason', brief.reason))}</p>
      ${this.ownWords(brief)} ${this.suggestions(brief)} ${this.facts(brief)} ${this.tried(brief)} ${this.earlier(brief)}
    `;
  }

  private ownWords({ asked, lang }: Brief): TemplateResult | typeof nothing {
    const words = this.asked ?? asked;
    if (!words) return nothing;
    return html`<section>
      <h3>${this.i18n.t('brief.asked')}</h3>
      <blockquote lang=${lang}>${words}</blockquote>
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
                class="choice"
                aria-label=${t('brief.use', { text })}
                ?disabled=${!this.writable}
                @click=${() => tell(this, 'suggested', text)}
              >
                <span class="head">${this.topic(intent)}</span><span class="reply" lang=${lang}>${text}</span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private facts({ lang: spoken, waited_s, visitor }: Brief): TemplateResult {
    const { t, lang } = this.i18n;
    return html`<section>
      <h3>${t('brief.visitor')}</h3>
      <dl>
        ${this.fact(t('contact.name'), visitor.name)}
        ${this.fact(t('contact.email'), visitor.email && mailLink(visitor.email))}
        ${this.fact(t('brief.customer'), visitor.customer)}
        ${this.fact(t('brief.language'), languageName(spoken, lang))} ${this.fact(t('brief.page'), this.page(visitor))}
        ${this.fact(t('brief.waited'), elapsed(waited_s, lang))}
      </dl>
    </section>`;
  }

  private fact(name: string, value: unknown): TemplateResult | typeof nothing {
    return value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing;
  }

  private page(visitor: Brief['visitor']): TemplateResult | string | null {
    const page = pageOf(visitor.page);
    if (page === null) return null;
    if (!isWebAddress(page.url)) return page.title;
    return html`<a href=${page.url} target="_blank" rel="noopener noreferrer">${page.title}</a>`;
  }

  private tried({ tried }: Brief): TemplateResult {
    const { t, lang } = this.i18n;
    const items = tried.map(({ text, intent, confidence, reply }) => {
      const guess = intent ? [this.topic(intent), confidence === null ? '' : percent(confidence, lang)] : [];
      return html`<li class="tried">
        <p>${t('brief.quote', { text })} ${intent ? html`<span class="guess">${guess.filter(Boolean).join(' · ')}</span>` : nothing}</p>
        <p class="muted reply">${reply ? t('brief.replied', { text: reply }) : t('brief.no_reply')}</p>
      </li>`;
    });
    return html`<section>
      <h3>${t('brief.tried')}</h3>
      ${items.length > 0 ? html`<ul>${items}</ul>` : html`<p class="small muted">${t('brief.tried_none')}</p>`}
    </section>`;
  }

  private earlier({ visitor }: Brief): TemplateResult {
    const { t } = this.i18n;
    const list = visitor.earlier_conversations ?? [];
    const count = Array.isArray(visitor.earlier) ? visitor.earlier.length : (visitor.earlier ?? list.length);
    const total = Math.max(count, list.length);
    return html`<section>
      <h3>${t('brief.earlier')}${total > 0 ? html` <span class="guess">${total}</span>` : nothing}</h3>
      ${list.length > 0
        ? html`<ul>${list.map((earlier) => this.earlierOne(earlier))}</ul>`
        : html`<p class="small muted">
            ${total > 0 ? t('brief.earlier_count', { count: total }) : t('brief.earlier_none')}
          </p>`}
    </section>`;
  }

  private earlierOne(earlier: EarlierConversation): TemplateResult {
    const { t } = this.i18n;
    const { opened_at, reason, last_text, agent, rating } = earlier;
    const about = [agent, rating ? t('brief.rated', { score: rating }) : null].filter(Boolean).join(' · ');
    return html`<li>
      <button class="choice" @click=${() => tell(this, 'past', earlier)}>
        <span class="head"><time datetime=${opened_at}>${this.i18n.moment(opened_at)}</time> ${about}</span>
        <span class="line">${last_text || t(coded('reason', reason))}</span>
      </button>
    </li>`;
  }

  private topic(intent: string): string {
    return topic(this.knowledge, intent, this.i18n.lang);
  }
}
