/** The shop's colour -> the colours of the bubble, readable whatever the shop has chosen. */

/** Red, green and blue of sRGB, from 0 to 1. */
export type Colour = readonly [number, number, number];

const WHITE: Colour = [1, 1, 1];
const BLACK: Colour = [0, 0, 0];
/** `--surface` and `--surface-3` of tokens.css: what the panel stands on, and the worst ground for text. */
const SURFACE = { light: [1, 1, 1], dark: [0.09, 0.114, 0.102] } as const;
const SURFACE_3 = { light: [0.914, 0.929, 0.918], dark: [0.165, 0.204, 0.184] } as const;
/** WCAG 2.2 AA, for text and for the shape of a button. */
const TEXT = 4.5;
const SHAPE = 3;

/** @returns the values of tokens.css that hang on the accent */
export function palette(accent: Colour, dark: boolean): Record<string, string> {
  const scheme = dark ? 'dark' : 'light';
  const step = dark ? 0.02 : -0.02;
  // A dark colour is lost on a dark page; on a light one the shop's colour stays what it is.
  const fill = dark ? until(accent, step, [SURFACE.dark], SHAPE) : accent;
  const on = contrast(fill, WHITE) >= contrast(fill, BLACK) ? WHITE : BLACK;
  const soft = mix(SURFACE[scheme], fill, dark ? 0.25 : 0.12);
  return {
    '--accent': css(fill),
    '--accent-hover': css(mix(fill, on === WHITE ? BLACK : WHITE, 0.15)),
    '--on-accent': css(on),
    '--accent-text': css(until(accent, step, [SURFACE_3[scheme], soft], TEXT)),
    '--accent-soft': css(soft),
  };
}

/** `#1f5f4a`, or whatever else the browser takes for a colour; null for what is none. */
export function colourOf(text: string, probe?: HTMLElement): Colour | null {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const step = hex.length / 3;
    const parts = [0, 1, 2].map((n) => hex.slice(n * step, (n + 1) * step));
    return parts.map((part) => Number.parseInt(step === 1 ? part + part : part, 16) / 255) as unknown as Colour;
  }
  if (probe === undefined) return null;
  probe.style.color = '';
  probe.style.color = `rgb(from ${text} r g b)`;
  const [r, g, b] = probe.style.color === '' ? [] : (getComputedStyle(probe).color.match(/-?[\d.]+/g) ?? []).map(Number);
  probe.style.color = '';
  return r === undefined || g === undefined || b === undefined ? null : ([r, g, b].map(clamp) as unknown as Colour);
}

/** The ratio of WCAG, from 1 to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** Makes the colour lighter, or darker, as far as it needs for the contrast. Hue and saturation stay (HSL). */
function until(colour: Colour, step: number, grounds: readonly Colour[], ratio: number): Colour {
  const [h, s, lightness] = hslOf(colour);
  let moved = colour;
  // Rounding to whole numbers may cost a little.
  const good = (): boolean => grounds.every((ground) => contrast(moved, ground) > ratio + 0.05);
  for (let l = lightness; !good() && l >= 0 && l <= 1; l += step) moved = rgbOf(h, s, l);
  return moved;
}

/** Hue in twelfths of the circle; saturation and lightness from 0 to 1. */
function hslOf([r, g, b]: Colour): [number, number, number] {
  const max = Math.max(r, g, b);
  const range = max - Math.min(r, g, b);
  const l = max - range / 2;
  if (range === 0) return [0, 0, l];
  const h = max === r ? (g - b) / range : max === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return [(h * 2 + 12) % 12, range / (1 - Math.abs(2 * l - 1)), l];
}

function rgbOf(h: number, s: number, l: number): Colour {
  const part = (offset: number): number => {
    const k = (offset + h) % 12;
    return l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [part(0), part(8), part(4)];
}

function mix(a: Colour, b: Colour, share: number): Colour {
  return a.map((part, n) => part + ((b[n] ?? 0) - part) * share) as unknown as Colour;
}

function css(colour: Colour): string {
  return `rgb(${colour.map((part) => Math.round(part * 255)).join(' ')})`;
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part));
}
