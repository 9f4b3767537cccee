import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { chatIcon } from '../../../shared/icons';
import { base } from '../../views/styles';
import type { AdminTexts } from '../i18n';
import { bubbleColours } from './colour';

const SCHEMES = ['light', 'dark'] as const;

/** The bubble in small, in a light and in a dark page, as its colour is being chosen. A picture: nothing to press. */
@customElement('admin-preview')
export class AdminPreview extends LitElement {
  static override styles = [
    base,
    css`
      .scenes {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
        gap: var(--space-3);
      }

      .scene {
        display: grid;
        gap: var(--space-2);
        justify-items: end;
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
      }

      .light {
        --page: #f4f6f4;
        --panel: #ffffff;
        --bot: #e9edea;
        --ink: #1b2420;
      }

      .dark {
        --page: #0f1412;
        --panel: #171d1a;
        --bot: #2a342f;
        --ink: #e8eeea;
      }

      .scene {
        background: var(--page);
        color: var(--ink);
      }

      .panel {
        display: grid;
        gap: var(--space-2);
        width: 100%;
        max-width: 17rem;
        padding-bottom: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--panel);
        box-shadow: 0 4px 16px rgb(0 0 0 / 16%);
        overflow: hidden;
      }

      .top {
        padding: var(--space-2) var(--space-3);
        background: var(--accent);
        color: var(--on-accent);
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .said {
        justify-self: start;
        margin: 0 var(--space-3);
        padding: var(--space-1) var(--space-3);
        border-radius: var(--radius-m);
        background: var(--bot);
        font-size: var(--text-s);
      }

      .own {
        justify-self: end;
        background: var(--accent);
        color: var(--on-accent);
      }

      .launcher {
        display: grid;
        place-items: center;
        width: 3rem;
        height: 3rem;
        border-radius: 50%;
        background: var(--accent);
        color: var(--on-accent);
      }

      figcaption {
        margin-bottom: var(--space-2);
        font-weight: 550;
      }

      figure {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  /** "#rrggbb". */
  @property() accent = '';
  @property() name = '';

  override render(): TemplateResult {
    return html`<figure>
      <figcaption>${this.i18n.t('site.preview')}</figcaption>
      <div class="scenes">${SCHEMES.map((scheme) => this.scene(scheme))}</div>
    </figure>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('accent')) return;
    for (const scheme of SCHEMES) {
      const scene = this.renderRoot.querySelector<HTMLElement>(`.${scheme}`);
      for (const [name, value] of Object.entries(bubbleColours(this.accent, scheme === 'dark'))) {
        scene?.style.setProperty(name, value);
      }
    }
  }

  private scene(scheme: (typeof SCHEMES)[number]): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="scene ${scheme}" role="img" aria-label=${t(`site.preview_${scheme}`)}>
      <div class="panel">
        <div class="top">${this.name}</div>
        <div class="said">${t('site.preview_bot')}</div>
        <div class="said own">${t('site.preview_visitor')}</div>
      </div>
      <div class="launcher">${chatIcon}</div>
    </div>`;
  }
}
