import { css } from 'lit';

export const briefStyles = css`
  :host {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
    gap: var(--space-5);
    align-items: start;
  }

  .reason {
    grid-column: 1 / -1;
    width: fit-content;
    margin-bottom: calc(-1 * var(--space-2));
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-full);
    background: var(--accent-soft);
    font-weight: 600;
  }

  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 2px var(--space-4);
    overflow-wrap: anywhere;
  }

  dt {
    color: var(--text-muted);
  }

  h3 {
    margin-bottom: var(--space-2);
    color: var(--text-muted);
    font-size: var(--text-s);
    font-weight: 650;
  }

  blockquote {
    margin: 0;
    padding-inline-start: var(--space-3);
    border-inline-start: 3px solid var(--accent-text);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  ul {
    display: grid;
    gap: var(--space-2);
  }

  .tried {
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }

  .guess {
    display: inline-block;
    padding: 0 var(--space-2);
    border-radius: var(--radius-full);
    background: var(--surface-3);
    color: var(--text-muted);
  }

  .choice {
    display: grid;
    width: 100%;
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .choice:hover:not(:disabled) {
    border-color: var(--accent-text);
    background: var(--accent-soft);
  }

  .choice:hover:not(:disabled) .head {
    color: var(--text);
  }

  .choice:disabled {
    cursor: default;
    color: var(--text-muted);
  }

  .head {
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .reply {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }

  .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  a {
    color: var(--accent-text);
  }
`;
