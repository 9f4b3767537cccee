import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { skillName } from '../../locales/skills';
import { explain } from '../errors';
import { nameOf } from '../i18n';
import { AdminDialog } from '../parts/dialog';
import { toggled } from '../parts/lists';
import { type AdminCalls, type Colleague, type PasswordCode, type Profile, RestError, type Role, ROLES } from '../rest';
import { type AgentFaults, CAPACITY, changesTo, faultsOf, newProfile, profileOf } from './agent-form';

/** Who was added or changed; a new one has a code for their first password. */
export interface AgentSaved {
  readonly agent: Colleague;
  readonly code: PasswordCode | null;
}

/** Adds an agent, or changes one. Fires `agent-saved`. */
@customElement('admin-agent-dialog')
export class AgentDialog extends AdminDialog {
  static override styles = [
    ...AdminDialog.styles,
    css`
      .fields {
        display: grid;
        align-content: start;
        gap: var(--space-4);
      }

      .short input {
        width: 7rem;
      }

      .skill-new {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }

      .skill-new .button {
        min-height: 2.5rem;
      }

      fieldset .small {
        margin-bottom: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) calls!: AdminCalls;
  /** Languages and skills to choose from, beside those that the agent has. */
  @property({ attribute: false }) languages: readonly string[] = [];
  @property({ attribute: false }) skills: readonly string[] = [];

  /** Who is changed; null: somebody new. */
  @state() private agent: Colleague | null = null;
  /** Why the role is not to be changed, or null where it may be. */
  @state() private fixedRole: 'own' | 'last' | null = null;
  @state() private profile: Profile = newProfile([]);
  @state() private was: Profile = this.profile;
  @state() private extraSkills: readonly string[] = [];
  @state() private faults: AgentFaults = {};
  @state() private problem: string | null = null;
  @state() private busy = false;
  @query('#skill-new') private skillInput!: HTMLInputElement;

  add(): void {
    this.begin(null, newProfile(this.languages), null);
  }

  edit(agent: Colleague, fixedRole: 'own' | 'last' | null): void {
    this.begin(agent, profileOf(agent), fixedRole);
  }

  override render(): TemplateResult {
    const { t } = this.i18n;
    return this.frame({
      heading: this.agent ? t('agent.edit_heading', { name: this.agent.name }) : t('agent.add_heading'),
      tall: true,
      body: html`<div class="fields">
        ${this.problemLine(this.problem)} ${this.nameField()} ${this.roleField()} ${this.languageField()}
        ${this.skillField()} ${this.capacityField()}
      </div>`,
      actions: html`${this.cancelButton()}
        <button class="button primary" ?disabled=${this.busy}>
          ${this.busy ? t('common.saving') : this.agent ? t('common.save') : t('agent.submit_add')}
        </button>`,
      submit: this.submit,
    });
  }

  protected override dirty(): boolean {
    return Object.keys(changesTo(this.was, this.profile)).length > 0 || this.skillInput.value.trim() !== '';
  }

  private nameField(): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="field">
      <label for="name">${t('agent.name')}</label>
      <input
        id="name"
        autocomplete="off"
        .value=${this.profile.name}
        aria-describedby="name-hint name-fault"
        aria-invalid=${this.faults.name ? 'true' : nothing}
        @input=${(event: Event) => this.put({ name: valueOf(event) })}
      />
      ${this.fault('name')}
      <p id="name-hint" class="small muted">${t('agent.name_hint')}</p>
    </div>`;
  }

  private roleField(): TemplateResult {
    const { t } = this.i18n;
    const { role } = this.profile;
    return html`<div class="field">
      <label for="role">${t('agent.role')}</label>
      <select
        id="role"
        aria-describedby="role-hint role-fault"
        ?disabled=${this.fixedRole !== null}
        @change=${(event: Event) => this.put({ role: valueOf(event) as Role })}
      >
        ${ROLES.map((each) => html`<option value=${each} .selected=${each === role}>${t(`role.${each}`)}</option>`)}
      </select>
      ${this.fault('role')}
      <p id="role-hint" class="small muted">${this.fixedRole ? t(`agent.role_${this.fixedRole}`) : t(`role.${role}_hint`)}</p>
    </div>`;
  }

  private languageField(): TemplateResult {
    const { t, lang } = this.i18n;
    const choices = [...new Set([...this.languages, ...this.was.languages])];
    return html`<fieldset aria-describedby="languages-hint languages-fault">
      <legend>${t('agent.languages')}</legend>
      <p id="languages-hint" class="small muted">${t('agent.languages_hint')}</p>
      <div class="checks">
        ${choices.map((tag) =>
          this.check(nameOf(tag, lang), this.profile.languages.includes(tag), (wanted) =>
            this.put({ languages: toggled(this.profile.languages, tag, wanted) }),
          ),
        )}
      </div>
      ${this.fault('languages')}
    </fieldset>`;
  }

