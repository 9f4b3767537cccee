import { css } from 'lit';

export const appStyles = css`
  :host,
  console-desk,
  vuoro-admin {
    display: block;
    height: 100%;
  }

  .entrance {
    display: grid;
    grid-template-rows: auto 1fr;
    min-height: 100%;
  }

  .entrance header {
    display: flex;
    justify-content: end;
    padding: var(--space-3) var(--space-4);
  }

  .entrance select {
    width: auto;
  }

  .middle {
    display: grid;
    gap: var(--space-4);
    align-content: center;
    justify-items: center;
    padding: var(--space-4);
    text-align: center;
  }

  .to-login {
    justify-self: center;
  }
`;
