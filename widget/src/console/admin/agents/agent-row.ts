import { css, html, nothing, type TemplateResult } from 'lit';
import { languageNames, type AdminTexts } from '../i18n';
import { skillName } from '../../locales/skills';
import { keyIcon } from '../parts/icons';
import type { Colleague } from '../rest';

export type AgentAct = 'edit' | 'link' | 'disable' | 'enable';

/** An agent in the list: who, whether they are there, what they take, and what can be done about it. */
export function agentRow(
  i18n: AdminTexts,
  agent: Colleague,
  own: boolean,
  act: (act: AgentAct) => void,
): TemplateResult {
  const { t } = i18n;
  const { name } = agent;
  const skills = agent.skills.map((skill) => skillName(skill, i18n.lang));
  const button = (kind: AgentAct, label: string, full: string): TemplateResult =>
    html`<button class="button slim" data-act=${kind} aria-label=${full} @click=${() => act(kind)}>
      ${kind === 'link' ? keyIcon : nothing}${label}
    </button>`;
  return html`<li class=${agent.disabled ? 'off' : ''} data-agent=${agent.id}>
    <span class="initials" aria-hidden="true">${initials(name)}</span>
    <div class="who">
      <h3>${name}${own ? html` <span class="chip">${t('agents.you')}</span>` : nothing}</h3>
      <p class="small muted">${t(`role.${agent.role}`)}</p>
    </div>
    ${presence(i18n, agent)}
    <div class="takes small">
      <p><span class="hidden">${t('agents.languages')}: </span>${languageNames(agent.languages, i18n.lang)}</p>
      <p class="muted">
        ${agent.skills.length > 0
          ? html`<span class="hidden">${t('agents.skills')}: </span>${skills.join(', ')}`
          : t('agents.no_skills')}
      </p>
    </div>
    <div class="acts">
      ${button('edit', t('agents.edit'), t('agents.edit_label', { name }))}
      ${agent.disabled
        ? button('enable', t('agents.enable'), t('agents.enable_label', { name }))
        : html`${button('link', t('agents.link'), t('agents.link_label', { name }))}
          ${own ? nothing : button('disable', t('agents.disable'), t('agents.disable_label', { name }))}`}
    </div>
  </li>`;
}

function presence({ t }: AdminTexts, agent: Colleague): TemplateResult {
  const state = agent.disabled ? 'disabled' : agent.connected ? agent.status : 'gone';
  const load = { open: agent.open, capacity: agent.capacity };
  return html`<div class="presence small">
    <p><span class="dot ${state}" aria-hidden="true"></span>${t(`presence.${state}`)}</p>
    ${agent.disabled
      ? nothing
      : html`<p class="muted">
          ${t('agents.load', load)}
        </p>`}
  </div>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

export const rowStyles = css`
  :host {
    display: grid;
    gap: var(--space-4);
  }

  ul {
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--surface);
  }

  /* The columns are those of the whole list, however many buttons a row has. */
  ul {
    display: grid;
    grid-template-columns: auto minmax(9rem, 1.2fr) minmax(7rem, auto) minmax(8rem, 1.2fr) auto;
    column-gap: var(--space-4);
  }

  li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    row-gap: var(--space-2);
    padding: var(--space-3) var(--space-4);
  }

  .off {
    color: var(--text-muted);
  }

  li + li {
    border-top: 1px solid var(--line);
  }

  .initials {
    display: grid;
    place-items: center;
    width: 2.5rem;
    height: 2.5rem;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent-text);
    font-size: var(--text-s);
    font-weight: 650;
  }

  .off .initials {
    background: var(--surface-3);
    color: var(--text-muted);
  }

  h3 {
    overflow-wrap: anywhere;
  }

  h3 .chip {
    font-weight: 400;
  }

  .takes {
    overflow-wrap: anywhere;
  }

  .presence p:first-child {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }

  .dot.gone,
  .dot.disabled {
    border-style: dotted;
  }

  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-2);
  }

  .alone {
    text-align: center;
  }

  @media (max-width: 900px) {
    ul {
      grid-template-columns: auto minmax(0, 1fr) auto;
    }

    li {
      padding: var(--space-4);
    }

    .presence {
      text-align: end;
    }

    .presence p:first-child {
      justify-content: end;
    }

    .takes,
    .acts {
      grid-column: 2 / -1;
      justify-content: start;
    }
  }

  @media (max-width: 480px) {
    .takes,
    .acts {
      grid-column: 1 / -1;
    }
  }
`;
