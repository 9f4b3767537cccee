import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base, buttons, fields } from '../../views/styles';
import { type AdminTexts, known } from '../i18n';
import { downIcon, okIcon, warningIcon } from '../parts/icons';
import { placeholder } from '../parts/placeholder';
import { Poll } from '../parts/poll';
import { room } from '../parts/styles';
import type { AdminCalls, Part, PartState, Status } from '../rest';
import { factName, factValue } from './facts';

const ICONS: Readonly<Record<PartState, TemplateResult>> = { ok: okIcon, warning: warningIcon, down: downIcon };

/** "Is everything well?": each part of the service with its state in word and icon, and what to do about it. */
@customElement('admin-status')
export class AdminStatus extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    room,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }

      .overall {
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
      }

      .overall .icon {
        width: 2.5rem;
        height: 2.5rem;
      }

      .parts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr));
        gap: var(--space-4);
      }

      .state {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-s);
        font-weight: 550;
      }

      .ok {
        color: var(--accent-text);
      }

      .warning {
        color: var(--warn-text);
      }

      .down {
        color: var(--danger);
      }

      li.warning,
      li.down {
        border-color: currentColor;
      }

      li h3,
      li dl {
        color: var(--text);
      }

      dl {
        display: grid;
        grid-template-columns: minmax(0, auto) minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
      }

      .versions {
        max-width: 24rem;
      }

      dt {
        color: var(--text-muted);
      }

      dd {
        text-align: end;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property({ attribute: false }) calls!: AdminCalls;
  private readonly poll = new Poll(this, () => this.calls.status());

  override render(): TemplateResult {
    const { value } = this.poll;
    if (value === null) return placeholder(this.i18n, this.poll.error, this.poll.again);
    return html`${this.overall(value)}
      <ul class="parts">
        ${value.parts.map((part) => this.partCard(part))}
      </ul>
      ${this.versions(value)}`;
  }

  private overall(status: Status): TemplateResult {
    const { t } = this.i18n;
    const worst = worstOf(status);
    const time = this.clock();
    // Only what is in the inner box is read out when it changes; the time is not news.
    return html`<section class="card overall">
      <span class=${worst}>${ICONS[worst]}</span>
      <div>
        <div role="status"><h2>${t(worst === 'ok' ? 'status.all_well' : `status.${worst}`)}</h2></div>
        ${this.poll.error === null
          ? html`<p class="muted">${t('status.updated', { time })}</p>`
          : html`<p class="warn" role="alert">${t('status.stale', { time })}</p>`}
      </div>
    </section>`;
  }

  private partCard(part: Part): TemplateResult {
    const { t } = this.i18n;
    const name = known('part', part.name);
    const advice = part.state === 'ok' ? null : known('advice', part.name);
    return html`<li class="card ${part.state}">
      <div class="head">
        <h3>${name ? t(name) : part.name}</h3>
        <span class="state ${part.state}">${ICONS[part.state]}${t(`state.${part.state}`)}</span>
      </div>
      ${advice ? html`<p class="small">${t(advice)}</p>` : nothing}
      <dl class="small">
        ${Object.entries(part.facts).map(
          ([fact, value]) => html`<dt>${factName(this.i18n, part.name, fact)}</dt>
            <dd>${factValue(this.i18n, fact, value)}</dd>`,
        )}
      </dl>
    </li>`;
  }

  private versions(status: Status): TemplateResult {
    const { t } = this.i18n;
    return html`<section class="card" aria-labelledby="versions">
      <h2 id="versions">${t('status.versions')}</h2>
      <dl class="small versions">
        ${Object.entries(status.versions).map(([what, version]) => {
          const name = known('version', what);
          return html`<dt>${name ? t(name) : what}</dt>
            <dd>${version ?? '–'}</dd>`;
        })}
      </dl>
    </section>`;
  }

  private clock(): string {
    return new Intl.DateTimeFormat(this.i18n.lang, { timeStyle: 'medium' }).format(this.poll.at);
  }
}

function worstOf(status: Status): PartState {
  const states = status.parts.map(({ state }) => state);
  if (states.includes('down')) return 'down';
  return states.includes('warning') || !status.ok ? 'warning' : 'ok';
}
