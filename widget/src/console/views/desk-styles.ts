import { css } from 'lit';

export const deskStyles = css`
  :host {
    display: grid !important;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100%;
  }

  :host([hidden]) {
    display: none !important;
  }

  /* On a telephone the top bar makes room for the open chat. */
  console-topbar {
    grid-row: 1;
  }

  .messages {
    grid-row: 2;
  }

  .panes {
    grid-row: 3;
    position: relative;
    display: grid;
    grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr);
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
    display: grid;
    gap: var(--space-2);
  }

  .loading i {
    height: 4.5rem;
    border-radius: var(--radius-m);
    background: var(--surface-3);
    animation: breathe 1.4s infinite alternate;
  }

  .loading .short {
    width: 40%;
    height: 1.125rem;
    margin-top: var(--space-2);
  }

  @keyframes breathe {
    to {
      opacity: 0.5;
    }
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

  .scene {
    width: min(20rem, 90%);
    margin-bottom: var(--space-4);
    border-radius: var(--radius-l);
  }

  .scene .sun {
    fill: var(--warn-soft);
  }

  .scene .far {
    fill: var(--surface-3);
  }

  .scene .near {
    fill: var(--accent-soft);
  }

  .scene .tree {
    fill: var(--accent);
  }

  .scene .back {
    opacity: 0.65;
  }

  .scene .house {
    fill: var(--text-muted);
  }

  .scene .window {
    fill: var(--surface-3);
  }

  .scene .lit {
    fill: #ffd98a;
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
