import { describe, expect, it } from 'vitest';
import { type Colour, colourOf, contrast, palette } from './theme';

const GROUNDS: Record<string, Colour[]> = {
  light: [
    [1, 1, 1],
    [0.914, 0.929, 0.918],
  ],
  dark: [
    [0.09, 0.114, 0.102],
    [0.165, 0.204, 0.184],
  ],
};

function of(css: string | undefined): Colour {
  return (css?.match(/\d+/g) ?? []).map((part) => Number(part) / 255) as unknown as Colour;
}

describe.each(['#1f5f4a', '#ffe600', '#000000', '#ffffff', '#ff3b30', '#0a84ff', '#808080', '#2b004d'])('%s', (hex) => {
  it.each(['light', 'dark'])('is readable on a %s page', (scheme) => {
    const colours = palette(colourOf(hex)!, scheme === 'dark');
    const accent = of(colours['--accent']);
    expect(contrast(accent, of(colours['--on-accent']))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(colours['--accent-hover']), of(colours['--on-accent']))).toBeGreaterThanOrEqual(4.5);
    for (const ground of [...GROUNDS[scheme]!, of(colours['--accent-soft'])]) {
      expect(contrast(of(colours['--accent-text']), ground)).toBeGreaterThanOrEqual(4.5);
    }
    if (scheme === 'dark') expect(contrast(accent, GROUNDS.dark![0]!)).toBeGreaterThanOrEqual(3);
    else expect(accent).toEqual(of(`${colourOf(hex)!.map((part) => Math.round(part * 255))}`));
  });
});

it('reads colours in hexadecimal, and takes nothing else for one', () => {
  expect(colourOf('#fff')).toEqual([1, 1, 1]);
  expect(colourOf(' #1F5F4A ')?.map((part) => Math.round(part * 255))).toEqual([31, 95, 74]);
  expect(colourOf('red; background: url(x)')).toBeNull();
});
