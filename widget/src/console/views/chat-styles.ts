import { css } from 'lit';

export const chatStyles = css`
  :host {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
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

  .menu {
    position: relative;
  }

  .menu summary {
    list-style: none;
  }

  .menu summary::-webkit-details-marker {
    display: none;
  }

  .menu summary::after {
    content: '▾' / '';
    color: var(--text-muted);
  }

  .items {
    position: absolute;
    z-index: 2;
    inset-inline-end: 0;
    inset-block-start: calc(100% + var(--space-1));
    display: grid;
    min-width: 15rem;
    padding: var(--space-1);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .items button {
    min-height: 2.25rem;
    padding: var(--space-1) var(--space-3);
    border: 0;
    border-radius: var(--radius-s);
    background: none;
    text-align: start;
    cursor: pointer;
  }

  .items button:hover {
    background: var(--surface-3);
  }

  .briefing {
    border-bottom: 1px solid var(--line);
    background: var(--surface-2);
    min-height: 0;
  }

  .briefing summary {
    display: flex;
    align-items: baseline;
    gap: var(--space-3);
    padding: var(--space-2) var(--space-5);
    cursor: pointer;
  }

  .briefing summary::before {
    content: '▸' / '';
    color: var(--text-muted);
  }

  .briefing[open] summary::before {
    content: '▾' / '';
  }

  .gist {
    overflow: hidden;
    color: var(--text-muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .briefing[open] .gist {
    display: none;
  }

  .strong {
    font-weight: 600;
  }

  .content {
    max-height: 30dvh;
    padding: 0 var(--space-5) var(--space-4);
    overflow-y: auto;
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

  @media (min-width: 1080px) {
    :host {
      grid-template:
        'head brief' auto
        'log brief' minmax(0, 1fr)
        'write brief' auto / minmax(0, 1fr) minmax(18rem, 22rem);
    }

    header {
      grid-area: head;
    }

    console-transcript {
      grid-area: log;
    }

    console-compose,
    .lost {
      grid-area: write;
    }

    .briefing {
      grid-area: brief;
      overflow-y: auto;
      border-bottom: 0;
      border-inline-start: 1px solid var(--line);
    }

    .briefing summary {
      padding: var(--space-4) var(--space-4) var(--space-2);
      font-size: var(--text-l);
    }

    .content {
      max-height: none;
      padding: 0 var(--space-4) var(--space-5);
      overflow: visible;
    }
  }

  @media (max-width: 760px) {
    header,
    .briefing summary,
    .content,
    .lost {
      padding-inline: var(--space-3);
    }

    .back {
      display: inline-flex;
    }
  }
`;
