import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Agent } from '../../../shared/protocol';
import { base, buttons, fields } from '../../views/styles';
import { explain } from '../errors';
import type { AdminTexts } from '../i18n';
import { nameOf } from '../i18n';
import { toggled } from '../parts/lists';
import { placeholder } from '../parts/placeholder';
import { room } from '../parts/styles';
import type { AdminCalls, RestError, Site, SiteFields } from '../rest';
import { say } from '../said';
import { hexColour } from './colour';
import './colour-field';
import './embed';
import './identity';
import './origins';
import type { OriginList } from './origins';
import { changed, type Draft, fieldsOf, SiteDraft } from './site-draft';
import { siteStyles } from './site-styles';

const LONGEST_NAME = 60;

type Faults = { readonly [Field in keyof SiteFields]?: string };

/** The site that the bubble stands on: its name, colour, languages and addresses, and how it gets the bubble. */
@customElement('admin-site')
export class AdminSite extends LitElement {
  static override styles = [base, buttons, fields, room, siteStyles];

  @property({ attribute: false }) i18n!: AdminTexts;
  @property({ attribute: false }) calls!: AdminCalls;
  @property({ attribute: false }) me!: Agent;

  @state() private site: Site | null = null;
  @state() private draft: Draft = {};
  @state() private faults: Faults = {};
  @state() private problem: string | null = null;
  @state() private failed: unknown = null;
  @state() private busy = false;
  /** Whether the draft is from an earlier visit, which deserves a word. */
  @state() private kept = false;
  @query('admin-origins') private origins!: OriginList | null;
  private store!: SiteDraft;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.onUnload);
    void this.updateComplete.then(this.load);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeunload', this.onUnload);
  }

  override render(): TemplateResult {
    if (this.site === null) return placeholder(this.i18n, this.failed, this.load);
    return html`${this.form(this.site)}
      <admin-embed .i18n=${this.i18n}></admin-embed>
      <admin-identity
        .i18n=${this.i18n}
        .calls=${this.calls}
        .secret=${this.site.identity_secret}
        @secret-renewed=${(event: CustomEvent<string>) => this.renewed(event.detail)}
      ></admin-identity>`;
  }

  private form(site: Site): TemplateResult {
    const { t } = this.i18n;
    const form = fieldsOf(site, this.draft);
    return html`<form novalidate @submit=${this.save}>
      ${this.kept && this.dirty ? html`<p class="info">${t('site.taken_over')}</p>` : nothing}
      <section class="card" aria-labelledby="general">
        <h2 id="general">${t('site.general')}</h2>
        ${this.nameField(form)} ${this.languageField(site, form)}
        <admin-colour
          .i18n=${this.i18n}
          .value=${form.accent}
          .name=${form.name}
          .fault=${this.faults.accent ?? null}
          @chosen=${(event: CustomEvent<string>) => this.put({ accent: event.detail })}
        ></admin-colour>
      </section>
      <admin-origins
        .i18n=${this.i18n}
        .origins=${form.allowed_origins}
        .fixed=${site.fixed_origins}
        .fault=${this.faults.allowed_origins ?? null}
        @chosen=${(event: CustomEvent<readonly string[]>) => this.put({ allowed_origins: event.detail })}
      ></admin-origins>
      ${this.dirty ? this.saveBar() : nothing}
    </form>`;
  }

  private nameField(form: SiteFields): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="field name">
      <label for="name">${t('site.name')}</label>
      <input
        id="name"
        autocomplete="off"
        .value=${form.name}
        aria-describedby="name-hint name-fault"
        aria-invalid=${this.faults.name ? 'true' : nothing}
        @input=${(event: Event) => this.put({ name: (event.target as HTMLInputElement).value })}
      />
      <p id="name-fault" class="fault" role="alert">${this.faults.name}</p>
      <p id="name-hint" class="small muted">${t('site.name_hint')}</p>
    </div>`;
  }

  private languageField(site: Site, form: SiteFields): TemplateResult {
    const { t, lang } = this.i18n;
    return html`<fieldset aria-describedby="languages-hint languages-fault">
      <legend>${t('site.languages')}</legend>
      <div class="checks">
        ${site.all_languages.map(
          (tag) => html`<label class="check">
            <input
              type="checkbox"
              .checked=${form.languages.includes(tag)}
              @change=${(event: Event) => this.speak(tag, (event.target as HTMLInputElement).checked)}
            />${nameOf(tag, lang)}
          </label>`,
        )}
      </div>
      <p id="languages-fault" class="fault" role="alert">${this.faults.languages}</p>
      <p id="languages-hint" class="small muted">${t('site.languages_hint')}</p>
    </fieldset>`;
  }

  private saveBar(): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="save">
      ${this.problem === null
        ? html`<p>${t('common.unsaved')}</p>`
        : html`<p class="fault" role="alert">${this.problem}</p>`}
      <button type="button" class="button" ?disabled=${this.busy} @click=${this.discard}>${t('common.discard')}</button>
      <button class="button primary" ?disabled=${this.busy}>
        ${this.busy ? t('common.saving') : t('common.save')}
      </button>
    </div>`;
  }

  get dirty(): boolean {
    return Object.keys(this.draft).length > 0;
  }

  private readonly load = async (): Promise<void> => {
    this.failed = null;
    this.store = new SiteDraft(this.me.id);
    try {
      const site = await this.calls.site();
      this.draft = changed(site, this.store.load(), {});
      this.kept = this.dirty;
      this.site = site;
      this.tellDirty();
    } catch (error) {
      this.failed = error;
    }
  };

  private put(change: Draft): void {
    if (this.site === null) return;
    this.draft = changed(this.site, this.draft, change);
    const mended = Object.keys(change);
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(([field]) => !mended.includes(field)));
    this.problem = null;
    this.store.save(this.draft);
    this.tellDirty();
  }

  /** In the order of the server's list, so that taking a tick away and setting it again is no change. */
  private speak(tag: string, wanted: boolean): void {
    if (this.site === null) return;
    const chosen = toggled(fieldsOf(this.site, this.draft).languages, tag, wanted);
    this.put({ languages: this.site.all_languages.filter((each) => chosen.includes(each)) });
  }

  private readonly discard = (): void => {
    this.origins?.clear();
    this.draft = {};
    this.faults = {};
    this.problem = null;
    this.kept = false;
    this.store.save({});
    this.tellDirty();
    this.focusFirst('#name');
  };

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.site === null || this.busy) return;
    // An address that is typed and not yet added was meant; one that is none has to be mended first.
    if (this.origins?.take() === false) return;
    const form = fieldsOf(this.site, this.draft);
    this.faults = this.check(form);
    if (Object.keys(this.faults).length > 0) return this.toFirstFault();
    this.busy = true;
    this.problem = null;
    try {
      const { name, accent, ...rest } = form;
      this.site = await this.calls.saveSite({ name: name.trim(), accent: hexColour(accent) ?? accent, ...rest });
      this.draft = {};
      this.kept = false;
      this.store.save({});
      this.tellDirty();
      say(this, this.i18n.t('site.saved'));
      this.focusFirst('#name');
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy = false;
    }
  };

  private check(form: SiteFields): Faults {
    const { t } = this.i18n;
    return {
      ...(form.name.trim() === '' && { name: t('site.name_missing') }),
      ...([...form.name.trim()].length > LONGEST_NAME && { name: t('site.name_long', { max: LONGEST_NAME }) }),
      ...(form.languages.length === 0 && { languages: t('site.languages_missing') }),
      ...(hexColour(form.accent) === null && { accent: t('site.colour_bad') }),
    };
  }

  private refused(error: unknown): void {
    const words = explain(this.i18n, error);
    const { field } = error as RestError;
    if (field !== null && this.site !== null && field in fieldsOf(this.site, {})) {
      this.faults = { [field]: words };
      this.toFirstFault();
    } else {
      this.problem = words;
    }
  }

  private renewed(secret: string): void {
    if (this.site !== null) this.site = { ...this.site, identity_secret: secret };
  }

  private tellDirty(): void {
    this.dispatchEvent(new CustomEvent('dirty', { detail: this.dirty }));
  }

  private toFirstFault(): void {
    const places = { name: '#name', languages: '.checks input', accent: 'admin-colour', allowed_origins: 'admin-origins' };
    const first = Object.keys(places).find((field) => field in this.faults) as keyof typeof places;
    this.focusFirst(places[first]);
  }

  /** The bar with the buttons goes away with the changes: the focus must not go with it. */
  private focusFirst(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  private readonly onUnload = (event: BeforeUnloadEvent): void => {
    if (this.dirty) event.preventDefault();
  };
}
