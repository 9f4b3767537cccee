/** The accent as an administrator types it, and what the bubble will make of it. */

import { type Colour, colourOf, contrast, palette } from '../../../shared/theme';

const WHITE: Colour = [1, 1, 1];

/** "#rrggbb" from "#1f5f4a", "1F5F4A" or "#abc"; null for anything else. Alpha has no meaning for an accent. */
export function hexColour(typed: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(typed.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/** How far the colour stands out on a white page, from 1 to 21. On a dark one the bubble lightens it itself. */
export function onWhite(hex: string): number {
  return contrast(parse(hex), WHITE);
}

/** Whether the bubble writes in white or in black on the colour, and how well that is read. */
export function textOn(hex: string): { colour: 'white' | 'black'; ratio: number } {
  const [white, black] = [contrast(parse(hex), WHITE), contrast(parse(hex), [0, 0, 0])];
  return white >= black ? { colour: 'white', ratio: white } : { colour: 'black', ratio: black };
}

/** The colours that the bubble takes from the accent, by the names in tokens.css. */
export function bubbleColours(hex: string, dark: boolean): Record<string, string> {
  return palette(parse(hex), dark);
}

function parse(hex: string): Colour {
  const colour = colourOf(hex);
  if (colour === null) throw new Error(`no colour: ${hex}`);
  return colour;
}