  private skillField(): TemplateResult {
    const { t } = this.i18n;
    const choices = [...new Set([...this.skills, ...this.was.skills, ...this.extraSkills])];
    return html`<fieldset aria-describedby="skills-hint skills-fault">
      <legend>${t('agent.skills')}</legend>
      <p id="skills-hint" class="small muted">${t('agent.skills_hint')}</p>
      <div class="checks">
        ${choices.map((skill) =>
          this.check(skillName(skill, this.i18n.lang), this.profile.skills.includes(skill), (wanted) =>
            this.put({ skills: toggled(this.profile.skills, skill, wanted) }),
          ),
        )}
      </div>
      <div class="field skill-new">
        <label class="hidden" for="skill-new">${t('agent.skill_new')}</label>
        <input id="skill-new" placeholder=${t('agent.skill_new')} maxlength="60" autocomplete="off" @keydown=${this.onSkillKey} />
        <button type="button" class="button" @click=${this.takeSkill}>${t('agent.skill_add')}</button>
      </div>
      ${this.fault('skills')}
    </fieldset>`;
  }

  private capacityField(): TemplateResult {
    const { t } = this.i18n;
    const { min, max } = CAPACITY;
    return html`<div class="field short">
      <label for="capacity">${t('agent.capacity')}</label>
      <input
        id="capacity"
        type="number"
        inputmode="numeric"
        min=${min}
        max=${max}
        step="1"
        .value=${Number.isNaN(this.profile.capacity) ? '' : String(this.profile.capacity)}
        aria-describedby="capacity-hint capacity-fault"
        aria-invalid=${this.faults.capacity ? 'true' : nothing}
        @input=${(event: Event) => this.put({ capacity: (event.target as HTMLInputElement).valueAsNumber })}
      />
      ${this.fault('capacity')}
      <p id="capacity-hint" class="small muted">${t('agent.capacity_hint', { min, max })}</p>
    </div>`;
  }

  private check(label: string, checked: boolean, set: (wanted: boolean) => void): TemplateResult {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${checked}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />${label}
    </label>`;
  }

  private fault(field: keyof Profile): TemplateResult {
    return html`<p id="${field}-fault" class="fault" role="alert">${this.faults[field]}</p>`;
  }

  private begin(agent: Colleague | null, profile: Profile, fixedRole: 'own' | 'last' | null): void {
    Object.assign(this, { agent, profile, was: profile, fixedRole, extraSkills: [], faults: {}, problem: null });
    this.skillInput.value = '';
    this.open();
  }

  private put(change: Partial<Profile>): void {
    this.profile = { ...this.profile, ...change };
    // What is being mended is not blamed any more; what is wrong still is said at the next attempt to save.
    const mended = Object.keys(change);
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(([field]) => !mended.includes(field)));
  }

  private readonly onSkillKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || this.skillInput.value.trim() === '') return;
    event.preventDefault(); // or it would send the whole form
    this.takeSkill();
  };

  private readonly takeSkill = (): void => {
    const skill = this.skillInput.value.trim();
    if (skill !== '') {
      this.extraSkills = toggled(this.extraSkills, skill, true);
      this.put({ skills: toggled(this.profile.skills, skill, true) });
    }
    this.skillInput.value = '';
    this.skillInput.focus();
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    if (this.skillInput.value.trim() !== '') this.takeSkill(); // typed and not yet added: it was meant
    this.problem = null;
    this.faults = faultsOf(this.profile, this.i18n);
    if (Object.keys(this.faults).length > 0) return this.toFirstFault();
    this.busy = true;
    try {
      const detail = await this.save();
      this.shut();
      if (detail !== null) this.dispatchEvent(new CustomEvent<AgentSaved>('agent-saved', { detail }));
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy = false;
    }
  };

  /** Null where nothing had to be changed. */
  private async save(): Promise<AgentSaved | null> {
    const profile = { ...this.profile, name: this.profile.name.trim() };
    if (this.agent === null) {
      const { agent, ...code } = await this.calls.addAgent(profile);
      return { agent, code };
    }
    const changes = changesTo(this.was, profile);
    if (Object.keys(changes).length === 0) return null;
    return { agent: await this.calls.changeAgent(this.agent.id, changes), code: null };
  }

  private refused(error: unknown): void {
    const words = explain(this.i18n, error);
    const { code, field } = error as RestError;
    const place = code === 'taken' ? 'name' : field;
    if (place !== null && place in this.profile) {
      this.faults = { [place]: code === 'taken' ? this.i18n.t('agent.name_taken') : words };
      this.toFirstFault();
    } else {
      this.problem = code === 'wrong_state' ? this.i18n.t('agent.wrong_state') : words;
    }
  }

  private toFirstFault(): void {
    void this.updateComplete.then(() => {
      const fault = [...this.renderRoot.querySelectorAll('.fault')].find((each) => each.textContent !== '');
      fault?.closest('.field, fieldset')?.querySelector<HTMLElement>('input, select')?.focus();
    });
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
