import { css } from 'lit';

export const chatStyles = css`
  :host {
    display: grid;
    grid-template: auto auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
    height: 100%;
    min-height: 0;
  }

  header {
    display: flex;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-2) var(--space-5);
    border-bottom: 1px solid var(--line);
  }

  .who {
    min-width: 0;
  }

  h2 {
    overflow: hidden;
    font-size: var(--text-l);
    line-height: 1.3;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .who p {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-3);
  }

  .presence {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
  }

  .back {
    display: none;
    width: 2.5rem;
    padding: 0;
    font-size: var(--text-l);
  }

  .actions {
    display: flex;
    gap: var(--space-2);
    margin-inline-start: auto;
  }

  .strip {
    min-height: 0;
    border-bottom: 1px solid var(--line);
    background: var(--surface-2);
  }

  .strip summary {
    display: flex;
    align-items: baseline;
    gap: var(--space-3);
    padding: var(--space-2) var(--space-5);
    cursor: pointer;
  }

  .strip summary::before {
    content: '▸' / '';
    color: var(--text-muted);
  }

  .strip[open] summary::before {
    content: '▾' / '';
  }

  .strip console-side {
    max-height: 45dvh;
  }

  .gist {
    overflow: hidden;
    color: var(--text-muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  wa-dropdown-item {
    gap: var(--space-1);
    min-height: 2.25rem;
  }

  .round {
    width: 2.25rem;
    padding: 0;
  }

  wa-drawer {
    --size: min(85dvh, 44rem);
    --spacing: 1rem;
  }

  wa-drawer::part(dialog) {
    border-radius: var(--radius-l) var(--radius-l) 0 0;
  }

  wa-drawer::part(body) {
    padding: 0;
  }

  .strong {
    font-weight: 600;
  }

  .lost {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2) var(--space-4);
    padding: var(--space-3) var(--space-5);
    border-top: 1px solid var(--line);
    background: var(--warn-soft);
    color: var(--warn-text);
  }

  @media (min-width: 1200px) {
    :host {
      grid-template-columns: minmax(0, 1fr) minmax(19rem, 24rem);
    }

    header,
    console-left-message,
    console-transcript,
    console-compose,
    .lost {
      grid-column: 1;
    }

    aside {
      grid-area: 1 / 2 / -1 / 2;
      display: grid;
      min-height: 0;
      border-inline-start: 1px solid var(--line);
      background: var(--surface-2);
    }
  }

  header {
    grid-row: 1;
  }

  .strip {
    grid-row: 2;
  }

  console-left-message {
    grid-row: 3;
  }

  console-transcript {
    grid-row: 4;
  }

  console-compose,
  .lost {
    grid-row: 5;
  }

  @media (max-width: 760px) {
    header,
    .lost {
      padding-inline: var(--space-3);
    }

    .back {
      display: inline-flex;
      flex: none;
      margin-inline-start: calc(-1 * var(--space-2));
    }

    header {
      gap: var(--space-1);
    }

    .tongue {
      display: none;
    }

    .actions {
      gap: var(--space-1);
    }

    .actions .button:not(.round) {
      padding-inline: var(--space-3);
    }

    .more {
      width: 2.25rem;
      padding: 0 !important;
    }

    .more span {
      position: absolute;
      clip-path: inset(50%);
    }
  }
`;
