import { html, nothing, type TemplateResult } from 'lit/html.js';
import { checkIcon, downloadIcon, moreIcon } from '../shared/icons';
import { type Lang, LANG_NAMES } from '../shared/i18n';
import { Part } from './part';
import type { BubbleI18n } from './texts';

/** Behind the three dots: the language, and the conversation as a file. */
export class Menu extends Part {
  static {
    this.drawnFrom('i18n', 'langs', 'onLang', 'onDownload', 'isOpen');
  }

  i18n!: BubbleI18n;
  langs: readonly Lang[] = [];
  onLang!: (lang: Lang) => void;
  /** Undefined where there is nothing to download. */
  onDownload?: () => void;

  private isOpen = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.left);
    this.addEventListener('keydown', this.key);
  }

  protected override render(): TemplateResult {
    const { t } = this.i18n;
    return html`
      <button
        class="more"
        type="button"
        aria-label=${t('menu')}
        title=${t('menu')}
        aria-expanded=${this.isOpen ? 'true' : 'false'}
        @click=${() => (this.isOpen = !this.isOpen)}
      >
        ${moreIcon}
      </button>
      ${this.isOpen ? this.list() : nothing}
    `;
  }

  private list(): TemplateResult {
    const { t, lang } = this.i18n;
    return html`
      <div class="menu" tabindex="-1">
        <div role="group" aria-label=${t('language')}>
          <p class="small muted" aria-hidden="true">${t('language')}</p>
          ${this.langs.map(
            (each) => html`
              <button
                type="button"
                lang=${each}
                aria-pressed=${each === lang ? 'true' : 'false'}
                @click=${() => this.choose(() => this.onLang(each))}
              >
                ${LANG_NAMES[each]} ${each === lang ? checkIcon : nothing}
              </button>
            `,
          )}
        </div>
        ${
          this.onDownload === undefined
            ? nothing
            : html`<button type="button" @click=${() => this.choose(this.onDownload!)}>
                ${t('download')} ${downloadIcon}
              </button>`
        }
      </div>
    `;
  }

  private choose(action: () => void): void {
    this.close();
    action();
  }

  private close(): void {
    this.isOpen = false;
    this.querySelector('button')?.focus();
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isOpen) return;
    // The panel stays open.
    event.stopPropagation();
    this.close();
  };

  private readonly left = (event: FocusEvent): void => {
    // Safari gives a button that is clicked no focus: then nothing that we know of has been entered instead.
    if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.isOpen = false;
  };
}
