import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Whether a media query holds; the host is drawn anew when that changes. */
export class Media implements ReactiveController {
  private readonly list: MediaQueryList;

  constructor(
    private readonly host: ReactiveControllerHost,
    query: string,
  ) {
    this.list = window.matchMedia(query);
    host.addController(this);
  }

  get matches(): boolean {
    return this.list.matches;
  }

  hostConnected(): void {
    this.list.addEventListener('change', this.changed);
  }

  hostDisconnected(): void {
    this.list.removeEventListener('change', this.changed);
  }

  private readonly changed = (): void => this.host.requestUpdate();
}

/** As in the style sheets: from here on there is room for the brief beside the chat. */
export const WIDE = '(min-width: 1200px)';
/** One pane at a time. */
export const NARROW = '(max-width: 760px)';
