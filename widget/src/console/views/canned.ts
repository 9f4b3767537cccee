import { css, html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Texts } from '../i18n';
import { type Canned, cannedFor, type Knowledge } from '../knowledge';

/** So many are drawn; typing a word finds the others. */
const MOST = 30;

/** What the list is for: a reply that begins with "/" in a language. Null where no list belongs. */
export interface Query {
  readonly knowledge: Knowledge;
  readonly lang: string;
  readonly text: string;
}

/** The canned replies after "/": a list box that the reply box's keys move in. */
export class CannedPicker implements ReactiveController {
  private found: readonly Canned[] = [];
  private active = 0;
  private asked: string | null = null;
  /** What Escape has closed, until something else is typed. */
  private closedFor: string | null = null;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly choose: (text: string) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.close();
  }

  get isOpen(): boolean {
    return this.asked !== null && this.asked !== this.closedFor;
  }

  /** The id of the option that Enter takes, for `aria-activedescendant`. */
  get activeId(): string | null {
    return this.isOpen && this.found.length > 0 ? `canned-${this.active}` : null;
  }

  /** To be called with whatever stands in the box. */
  look({ knowledge, lang, text }: Query): void {
    const asked = /^\/([^\n]{0,60})$/.exec(text)?.[1] ?? null;
    if (asked !== this.asked) this.active = 0;
    if (asked !== this.closedFor) this.closedFor = null;
    this.asked = asked;
    this.found = asked === null ? [] : cannedFor(knowledge, lang, asked).slice(0, MOST);
  }

  open(): void {
    this.closedFor = null;
  }

  close(): void {
    this.closedFor = this.asked;
    this.host.requestUpdate();
  }

  /** Whether the key was for the list. */
  key(event: KeyboardEvent): boolean {
    if (!this.isOpen) return false;
    if (event.key === 'Escape') return this.closed();
    // A slip after the slash must not be sent; Escape says that it is meant.
    if (this.found.length === 0) return event.key === 'Enter' && !event.shiftKey;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) return this.move(this.active + step);
    if (event.key === 'Home' || event.key === 'End') return this.move(event.key === 'Home' ? 0 : -1);
    const takes = (event.key === 'Enter' && !event.shiftKey) || (event.key === 'Tab' && !event.shiftKey);
    if (takes) this.take(this.active);
    return takes;
  }

  render(i18n: Texts): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    const { t } = i18n;
    // A click on the list or its scroll bar leaves the focus, and so the list, where it is.
    return html`<div class="canned" @mousedown=${(event: Event) => event.preventDefault()}>
      <p class="small muted" role="status">
        ${this.found.length > 0 ? t('canned.found', { count: this.found.length }) : t('canned.none')}
      </p>
      <ul id="canned" role="listbox" tabindex="0" aria-label=${t('canned.label')} ?hidden=${this.found.length === 0}>
        ${this.found.map((canned, index) => this.option(canned, index))}
      </ul>
    </div>`;
  }

  private option({ key, title, text }: Canned, index: number): TemplateResult {
    return html`<li
      id="canned-${index}"
      role="option"
      aria-selected=${index === this.active}
      @mousemove=${() => index !== this.active && this.move(index)}
      @click=${() => this.take(index)}
    >
      <span class="title"><b>${title}</b> <span class="muted small">/${key}</span></span>
      <span class="text small muted">${text}</span>
    </li>`;
  }

  private closed(): true {
    this.close();
    return true;
  }

  private move(to: number): true {
    this.active = (to + this.found.length) % this.found.length;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => {
      this.host.shadowRoot?.getElementById(`canned-${this.active}`)?.scrollIntoView({ block: 'nearest' });
    });
    return true;
  }

  private take(index: number): void {
    const canned = this.found[index];
    if (canned !== undefined) this.choose(canned.text);
  }
}

export const cannedStyles = css`
  .canned {
    position: absolute;
    z-index: 3;
    inset-inline: var(--space-4);
    inset-block-end: calc(100% - var(--space-2));
    display: grid;
    max-width: 40rem;
    max-height: min(22rem, 45dvh);
    grid-template-rows: auto minmax(0, 1fr);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
    box-shadow: var(--shadow);
    overflow: hidden;
  }

  .canned > p {
    padding: var(--space-2) var(--space-4);
  }

  .canned ul {
    padding: 0 var(--space-1) var(--space-1);
    overflow-y: auto;
  }

  .canned li {
    display: grid;
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-s);
    cursor: pointer;
  }

  .canned li[aria-selected='true'] {
    background: var(--accent-soft);
  }

  .canned li[aria-selected='true'] .muted {
    color: var(--text);
  }

  .canned .text {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .canned b {
    font-weight: 600;
  }
`;
