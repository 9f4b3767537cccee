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

/** A person's status as a dot; the word stands beside it. */
export const dots = css`
  .dot {
    flex: none;
    width: 0.625rem;
    height: 0.625rem;
    border: 2px solid var(--line-strong);
    border-radius: 50%;
  }

  .dot.online {
    border-color: var(--accent-text);
    background: var(--accent-text);
  }

  .dot.busy {
    border-color: var(--warn-text);
    background: linear-gradient(var(--warn-text) 0 0) center / 100% 35% no-repeat;
  }
`;

/** One of a few, side by side: radio buttons under their labels, so arrow keys and screen readers know them. */
export const segments = css`
  .segments {
    display: inline-flex;
    flex-wrap: wrap;
    justify-self: start;
    padding: 3px;
    border-radius: var(--radius-full);
    background: var(--surface-3);
  }

  .segments label {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2rem;
    padding: 0 var(--space-3);
    border-radius: var(--radius-full);
    color: var(--text-muted);
    font-weight: 550;
    cursor: pointer;
  }

  .segments label:has(:checked) {
    background: var(--surface);
    color: var(--text);
    box-shadow: 0 1px 3px rgb(0 0 0 / 18%);
  }

  .segments label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }

  .segments label:has(:disabled) {
    cursor: default;
  }

  .segments input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
`;
