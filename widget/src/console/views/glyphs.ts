/** Line icons that only the console needs, beside those of shared/icons. */
import { svg, type SVGTemplateResult } from 'lit';

function glyph(paths: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`;
}

export const bellGlyph = glyph(
  svg`<path d="M6 10a6 6 0 0 1 12 0c0 4.5 1.7 6 2 6.5H4C4.3 16 6 14.5 6 10Z"/><path d="M10 19.5a2.2 2.2 0 0 0 4 0"/>`,
);
export const bellOffGlyph = glyph(
  svg`<path d="M6.5 8A6 6 0 0 1 18 10c0 2 .3 3.4.8 4.4M15 16.5H4C4.3 16 6 14.5 6 10"/><path d="M10 19.5a2.2 2.2 0 0 0 4 0M3.5 3.5l17 17"/>`,
);
export const briefGlyph = glyph(svg`<rect x="4.5" y="3.5" width="15" height="17" rx="2.5"/><path d="M8.5 8.5h7M8.5 12.5h7M8.5 16.5h4"/>`);
export const cannedGlyph = glyph(svg`<path d="M13 3 5 13.5h6L10 21l8.5-11h-6Z"/>`);
export const chevronGlyph = glyph(svg`<path d="M7 10l5 5 5-5"/>`);
export const leaveGlyph = glyph(svg`<path d="M14 4.5h4a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5h-4M4.5 12h10M11 8.5l3.5 3.5-3.5 3.5"/>`);
export const moreGlyph = glyph(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`);
export const noteGlyph = glyph(svg`<path d="M5 4.5h14v10l-5 5H5Z"/><path d="M19 14.5h-5v5"/>`);
export const passGlyph = glyph(svg`<path d="M4 8.5h14M14 4.5l4 4-4 4M20 15.5H6M10 11.5l-4 4 4 4"/>`);
export const queueGlyph = glyph(svg`<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01"/>`);
export const toolsGlyph = glyph(
  svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
);
