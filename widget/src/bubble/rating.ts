import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Part } from './part';
import type { BubbleI18n } from './texts';

const SCORES = [1, 2, 3, 4, 5] as const;

/** How it went, from 1 to 5, after a chat with a person. */
export class Rating extends Part {
  static {
    this.drawnFrom('i18n', 'busy', 'onRate', 'score');
  }

  i18n!: BubbleI18n;
  busy = false;
  onRate!: (score: number, comment: string) => void;

  private score = 0;

  protected override updated(): void {
    // The comment appears below what is in view.
    this.lastElementChild?.scrollIntoView?.({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { t } = this.i18n;
    return html`
      <form class="card rating" @submit=${this.submit}>
        <fieldset>
          <legend>${t('rate')}</legend>
          <div class="scores">
            ${SCORES.map(
              (score) => html`
                <label class="score">
                  <input
                    type="radio"
                    name="score"
                    value=${score}
                    aria-label=${t(`rate_${score}`)}
                    .checked=${this.score === score}
                    @change=${() => (this.score = score)}
                  />
                  <span aria-hidden="true">${score}</span>
                </label>
              `,
            )}
          </div>
          <div class="scale muted" aria-hidden="true"><span>${t('rate_low')}</span><span>${t('rate_high')}</span></div>
        </fieldset>
        ${
          this.score === 0
            ? nothing
            : html`
              <label for="rate-comment">${t('rate_comment')} <span class="muted">(${t('contact_optional')})</span></label>
              <textarea id="rate-comment" name="comment" rows="2"></textarea>
              <button class="primary" type="submit" ?disabled=${this.busy}>${t('rate_send')}</button>
            `
        }
      </form>
    `;
  }

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    if (this.score === 0) return;
    const comment = new FormData(event.target as HTMLFormElement).get('comment');
    this.onRate(this.score, String(comment ?? '').trim());
  };
}
