import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Lang } from '../../shared/i18n';
import type { AgentStatus } from '../../shared/protocol';
import { notificationsAllowed } from '../alerts';
import { mine } from '../held';
import { langChoices, type Texts } from '../i18n';
import type { Settings } from '../memory';
import type { DeskState } from '../state';
import type { Work } from '../work';
import { brand, brandStyles } from './brand';
import { tell } from './events';
import { bellGlyph, bellOffGlyph, chevronGlyph, toolsGlyph } from './glyphs';
import { base, buttons, dots, segments } from './styles';
import { topbarStyles } from './topbar-styles';
import './web-awesome';

const STATUSES: readonly AgentStatus[] = ['online', 'busy', 'away'];

/** Who is at the desk, whether they take conversations, how many places are in use, and how they like to be called. */
@customElement('console-topbar')
export class ConsoleTopbar extends LitElement {
  static override styles = [base, buttons, dots, segments, brandStyles, topbarStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) desk!: DeskState;
  @property({ attribute: false }) work!: Work;
  @property({ attribute: false }) settings!: Settings;

  override render(): TemplateResult {
    const { t } = this.i18n;
    const load = { count: mine(this.desk).length, capacity: this.desk.capacity };
    return html`<header>
      ${brand()}
      <fieldset class="segments status" ?disabled=${!this.desk.ready}>
        <legend class="hidden">${t('status.label')}</legend>
        ${STATUSES.map((status) => this.statusChoice(status))}
      </fieldset>
      <span class="load small muted" title=${t('mine.load_label', load)}>
        <span aria-hidden="true">${t('mine.load', load)}</span>
        <span class="hidden">${t('mine.load_label', load)}</span>
      </span>
      <div class="end">${this.sound()} ${this.admin()} ${this.menu()}</div>
    </header>`;
  }

  private statusChoice(status: AgentStatus): TemplateResult {
    const { t } = this.i18n;
    return html`<label title=${t(`status.${status}_hint`)}>
      <input
        type="radio"
        name="status"
        .checked=${this.desk.ready && this.desk.status === status}
        @change=${() => void this.work.actions.setStatus(status)}
      />
      <span class="dot ${status}" aria-hidden="true"></span>
      ${t(`status.${status}`)}
    </label>`;
  }

  private sound(): TemplateResult {
    const { sound } = this.settings;
    const label = this.i18n.t(sound ? 'sound.on' : 'sound.off');
    return html`<button
      class="button quiet round"
      aria-pressed=${sound}
      aria-label=${this.i18n.t('sound.label')}
      title=${label}
      @click=${() => this.work.change({ sound: !sound })}
    >
      ${sound ? bellGlyph : bellOffGlyph}
    </button>`;
  }

  private admin(): TemplateResult | typeof nothing {
    if (this.desk.agent.role !== 'admin') return nothing;
    return html`<a class="button quiet admin" href="#/admin" aria-label=${this.i18n.t('admin.open')}>${toolsGlyph}<span>${this.i18n.t('admin.open')}</span></a>`;
  }

  private menu(): TemplateResult {
    const { t } = this.i18n;
    const { name } = this.desk.agent;
    const allowed = notificationsAllowed();
    return html`<wa-dropdown placement="bottom-end" @wa-select=${this.chosen}>
      <button slot="trigger" class="button me" aria-label=${t('menu.label', { name })}>
        <span class="face" aria-hidden="true">${initials(name)}</span><span class="name">${name}</span>${chevronGlyph}
      </button>
      <wa-dropdown-item type="checkbox" value="notify" ?checked=${this.settings.notify === true && allowed === 'yes'}
        ?disabled=${allowed === 'never' || allowed === 'no'}>
        ${t(allowed === 'no' || allowed === 'never' ? 'notify.blocked' : 'notify.setting')}
      </wa-dropdown-item>
      <wa-dropdown-item type="checkbox" value="single" ?checked=${this.settings.singleKeys}>
        ${t('keys.single')}
      </wa-dropdown-item>
      <wa-dropdown-item value="keys">${t('keys.heading')}</wa-dropdown-item>
      <wa-dropdown-item>
        ${t('app.language')}
        ${langChoices().map(
          ({ lang, name: own }) =>
            html`<wa-dropdown-item
              slot="submenu"
              type="checkbox"
              value="lang:${lang}"
              lang=${lang}
              ?checked=${lang === this.i18n.lang}
              >${own}</wa-dropdown-item
            >`,
        )}
      </wa-dropdown-item>
      <wa-dropdown-item value="password">${t('password.own')}</wa-dropdown-item>
      <wa-dropdown-item value="leave">${t('app.log_out')}</wa-dropdown-item>
    </wa-dropdown>`;
  }

  private chosen(event: CustomEvent<{ item: { value: string; checked: boolean } }>): void {
    const { value, checked } = event.detail.item;
    if (value === 'notify') void this.notify(checked);
    else if (value === 'single') this.work.change({ singleKeys: checked });
    else if (value === 'keys') tell(this, 'keys-wanted', null);
    else if (value === 'password') tell(this, 'change-password', null);
    else if (value === 'leave') tell(this, 'log-out', null);
    else if (value.startsWith('lang:')) tell(this, 'lang-chosen', value.slice(5) as Lang);
  }

  private async notify(wanted: boolean): Promise<void> {
    const granted = wanted && (await Notification.requestPermission()) === 'granted';
    this.work.change({ notify: granted });
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase();
}
