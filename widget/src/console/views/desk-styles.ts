import { css } from 'lit';

export const deskStyles = css`
  :host {
    display: grid !important;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100%;
  }

  .panes {
    position: relative;
    display: grid;
    grid-template-columns: minmax(17rem, 21rem) minmax(0, 1fr);
    min-height: 0;
  }

  .lists {
    display: flex;
    flex-direction: column;
    padding: var(--space-4) var(--space-3);
    overflow-y: auto;
    border-inline-end: 1px solid var(--line);
  }

  .loading {
    padding: var(--space-4);
  }

  .open {
    position: relative;
    min-width: 0;
    min-height: 0;
    background: var(--surface);
  }

  console-chat {
    height: 100%;
  }

  .none {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--space-1);
    height: 100%;
    padding: var(--space-6);
    text-align: center;
  }

  .none svg {
    width: 4.5rem;
    margin-bottom: var(--space-3);
    fill: var(--accent-soft);
    stroke: var(--accent-text);
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .none h2 {
    font-size: var(--text-l);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-2) var(--space-4);
    background: var(--warn-soft);
    color: var(--warn-text);
  }

  .bar.calm,
  .bar.info {
    background: var(--accent-soft);
    color: var(--text);
  }

  .bar.error {
    background: var(--danger-soft);
    color: var(--danger);
  }

  .bar .button {
    margin-inline-start: auto;
    color: inherit;
  }

  .bar .button:not(.quiet) {
    color: var(--text);
  }

  @media (max-width: 760px) {
    .panes {
      grid-template-columns: minmax(0, 1fr);
    }

    .lists {
      border: 0;
    }

    .covered,
    .panes:not(.with-chat) .open,
    .panes.with-chat .lists {
      display: none;
    }
  }
`;
