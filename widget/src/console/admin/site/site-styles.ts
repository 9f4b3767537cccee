import { css } from 'lit';

export const siteStyles = css`
  :host,
  form {
    display: grid;
    gap: var(--space-5);
  }

  .save {
    position: fixed;
    inset-inline: 0;
    bottom: var(--space-4);
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--space-2) var(--space-3);
    width: min(65rem, 100% - 2 * var(--space-3));
    margin: 0 auto;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .save p {
    flex: 1 1 12rem;
  }

  /* Where room is scarce the mark at the tab says that something is not saved. */
  @media (max-width: 480px) {
    .save {
      padding: var(--space-2) var(--space-3);
    }

    .save p:not(.fault) {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }

  .name {
    max-width: 24rem;
  }
`;
