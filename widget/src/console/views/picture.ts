import { svg, type SVGTemplateResult } from 'lit';

/** A quiet evening at the edge of a spruce forest, for when there is nothing to do; with a light on if somebody is in. */
export function calm(isIn: boolean): SVGTemplateResult {
  return svg`<svg class="scene" viewBox="0 0 240 140" aria-hidden="true">
    <circle class="sun" cx="168" cy="52" r="22" />
    <path class="far" d="M0 104c26-22 46-30 74-22 26 8 40 2 62-10 32-18 66-10 104 20v48H0z" />
    <path class="near" d="M0 120c40-16 84-18 124-8 40 9 78 8 116-4v32H0z" />
    <path class="tree" d="m44 58 12 20h-6l10 16h-8l10 16H26l10-16h-8l10-16h-6z" />
    <path class="tree back" d="m76 72 9 15h-5l8 12h-6l7 11H62l7-11h-6l8-12h-5z" />
    <path class="tree back" d="m206 78 8 13h-4l7 11h-5l6 9h-24l6-9h-5l7-11h-4z" />
    <path class="house" d="M120 98h34v20h-34zM116 99l21-15 21 15z" />
    <path class="window ${isIn ? 'lit' : ''}" d="M126 104h8v8h-8zM140 104h8v8h-8z" />
  </svg>`;
}
