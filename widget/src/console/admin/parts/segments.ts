import { css, html, type TemplateResult } from 'lit';

/** One of a few, side by side: radio buttons, so arrow keys and screen readers know them. */
export function segmented<Value extends string>(parts: {
  name: string;
  legend: string;
  choices: readonly { readonly value: Value; readonly label: string }[];
  chosen: Value;
  choose: (value: Value) => void;
}): TemplateResult {
  return html`<fieldset class="segments">
    <legend class="hidden">${parts.legend}</legend>
    ${parts.choices.map(
      ({ value, label }) => html`<label>
        <input
          type="radio"
          name=${parts.name}
          .checked=${value === parts.chosen}
          @change=${() => parts.choose(value)}
        />${label}
      </label>`,
    )}
  </fieldset>`;
}

export const segments = css`
  .segments {
    display: inline-flex;
    flex-wrap: wrap;
    justify-self: start;
    padding: 3px;
    border-radius: var(--radius-full);
    background: var(--surface-3);
  }

  .segments label {
    position: relative;
    display: flex;
    align-items: center;
    min-height: 2rem;
    padding: 0 var(--space-4);
    border-radius: var(--radius-full);
    color: var(--text-muted);
    font-weight: 550;
    cursor: pointer;
  }

  .segments label:has(:checked) {
    background: var(--surface);
    color: var(--text);
    box-shadow: 0 1px 3px rgb(0 0 0 / 18%);
  }

  .segments label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }

  .segments input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
`;
