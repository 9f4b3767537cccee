import { css } from 'lit';

export const composeStyles = css`
  form {
    position: relative;
    display: grid;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-5) var(--space-4);
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  /* Nobody should write to colleagues what was meant for the visitor, or the other way round. */
  form.note {
    border-top: 2px dashed var(--warn-text);
    background: var(--warn-soft);
    color: var(--warn-text);
  }

  .note textarea {
    color: var(--text);
  }

  .modes {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 var(--space-3);
  }

  fieldset {
    display: flex;
    gap: var(--space-1);
  }

  fieldset .icon {
    width: 1rem;
    height: 1rem;
  }

  .only {
    font-weight: 600;
  }

  .offline {
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-s);
    background: var(--warn-soft);
    color: var(--warn-text);
  }

  .note .offline {
    background: var(--surface);
  }

  fieldset label {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: 1.875rem;
    padding: 0 var(--space-3);
    border-radius: var(--radius-full);
    color: var(--text-muted);
    font-size: var(--text-s);
    font-weight: 600;
    cursor: pointer;
  }

  .note fieldset label {
    color: var(--text);
  }

  fieldset label:has(:checked) {
    background: var(--accent-soft);
    color: var(--accent-text);
  }

  .note fieldset label:has(:checked) {
    background: var(--warn-text);
    color: var(--surface);
  }

  fieldset label:has(:focus-visible) {
    outline: 2px solid var(--focus);
  }

  fieldset input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }

  .box {
    display: flex;
    align-items: end;
    gap: var(--space-2);
    padding: var(--space-1);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-l);
    background: var(--surface);
  }

  .note .box {
    border-style: dashed;
  }

  .box:focus-within {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }

  textarea {
    flex: 1;
    min-width: 0;
    min-height: 2.25rem;
    max-height: 35vh;
    padding: var(--space-1) var(--space-3);
    border: 0;
    background: none;
    resize: none;
    field-sizing: content;
  }

  /* The box around it shows the focus. */
  textarea:focus-visible {
    outline: 0;
  }

  textarea::placeholder {
    color: var(--text-muted);
    opacity: 1;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--space-4);
  }

  .note .foot .muted {
    color: var(--text);
  }

  .over {
    color: var(--danger);
    font-weight: 600;
  }

  @media (max-width: 760px) {
    form {
      padding: var(--space-2) var(--space-3);
    }

    .keys {
      display: none;
    }
  }

  /* A second line would cost the transcript one; the name stays for those who hear it. */
  @media (max-width: 420px) {
    .lookup span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
`;
