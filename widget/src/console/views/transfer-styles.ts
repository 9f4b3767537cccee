import { css } from 'lit';

export const transferStyles = css`
  wa-dialog {
    --width: 34rem;
  }

  .people {
    display: grid;
    max-height: 16rem;
    overflow-y: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
  }

  .people:empty {
    display: none;
  }

  .person {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: center;
    padding: var(--space-2) var(--space-3);
    cursor: pointer;
  }

  .person + .person {
    border-top: 1px solid var(--line);
  }

  .person:has(:checked),
  .skill:has(:checked) {
    background: var(--accent-soft);
  }

  .person.off {
    cursor: default;
  }

  .person.off .name {
    color: var(--text-muted);
    font-weight: 400;
  }

  input[type='radio'] {
    width: 1.125rem;
    height: 1.125rem;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }

  .person input {
    grid-row: 1 / 3;
  }

  .name {
    font-weight: 600;
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    justify-self: end;
  }

  .about b {
    color: var(--warn-text);
    font-weight: 550;
  }

  .load {
    justify-self: end;
    font-variant-numeric: tabular-nums;
  }

  .load.full {
    color: var(--warn-text);
  }

  .skills {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  .skill {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2.25rem;
    padding: 0 var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-full);
    cursor: pointer;
  }
`;
