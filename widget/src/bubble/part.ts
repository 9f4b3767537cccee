import { render, type TemplateResult } from 'lit/html.js';

/**
 * An element that draws itself with lit-html after one of its properties was set: once for all that are set together.
 * Lit's own base class does much more, and would be a tenth of what a visitor downloads.
 */
export abstract class Part extends HTMLElement {
  /** Settled when what was set last is drawn. */
  updateComplete: Promise<void> = Promise.resolve();
  private readonly values: Record<string, unknown> = {};
  private changed = new Set<string>();
  private due = false;

  /** Names the properties whose change draws the element anew. Called in the class's static block. */
  protected static drawnFrom(...names: string[]): void {
    for (const name of names) {
      Object.defineProperty(this.prototype, name, {
        get(this: Part): unknown {
          return this.values[name];
        },
        set(this: Part, value: unknown) {
          if (this.values[name] === value) return;
          this.values[name] = value;
          this.requestUpdate(name);
        },
      });
    }
  }

  /** Into the panel, under its styles, unless the element has a shadow of its own. */
  protected get renderRoot(): HTMLElement | ShadowRoot {
    return this.shadowRoot ?? this;
  }

  connectedCallback(): void {
    this.requestUpdate();
  }

  requestUpdate(name?: string): void {
    if (name !== undefined) this.changed.add(name);
    if (this.due || !this.isConnected) return;
    this.due = true;
    this.updateComplete = Promise.resolve().then(() => this.update());
  }

  /** Before drawing; what is set here is drawn, too. */
  protected willUpdate(_changed: ReadonlySet<string>): void {}

  protected abstract render(): TemplateResult;

  /** After drawing; what is set here is drawn next. */
  protected updated(_changed: ReadonlySet<string>): void {}

  private update(): void {
    const { changed } = this;
    try {
      this.willUpdate(changed);
      render(this.render(), this.renderRoot);
    } finally {
      this.due = false;
      this.changed = new Set();
    }
    this.updated(changed);
  }
}
