import { css } from 'lit';

/** What the rooms of the administrator share, above the console's own base, buttons and fields. */
export const room = css`
  h1 {
    font-size: var(--text-xl);
    line-height: 1.25;
    letter-spacing: -0.01em;
  }

  h2 {
    font-size: var(--text-l);
    line-height: 1.3;
  }

  h3 {
    font-size: var(--text-m);
  }

  .icon {
    flex: none;
  }

  .button .icon {
    width: 1.125rem;
    height: 1.125rem;
  }

  .button.danger:not(:disabled) {
    border-color: transparent;
    background: var(--danger-soft);
    color: var(--danger);
  }

  .button.danger:hover:not(:disabled) {
    border-color: currentColor;
  }

  .card {
    display: grid;
    gap: var(--space-4);
    align-content: start;
    min-width: 0;
    padding: var(--space-5);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
  }

  .chip {
    padding: 0.0625rem var(--space-2);
    border-radius: var(--radius-full);
    background: var(--surface-3);
    font-size: var(--text-s);
  }

  .fault {
    color: var(--danger);
    font-size: var(--text-s);
  }

  .fault:empty {
    display: none;
  }

  .warn {
    display: flex;
    gap: var(--space-2);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-s);
    background: var(--warn-soft);
    color: var(--warn-text);
  }

  [aria-invalid='true'] {
    border-color: var(--danger) !important;
  }

  .checks + .fault,
  .checks ~ .small {
    margin-top: var(--space-2);
  }

  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  .check {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2.25rem;
    padding: 0 var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-full);
    cursor: pointer;
  }

  .check:has(:checked) {
    border-color: var(--accent-text);
    background: var(--accent-soft);
  }

  .check:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  .check input {
    width: 1.125rem;
    min-height: 1.125rem;
    height: 1.125rem;
    margin: 0;
    accent-color: var(--accent);
    outline: none;
  }

  legend {
    margin-bottom: var(--space-2);
    padding: 0;
  }

  code,
  pre,
  .mono {
    font-family: ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--text-s);
  }

  .loading {
    display: grid;
    align-content: start;
    gap: var(--space-3);
  }

  /* Calm shapes where something will stand; the words for screen readers are beside them. */
  .ghost {
    height: 4.5rem;
    border-radius: var(--radius-m);
    background: var(--surface-3);
  }

  @media (max-width: 480px) {
    .card {
      padding: var(--space-4);
    }
  }
`;
