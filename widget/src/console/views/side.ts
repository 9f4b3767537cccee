import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EarlierConversation } from '../../shared/protocol';
import { ownWords } from '../held';
import type { Texts } from '../i18n';
import type { Knowledge } from '../knowledge';
import type { Held, Past } from '../state';
import type { Work } from '../work';
import './brief';
import './past';
import { base } from './styles';

/** What stands beside the open conversation: its brief, or an earlier one of the same visitor. */
@customElement('console-side')
export class ConsoleSide extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow-y: auto;
      }

      console-past {
        height: 100%;
        min-height: 20rem;
      }

      .brief {
        padding: var(--space-4);
      }

      h2 {
        margin-bottom: var(--space-3);
        font-size: var(--text-l);
        line-height: 1.3;
      }

      @media (max-width: 1199px) {
        h2 {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) work!: Work;
  @property({ attribute: false }) past: Past | null = null;
  @property({ attribute: false }) knowledge!: Knowledge;
  @property({ type: Boolean }) writable = false;

  /** The chat comes first, and this in the frame after it. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await new Promise(requestAnimationFrame);
    super.scheduleUpdate();
  }

  override render(): TemplateResult {
    const { i18n, held, work, past } = this;
    return html`<div
      class=${past ? 'past' : 'brief'}
      @past=${(event: CustomEvent<EarlierConversation | null>) => work.desk.past.read(event.detail?.conversation ?? null)}
    >
      ${past
        ? html`<console-past
            .i18n=${i18n}
            .past=${past}
            .knowledge=${this.knowledge}
            .me=${work.desk.state.agent.id}
          ></console-past>`
        : html`<h2>${i18n.t('brief.heading')}</h2>
            <console-brief
              .i18n=${i18n}
              .brief=${held.brief}
              .knowledge=${this.knowledge}
              .asked=${ownWords(held)}
              ?writable=${this.writable}
            ></console-brief>`}
    </div>`;
  }
}
