import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BINDINGS, keycaps } from '../keys';
import { ConsoleDialog } from './dialog';

/** The keys of the console, and the switch for those without Alt. Tells `single-keys` with whether they are on. */
@customElement('console-keys-dialog')
export class KeysDialog extends ConsoleDialog {
  static override styles = [
    ...ConsoleDialog.styles,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
      }

      th,
      td {
        padding: var(--space-1) 0;
        border-bottom: 1px solid var(--line);
        font-weight: 400;
        text-align: start;
      }

      td {
        text-align: end;
        white-space: nowrap;
      }

      kbd {
        display: inline-block;
        min-width: 1.5rem;
        padding: 0 var(--space-2);
        border: 1px solid var(--line-strong);
        border-bottom-width: 2px;
        border-radius: 6px;
        background: var(--surface-2);
        font: inherit;
        font-size: var(--text-s);
        text-align: center;
      }

      .off kbd {
        border-style: dashed;
        color: var(--text-muted);
      }

      label {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-height: 2.25rem;
        cursor: pointer;
      }

      input {
        width: 1.125rem;
        height: 1.125rem;
        margin: 0;
        flex: none;
        accent-color: var(--accent);
      }
    `,
  ];

  @property({ type: Boolean }) single = false;

  protected override get heading(): string {
    return this.i18n.t('keys.heading');
  }

  protected override content(): TemplateResult {
    const { t } = this.i18n;
    const commands = [...new Set(BINDINGS.map(({ command }) => command))];
    return html`<div class="stack">
      <table>
        <tbody>
          ${commands.map((command) => html`<tr><th scope="row">${t(`keys.${command}`)}</th>${this.keysOf(command)}</tr>`)}
          <tr>
            <th scope="row">${t('keys.send')}</th>
            <td><kbd>Enter</kbd></td>
          </tr>
          <tr>
            <th scope="row">${t('keys.canned')}</th>
            <td><kbd>/</kbd></td>
          </tr>
        </tbody>
      </table>
      <div>
        <label>
          <input type="checkbox" autofocus .checked=${this.single} @change=${this.switched} />${t('keys.single')}
        </label>
        <p class="small muted">${t('keys.single_hint')}</p>
      </div>
    </div>`;
  }

  private keysOf(command: string): TemplateResult {
    const bindings = BINDINGS.filter((binding) => binding.command === command);
    return html`<td>
      ${bindings.map(
        (binding, index) =>
          html`${index > 0 ? ' / ' : ''}<span class=${binding.single && !this.single ? 'off' : ''}
              >${keycaps(binding).map((cap, at) => html`${at > 0 ? ' ' : ''}<kbd>${cap}</kbd>`)}</span
            >`,
      )}
    </td>`;
  }

  private switched(event: Event): void {
    const on = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new CustomEvent<boolean>('single-keys', { detail: on }));
  }
}
