import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { ReactiveController, ReactiveElement } from 'lit';

export interface VirtualList {
  readonly count: number;
  readonly key: (index: number) => string;
  /** A first guess at the height of a row, in px; it is measured when it is drawn. */
  readonly estimate: (index: number) => number;
  /** Rows drawn beyond what can be seen, on both sides. */
  readonly overscan: number;
  readonly gap?: number;
  /** What scrolls. */
  readonly scroller: () => HTMLElement | null;
  /** As high as all rows together, around the rows that are drawn. */
  readonly space: () => HTMLElement | null;
}

/**
 * Draws only those rows of a long list that can be seen, and the one that has the focus.
 *
 * The host draws `items`, each as a child of `space` with `data-index` and `position: absolute`; heights and places are
 * set from here, since the pages' policy forbids style attributes.
 */
export class VirtualRows implements ReactiveController {
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private cleanUp = (): void => undefined;
  private focused: { key: string; index: number } | null = null;
  private listensTo: HTMLElement | null = null;

  constructor(
    private readonly host: ReactiveElement,
    private readonly list: () => VirtualList,
  ) {
    this.virtualizer = new Virtualizer(this.options());
    host.addController(this);
  }

  /** The rows to draw; before there is a size to go by, as many of the first as are drawn beyond the edge. */
  get items(): readonly Pick<VirtualItem, 'index' | 'key'>[] {
    const items = this.virtualizer.getVirtualItems();
    if (items.length > 0) return items;
    const { count, overscan, key } = this.list();
    return Array.from({ length: Math.min(count, overscan) }, (_, index) => ({ index, key: key(index) }));
  }

  hostConnected(): void {
    this.cleanUp = this.virtualizer._didMount();
  }

  hostUpdate(): void {
    this.virtualizer.setOptions(this.options());
  }

  hostUpdated(): void {
    this.virtualizer._willUpdate();
    const space = this.list().space();
    if (space === null) return;
    this.watchFocus(space);
    for (const row of rowsOf(space)) this.virtualizer.measureElement(row);
    this.place(space);
  }

  hostDisconnected(): void {
    this.cleanUp();
  }

  /** Brings a row into sight. */
  show(index: number): void {
    this.virtualizer.scrollToIndex(index);
  }

  private place(space: HTMLElement): void {
    space.style.height = `${this.virtualizer.getTotalSize()}px`;
    const margin = this.virtualizer.options.scrollMargin;
    const starts = new Map(this.virtualizer.getVirtualItems().map((item) => [item.index, item.start - margin]));
    for (const row of rowsOf(space)) row.style.transform = `translateY(${starts.get(indexOf(row)) ?? 0}px)`;
  }

  private options(): Virtualizer<HTMLElement, HTMLElement>['options'] {
    const { count, key, estimate, overscan, gap, scroller, space } = this.list();
    return {
      count,
      getItemKey: key,
      estimateSize: estimate,
      overscan,
      gap: gap ?? 0,
      getScrollElement: scroller,
      scrollMargin: marginOf(scroller(), space()),
      rangeExtractor: (range: Range) => this.withFocused(range),
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.host.requestUpdate(),
    } as unknown as Virtualizer<HTMLElement, HTMLElement>['options'];
  }

  /** A row that has the focus stays, or the keyboard would be lost with it. */
  private withFocused(range: Range): number[] {
    const shown = defaultRangeExtractor(range);
    if (this.focused === null) return shown;
    const { key, count } = this.list();
    let index = -1;
    for (let at = 0; at < count && index < 0; at += 1) if (key(at) === this.focused.key) index = at;
    if (index < 0) return shown;
    this.focused = { ...this.focused, index };
    return shown.includes(index) ? shown : [...shown, index].sort((a, b) => a - b);
  }

  private watchFocus(space: HTMLElement): void {
    if (this.listensTo === space) return;
    this.listensTo = space;
    space.addEventListener('focusin', (event) => {
      const row = (event.target as Element).closest<HTMLElement>('[data-index]');
      if (row !== null) this.focused = { key: this.list().key(indexOf(row)), index: indexOf(row) };
    });
    space.addEventListener('focusout', () => (this.focused = null));
  }
}

function rowsOf(space: HTMLElement): NodeListOf<HTMLElement> {
  return space.querySelectorAll<HTMLElement>(':scope > [data-index]');
}

function indexOf(row: HTMLElement): number {
  return Number(row.dataset.index);
}

/** How far below the scroller's beginning the list begins. */
function marginOf(scroller: HTMLElement | null, space: HTMLElement | null): number {
  if (scroller === null || space === null || scroller === space.parentElement) return 0;
  return space.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
