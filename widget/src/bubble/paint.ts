import type { Theme } from './api';
import { colourOf, palette } from '../shared/theme';

export const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Puts the shop's colour over the tokens' own. */
export class Paint {
  private last = '';

  /**
   * @param host has the page's `--vuoro-accent`, where it sets one
   * @param root gets the colours
   * @param accent of a page that sets none
   */
  apply(host: HTMLElement, root: HTMLElement, accent: string | null, theme: Theme): void {
    const text = getComputedStyle(host).getPropertyValue('--vuoro-accent').trim() || (accent ?? '');
    const dark = theme === 'dark' || (theme === 'auto' && DARK.matches);
    if (this.last === text + dark) return;
    this.last = text + dark;
    const colour = text ? colourOf(text, root) : null;
    if (colour === null) return;
    for (const [name, value] of Object.entries(palette(colour, dark))) root.style.setProperty(name, value);
  }
}
