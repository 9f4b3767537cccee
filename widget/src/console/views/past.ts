import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { backIcon } from '../../shared/icons';
import type { Texts } from '../i18n';
import type { Knowledge } from '../knowledge';
import { emptyHeld, type Held, type Past } from '../state';
import { tell } from './events';
import { base, buttons } from './styles';
import './transcript';

/** An earlier conversation of the same visitor, to be read only. Tells `past` with null to close it. */
@customElement('console-past')
export class ConsolePast extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        height: 100%;
        min-height: 0;
      }

      header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-2) var(--space-3);
        border-bottom: 1px solid var(--line);
      }

      h3 {
        font-size: var(--text-m);
        font-weight: 650;
        line-height: 1.3;
      }

      .round {
        width: 2.25rem;
        padding: 0;
      }

      .failed {
        padding: var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) past!: Past;
  @property({ attribute: false }) knowledge!: Knowledge;
  @property() me = '';
  private held!: Held;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('past')) return;
    const { conversation, events, complete } = this.past;
    this.held = { ...emptyHeld(conversation, 0), events, complete, gone: 'past' };
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    const began = this.past.events[0]?.at;
    return html`
      <header>
        <button class="button quiet round" aria-label=${t('past.back')} @click=${() => tell(this, 'past', null)}>
          ${backIcon}
        </button>
        <div>
          <h3>${t('past.heading')}</h3>
          <p class="small muted">${began ? this.i18n.day(began) : ''}</p>
        </div>
      </header>
      ${this.past.failed
        ? html`<p class="failed muted" role="alert">${t('past.failed')}</p>`
        : html`<console-transcript .i18n=${this.i18n} .held=${this.held} .me=${this.me} .knowledge=${this.knowledge}>
          </console-transcript>`}
    `;
  }
}
