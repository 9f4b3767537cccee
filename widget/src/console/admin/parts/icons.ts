/** Icons of these pages only; those of both pages are in shared/icons.ts. All stand beside a word that says the same. */

import { html, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path
      d=${path}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>`;

const CIRCLE = 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z';

export const okIcon = icon(`${CIRCLE}M8 12.3l2.8 2.8L16 9.6`);
export const warningIcon = icon('M12 4.5 3.5 19.5h17ZM12 10v4M12 17v.01');
export const downIcon = icon(`${CIRCLE}M9 9l6 6M15 9l-6 6`);
export const backIcon = icon('M19 12H5M11 6l-6 6 6 6');
export const plusIcon = icon('M12 5v14M5 12h14');
export const copyIcon = icon('M9 9h10v11H9ZM15 9V4H5v11h4');
export const doneIcon = icon('M5 12.5l4.5 4.5L19 7.5');
export const crossIcon = icon('M6 6l12 12M18 6L6 18');
export const keyIcon = icon('M8 11.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10.6 12.4 19 4M15.5 7.5l3 3');
export const peopleIcon = icon(
  'M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM3 19.5a6 6 0 0 1 12 0M15.5 5a3.5 3.5 0 0 1 0 6.5M17.5 14a6 6 0 0 1 3.5 5.5',
);
export const siteIcon = icon('M3.5 5.5h17v13h-17ZM3.5 9.5h17M6.5 7.5v.01');
export const pulseIcon = icon('M3 12h4l2.5-6.5 5 13L17 12h4');
