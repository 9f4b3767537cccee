import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Agent } from '../../../shared/protocol';
import { base, buttons, dots, fields } from '../../views/styles';
import { explain } from '../errors';
import type { AdminTexts } from '../i18n';
import '../parts/confirm';
import type { AdminConfirm } from '../parts/confirm';
import { plusIcon } from '../parts/icons';
import { placeholder } from '../parts/placeholder';
import { Poll } from '../parts/poll';
import { room } from '../parts/styles';
import type { AdminCalls, Colleague } from '../rest';
import { say } from '../said';
import './agent-dialog';
import type { AgentDialog, AgentSaved } from './agent-dialog';
import { agentRow, type AgentAct, rowStyles } from './agent-row';
import './link-dialog';
import type { LinkDialog } from './link-dialog';

/** Everybody who can log in: adding, changing, disabling, and links to a new password. */
@customElement('admin-agents')
export class AdminAgents extends LitElement {
  static override styles = [base, buttons, fields, dots, room, rowStyles];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property({ attribute: false }) calls!: AdminCalls;
  @property({ attribute: false }) me!: Agent;

  @state() private skills: readonly string[] = [];
  @state() private languages: readonly string[] = [];
  @query('admin-agent-dialog') private form!: AgentDialog;
  @query('admin-link-dialog') private link!: LinkDialog;
  @query('admin-confirm') private confirm!: AdminConfirm;
  private readonly poll = new Poll(this, () => this.calls.agents());

  protected override firstUpdated(_changed: PropertyValues): void {
    void this.learnChoices();
  }

  override render(): TemplateResult {
    return html`${this.content()}
      <admin-agent-dialog
        .i18n=${this.i18n}
        .calls=${this.calls}
        .languages=${this.languages}
        .skills=${this.skills}
        @agent-saved=${this.saved}
      ></admin-agent-dialog>
      <admin-link-dialog .i18n=${this.i18n}></admin-link-dialog>
      <admin-confirm .i18n=${this.i18n}></admin-confirm>`;
  }

  private content(): TemplateResult {
    const { t } = this.i18n;
    const { value: agents, error, at } = this.poll;
    if (agents === null) return placeholder(this.i18n, this.poll.error, this.poll.again);
    const working = agents.filter((agent) => !agent.disabled);
    const connected = working.filter((agent) => agent.connected).length;
    return html`<div class="head">
        <div>
          <h2>${t('admin.agents')}</h2>
          <p class="muted">
            ${t('agents.count', { count: working.length })} · ${t('agents.connected', { count: connected })}
          </p>
        </div>
        <button class="button primary" @click=${() => this.form.add()}>${plusIcon}${t('agents.add')}</button>
      </div>
      <div role="status">
        ${error === null ? '' : html`<p class="warn">${t('agents.stale', { time: this.i18n.moment(at) })}</p>`}
      </div>
      ${this.list(agents)}
      ${agents.length === 1 ? html`<p class="muted alone">${t('agents.alone')}</p>` : ''}`;
  }

  private list(agents: readonly Colleague[]): TemplateResult {
    const sorted = agents.toSorted(
      (one, other) => Number(one.disabled) - Number(other.disabled) || one.name.localeCompare(other.name, this.i18n.lang),
    );
    return html`<ul>
      ${repeat(
        sorted,
        ({ id }) => id,
        (agent) => agentRow(this.i18n, agent, agent.id === this.me.id, (act) => this.act(act, agent)),
      )}
    </ul>`;
  }

  private act(act: AgentAct, agent: Colleague): void {
    const acts: Record<AgentAct, () => void> = {
      edit: () => this.form.edit(agent, this.fixedRole(agent)),
      link: () => this.askLink(agent),
      disable: () => this.askDisable(agent),
      enable: () => void this.enable(agent),
    };
    acts[act]();
  }

  /** The server refuses these as well; here stands why, before anybody tries. */
  private fixedRole(agent: Colleague): 'own' | 'last' | null {
    if (agent.id !== this.me.id) return null;
    const admins = this.poll.value?.filter(({ role, disabled }) => role === 'admin' && !disabled) ?? [];
    return admins.length > 1 ? 'own' : 'last';
  }

  private askLink(agent: Colleague): void {
    const { t } = this.i18n;
    const { name } = agent;
    this.confirm.ask({
      heading: t('link.ask_heading', { name }),
      lines: [t('link.ask', { name })],
      submit: t('link.make'),
      grave: false,
      act: async () => {
        const code = await this.calls.passwordLink(agent.id);
        return () => this.link.show(name, code, false);
      },
      explain: (error) => explain(this.i18n, error),
    });
  }

  private askDisable(agent: Colleague): void {
    const { t } = this.i18n;
    const { name, open } = agent;
    this.confirm.ask({
      heading: t('disable.heading', { name }),
      lines: [t('disable.text', { name }), ...(open > 0 ? [t('disable.open', { count: open })] : [])],
      submit: t('agents.disable'),
      grave: true,
      act: async () => {
        this.put(await this.calls.changeAgent(agent.id, { disabled: true }));
        say(this, t('agents.disabled', { name }));
        return () => this.focusOn(agent.id, 'enable');
      },
      explain: (error) => explain(this.i18n, error),
    });
  }

  private async enable(agent: Colleague): Promise<void> {
    try {
      this.put(await this.calls.changeAgent(agent.id, { disabled: false }));
      say(this, this.i18n.t('agents.enabled', { name: agent.name }));
      this.focusOn(agent.id, 'disable');
    } catch (error) {
      say(this, explain(this.i18n, error), 'problem');
    }
  }

  /** The button that was pressed is gone: the one that undoes it stands in its place. */
  private focusOn(agent: string, act: AgentAct): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-agent='${agent}'] [data-act=${act}]`)?.focus();
    });
  }

  private saved(event: CustomEvent<AgentSaved>): void {
    const { agent, code } = event.detail;
    this.put(agent);
    if (code !== null) this.link.show(agent.name, code, true);
    say(this, this.i18n.t(code ? 'agents.added' : 'agents.changed', { name: agent.name }));
  }

  /** The list as the server just said it is; the next poll says the same. */
  private put(agent: Colleague): void {
    this.poll.put([...(this.poll.value ?? []).filter(({ id }) => id !== agent.id), agent]);
  }

  /** What can be chosen from; without it the form still offers what agents have. */
  private async learnChoices(): Promise<void> {
    const [skills, site] = await Promise.allSettled([this.calls.skills(), this.calls.site()]);
    if (skills.status === 'fulfilled') this.skills = skills.value;
    if (site.status === 'fulfilled') this.languages = site.value.all_languages;
  }
}
