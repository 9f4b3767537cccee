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

  .status {
    display: flex;
    padding: 3px;
    border-radius: var(--radius-full);
    background: var(--surface-3);
  }

  .status label {
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

  .status label:has(:checked) {
    background: var(--surface);
    color: var(--text);
    box-shadow: 0 1px 3px rgb(0 0 0 / 18%);
  }

  .status label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }

  .status label:has(:disabled) {
    cursor: default;
  }

  .status input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }

  .dot {
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
