import { css } from 'lit';

export const topbarStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
    padding: var(--space-2) var(--space-4);
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }

  .end {
    display: flex;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    margin-inline-start: auto;
  }

  .round {
    width: 2.25rem;
    padding: 0;
  }

  a.button {
    text-decoration: none;
  }

  .me {
    gap: var(--space-2);
    padding-inline: 4px var(--space-2);
    border-color: var(--line);
  }

  .face {
    display: grid;
    place-items: center;
    width: 1.75rem;
    height: 1.75rem;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--text);
    font-size: var(--text-s);
    font-weight: 650;
  }

  .name {
    max-width: 12rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  wa-dropdown-item {
    min-height: 2.25rem;
    white-space: nowrap;
  }

  @media (max-width: 760px) {
    .name,
    .admin span,
    .load {
      display: none;
    }

    .status {
      order: 3;
      flex: 1 0 100%;
    }

    .status label {
      flex: 1;
      justify-content: center;
      padding: 0 var(--space-1);
    }

    header {
      padding: var(--space-2) var(--space-3);
    }
  }
`;
