import { css } from 'lit';

/** What every view of the console shares: type, controls, focus. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    font: var(--text-m) / 1.5 var(--font);
    color: var(--text);
  }

  :host([hidden]) {
    display: none;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  fieldset {
    border: 0;
    min-width: 0;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }

  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .muted {
    color: var(--text-muted);
  }

  .small {
    font-size: var(--text-s);
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: 2.25rem;
    padding: 0 var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-full);
    background: var(--surface);
    color: var(--text);
    font-weight: 550;
    cursor: pointer;
    transition: background-color 0.12s;
  }

  .button:hover:not(:disabled) {
    background: var(--surface-3);
  }

  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  .button.primary:hover:not(:disabled) {
    background: var(--accent-hover);
  }

  .button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--text-muted);
  }

  .button.quiet:hover:not(:disabled) {
    background: var(--surface-3);
    color: var(--text);
  }

  .button.slim {
    min-height: 1.875rem;
    padding: 0 var(--space-3);
    font-size: var(--text-s);
  }

  .button:disabled,
  .button.primary:disabled {
    cursor: default;
    background: var(--surface-3);
    border-color: transparent;
    color: var(--text-muted);
  }
`;

export const fields = css`
  .field {
    display: grid;
    gap: var(--space-1);
  }

  .field label,
  legend {
    font-weight: 550;
  }

  .field input,
  .field textarea,
  select {
    width: 100%;
    min-height: 2.5rem;
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--surface);
  }

  .field textarea {
    resize: vertical;
  }

  .error {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-s);
    background: var(--danger-soft);
    color: var(--danger);
  }

  .info {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-s);
    background: var(--accent-soft);
    color: var(--text);
  }
`;
