import { css, html, type TemplateResult } from 'lit';

/** The mark and the name. */
export function brand(): TemplateResult {
  return html`<span class="brand">
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path
        class="bubble"
        d="M9 3h14a7 7 0 0 1 7 7v8a7 7 0 0 1-7 7h-7l-7 5v-5a7 7 0 0 1-7-7v-8a7 7 0 0 1 7-7z"
      />
      <path class="v" d="m10 10 6 9 6-9" />
    </svg>
    Vuoro
  </span>`;
}

export const brandStyles = css`
  .brand {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    font-size: var(--text-l);
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  .brand svg {
    width: 1.75rem;
    height: 1.75rem;
  }

  .brand .bubble {
    fill: var(--accent);
  }

  .brand .v {
    fill: none;
    stroke: var(--on-accent);
    stroke-width: 3;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;
