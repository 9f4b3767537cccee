import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Colleague } from '../../shared/protocol';
import type { Actions } from '../actions';
import { languageName } from '../i18n';
import { type Knowledge, NOTHING_KNOWN } from '../knowledge';
import { visitorLang } from '../held';
import { skillName } from '../locales/skills';
import type { Held } from '../state';
import { ConsoleDialog } from './dialog';
import { dots } from './styles';
import { transferStyles } from './transfer-styles';

/** Passes a conversation on: to a colleague who is there, or to whoever has a skill, with a note. */
@customElement('console-transfer-dialog')
export class TransferDialog extends ConsoleDialog {
  static override styles = [...ConsoleDialog.styles, dots, transferStyles];

  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) colleagues: readonly Colleague[] = [];
  @property({ attribute: false }) knowledge: Knowledge = NOTHING_KNOWN;
  @property() me = '';
  @state() private missing = false;
  @query('form') private form!: HTMLFormElement;

  override show(): void {
    this.missing = false;
    super.show();
  }

  protected override get heading(): string {
    return this.i18n.t('transfer.heading');
  }

  protected override content(): TemplateResult {
    const { t } = this.i18n;
    const others = this.colleagues.filter((colleague) => colleague.id !== this.me);
    const ranked = others.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, this.i18n.lang));
    const skills = [...new Set([...this.knowledge.skills, ...others.flatMap((colleague) => colleague.skills)])].sort();
    return html`<form @submit=${this.submit}>
      <fieldset>
        <legend>${t('transfer.to_person')}</legend>
        ${ranked.length === 0 ? html`<p class="muted">${t('transfer.nobody')}</p>` : nothing}
        <div class="people">${ranked.map((colleague) => this.person(colleague))}</div>
      </fieldset>
      ${skills.length > 0
        ? html`<fieldset>
            <legend>${t('transfer.to_skill')}</legend>
            <div class="skills">${skills.map((skill) => this.skill(skill, others))}</div>
          </fieldset>`
        : nothing}
      <div class="field">
        <label for="note">${t('transfer.note')} <span class="muted small">(${t('form.optional')})</span></label>
        <textarea id="note" name="note" rows="3" maxlength="2000"></textarea>
      </div>
      ${this.missing ? html`<p class="error" role="alert">${t('transfer.missing')}</p>` : nothing}
      <div class="row">
        <button type="button" class="button quiet" @click=${() => this.hide()}>${t('form.cancel')}</button>
        <button class="button primary">${t('transfer.submit')}</button>
      </div>
    </form>`;
  }

  private person(colleague: Colleague): TemplateResult {
    const { t, lang } = this.i18n;
    const { id, name, open, capacity, languages } = colleague;
    const there = isThere(colleague);
    const status = t(`status.${there ? colleague.status : 'away'}`);
    const tongues = languages.map((tag) => languageName(tag, lang)).join(', ');
    const spoken = visitorLang(this.held);
    const foreign = spoken !== null && languages.length > 0 && !languages.includes(spoken);
    return html`<label class="person ${there ? '' : 'off'}">
      <input type="radio" name="to" value="agent:${id}" ?disabled=${!there} @change=${() => (this.missing = false)} />
      <span class="name">${name}</span>
      <span class="state small"><span class="dot ${there ? colleague.status : 'away'}" aria-hidden="true"></span>${status}</span>
      <span class="about small muted">${tongues}${foreign ? html` · <b>${t('transfer.foreign')}</b>` : nothing}</span>
      <span class="load small ${open >= capacity ? 'full' : 'muted'}">${t('mine.load', { count: open, capacity })}</span>
    </label>`;
  }

  private skill(skill: string, others: readonly Colleague[]): TemplateResult {
    const { t, lang } = this.i18n;
    const count = others.filter((one) => isThere(one) && one.status === 'online' && one.skills.includes(skill)).length;
    return html`<label class="skill">
      <input type="radio" name="to" value="skill:${skill}" @change=${() => (this.missing = false)} />
      ${skillName(skill, lang)} <span class="muted small">${t('transfer.online', { count })}</span>
    </label>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const answers = new FormData(this.form);
    const [kind, ...rest] = String(answers.get('to') ?? '').split(':');
    const target = rest.join(':');
    this.missing = target === '';
    if (this.missing) return;
    this.hide();
    const to = kind === 'agent' ? { agent: target } : { skill: target };
    void this.actions.transfer(this.held, to, String(answers.get('note') ?? '').trim());
  }
}

function isThere({ connected, status }: Colleague): boolean {
  return connected && status !== 'away';
}

/** Who can take it at once first; then who is busy or full; then who is not there. */
function rank(colleague: Colleague): number {
  if (!isThere(colleague)) return 3;
  if (colleague.status === 'busy') return 2;
  return colleague.open < colleague.capacity ? 0 : 1;
}
