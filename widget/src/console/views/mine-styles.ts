import { css } from 'lit';

export const mineStyles = css`
  ul {
    gap: 2px;
  }

  button {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 var(--space-2);
    align-items: center;
    width: 100%;
    padding: var(--space-2) var(--space-3);
    border: 0;
    border-radius: var(--radius-m);
    background: none;
    text-align: start;
    cursor: pointer;
  }

  button:hover {
    background: var(--surface-3);
  }

  button[aria-current='true'] {
    background: var(--accent-soft);
  }

  .who {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .waits {
    justify-self: end;
    color: var(--warn-text);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .last {
    grid-column: 2;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .news .last {
    color: var(--text);
    font-weight: 600;
  }

  .unread {
    justify-self: end;
    min-width: 1.375rem;
    padding: 0 var(--space-2);
    border-radius: var(--radius-full);
    background: var(--accent);
    color: var(--on-accent);
    font-size: var(--text-s);
    font-weight: 650;
    text-align: center;
  }
`;
