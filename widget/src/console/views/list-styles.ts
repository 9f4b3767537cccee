import { css } from 'lit';

/** The sections of the left pane: a heading with a count over cards. */
export const lists = css`
  h2 {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding: 0 var(--space-2) var(--space-2);
    font-size: var(--text-s);
    font-weight: 650;
    color: var(--text-muted);
  }

  h2 .push {
    margin-inline-start: auto;
  }

  .count {
    min-width: 1.375rem;
    padding: 0 var(--space-1);
    border-radius: var(--radius-full);
    background: var(--surface-3);
    text-align: center;
    font-variant-numeric: tabular-nums;
  }

  .empty {
    padding: 0 var(--space-2);
    color: var(--text-muted);
  }

  :host {
    display: block;
  }

  ul,
  .empty {
    margin-bottom: var(--space-5);
  }

  ul {
    display: grid;
    gap: var(--space-2);
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-1);
    padding: var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
  }

  .row .push {
    margin-inline-start: auto;
  }

  .tag {
    padding: 0 var(--space-2);
    border-radius: var(--radius-full);
    background: var(--surface-3);
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .words {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .strong {
    font-weight: 600;
  }

  .row .who {
    min-width: 0;
    overflow-wrap: anywhere;
  }
`;
