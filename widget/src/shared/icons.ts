/** Line icons on a 24 × 24 grid. They say nothing that a text beside them does not, so they are hidden from readers. */

import { svg, type SVGTemplateResult } from 'lit/html.js';

function icon(paths: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`;
}

export const chatIcon = icon(
  svg`<path d="M21 11.5a8 8 0 0 1-8.4 8 9 9 0 0 1-3.6-.8L4 20l1.3-4a7.6 7.6 0 0 1-1.3-4.5 8.4 8.4 0 0 1 8.5-8A8.3 8.3 0 0 1 21 11.5Z"/>`,
);
export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const minimizeIcon = icon(svg`<path d="M6 9l6 6 6-6"/>`);
export const sendIcon = icon(svg`<path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"/>`);
export const personIcon = icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>`);
export const botIcon = icon(
  svg`<path d="M12 3v3M5 9.5A3.5 3.5 0 0 1 8.5 6h7A3.5 3.5 0 0 1 19 9.5v5A3.5 3.5 0 0 1 15.5 18H12l-4 3v-3.03A3.5 3.5 0 0 1 5 14.5Z"/><path d="M9.5 11.5v1M14.5 11.5v1"/>`,
);
export const clockIcon = icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`);
export const infoIcon = icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.01"/>`);
export const alertIcon = icon(svg`<path d="M12 4.5 3.5 19.5h17Z"/><path d="M12 10v4M12 17v.01"/>`);
export const mailIcon = icon(svg`<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7 8 6 8-6"/>`);
export const phoneIcon = icon(
  svg`<path d="M5 4h4l1.5 5-2.5 1.5a12 12 0 0 0 5.5 5.5l1.5-2.5 5 1.5v4a1.5 1.5 0 0 1-1.6 1.5A16 16 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4Z"/>`,
);
export const backIcon = icon(svg`<path d="M15 5l-7 7 7 7"/>`);
export const moreIcon = icon(svg`<path d="M12 5.5v.01M12 12v.01M12 18.5v.01" stroke-width="3"/>`);
export const downloadIcon = icon(svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>`);
export const checkIcon = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`);
