import { css } from 'lit';

export const transcriptStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    container-type: inline-size;
  }

  .log {
    height: 100%;
    overflow-y: auto;
    overscroll-behavior: contain;
    /* The rows are placed by script; the browser's own corrections would come on top of them. */
    overflow-anchor: none;
  }

  .space {
    position: relative;
    margin-block: var(--space-2) var(--space-4);
  }

  .row {
    position: absolute;
    inset: 0 0 auto;
    display: flex;
    flex-direction: column;
    padding-inline: var(--space-5);
  }

  .log:focus-visible {
    outline-offset: -2px;
  }

  .message,
  .note,
  .contact {
    display: grid;
    max-width: min(36rem, 86%);
    padding-top: var(--space-4);
  }

  .message.joined {
    padding-top: var(--space-1);
  }

  .message.agent,
  .message.bot {
    align-self: end;
    justify-items: end;
  }

  .message.visitor,
  .message.system {
    align-self: start;
    justify-items: start;
  }

  .meta {
    padding: 0 var(--space-2) 2px;
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .author {
    font-weight: 600;
    color: var(--text);
  }

  .text {
    width: fit-content;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .message .text {
    padding: var(--space-2) var(--space-4);
    border-radius: var(--radius-l);
  }

  .visitor .text {
    border-end-start-radius: var(--space-1);
    background: var(--surface-3);
  }

  .agent .text {
    border-end-end-radius: var(--space-1);
    background: var(--accent);
    color: var(--on-accent);
  }

  .bot .text {
    border: 1px solid var(--line);
    border-end-end-radius: var(--space-1);
    background: var(--surface);
  }

  .system .text {
    border: 1px dashed var(--line-strong);
  }

  .sending .text {
    opacity: 0.75;
  }

  .message.refused .text {
    background: var(--danger-soft);
    color: var(--text);
    border: 1px solid var(--danger);
  }

  .aside {
    padding: 2px var(--space-2) 0;
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .note,
  .contact {
    align-self: stretch;
    max-width: none;
    margin-top: var(--space-4);
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius-m);
  }

  .note {
    border: 1px dashed currentcolor;
    background: var(--warn-soft);
    color: var(--warn-text);
  }

  .note .meta,
  .note .author,
  .note .aside {
    padding-inline: 0;
    color: inherit;
  }

  .note .text {
    color: var(--text);
  }

  .contact {
    gap: var(--space-2);
    border: 1px solid var(--line);
    background: var(--surface-2);
  }

  .contact .meta {
    padding: 0;
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

  a {
    color: var(--accent-text);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1);
    padding-top: var(--space-1);
  }

  .choices li {
    padding: 0 var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-full);
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .day {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    padding-top: var(--space-4);
    color: var(--text-muted);
    font-size: var(--text-s);
    font-weight: 600;
  }

  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-top: 1px solid var(--line);
  }

  .loading {
    display: grid;
    gap: var(--space-3);
    padding: var(--space-5);
  }

  .loading i {
    width: min(60%, 22rem);
    height: 2.75rem;
    border-radius: var(--radius-l);
    background: var(--surface-3);
    animation: breathe 1.4s infinite alternate;
  }

  .loading .ours {
    justify-self: end;
    background: var(--accent-soft);
  }

  .moved {
    align-self: center;
    margin-top: var(--space-4);
    padding: 2px var(--space-3);
    border-radius: var(--radius-full);
    background: var(--surface-2);
    color: var(--text-muted);
    font-size: var(--text-s);
    text-align: center;
  }

  .problem {
    padding: var(--space-1) var(--space-2);
    color: var(--danger);
    font-size: var(--text-s);
  }

  .row-actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  .typing {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding-top: var(--space-3);
    color: var(--text-muted);
    font-size: var(--text-s);
  }

  .dots {
    display: inline-flex;
    gap: 3px;
  }

  .dots i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: currentcolor;
    animation: bob 1.2s infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }

  .below {
    position: absolute;
    inset-block-end: var(--space-3);
    inset-inline: 0;
    width: fit-content;
    margin-inline: auto;
    box-shadow: var(--shadow);
  }

  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }

  @keyframes bob {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }

  .message a {
    color: inherit;
  }

  /* The transcript may stand in a narrow pane of a wide window. */
  @container (max-width: 30rem) {
    .row {
      padding-inline: var(--space-3);
    }
  }
`;
