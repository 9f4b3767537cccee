import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { mailIcon, phoneIcon } from '../../shared/icons';
import type { ContactEvent } from '../../shared/protocol';
import type { Texts } from '../i18n';
import { mailAddress, phoneAddress } from './event-rows';
import { base, buttons } from './styles';

/** Over the transcript of a visitor who left words: that they are gone, and by which way an answer reaches them. */
@customElement('console-left-message')
export class LeftMessage extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-3) var(--space-5);
        border-bottom: 1px solid var(--line);
        background: var(--accent-soft);
      }

      p {
        flex: 1 1 18rem;
      }

      nav {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }

      a {
        text-decoration: none;
        overflow-wrap: anywhere;
      }

      b {
        font-weight: 600;
      }

      @media (max-width: 760px) {
        div {
          padding-inline: var(--space-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) left!: ContactEvent;
  @property() name: string | null = null;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const { email, phone, when, contact_kind } = this.left;
    const callback = contact_kind === 'callback';
    const head = t(callback ? 'left.callback' : 'left.message', { name: this.name ?? t('chat.visitor') });
    const how = email && !callback ? 'left.by_email' : phone ? 'left.by_phone' : email ? 'left.by_email' : 'left.by_chat';
    return html`<div role="note">
      <p><b>${head}</b> ${t(how)}${when ? html` ${t('left.when', { when })}` : nothing}</p>
      <nav aria-label=${t('left.ways')}>
        ${email ? html`<a class="button" href=${mailAddress(email)}>${mailIcon} ${email}</a>` : nothing}
        ${phone ? html`<a class="button" href=${phoneAddress(phone)}>${phoneIcon} ${phone}</a>` : nothing}
      </nav>
    </div>`;
  }
}
