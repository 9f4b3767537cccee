import { html, type TemplateResult } from 'lit';

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
