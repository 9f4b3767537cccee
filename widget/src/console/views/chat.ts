import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { backIcon } from '../../shared/icons';
import type { Colleague } from '../../shared/protocol';
import { isWritable, lastMove, leftMessage, visitorLang, visitorName } from '../held';
import { coded, elapsed, languageName, type TextKey, type Texts } from '../i18n';
import { type Knowledge, NOTHING_KNOWN } from '../knowledge';
import type { Held, Outgoing, Past } from '../state';
import type { Work } from '../work';
import { chatStyles } from './chat-styles';
import './close-dialog';
import type { CloseDialog } from './close-dialog';
import './compose';
import type { ConsoleCompose } from './compose';
import { tell } from './events';
import { briefGlyph, chevronGlyph, leaveGlyph, moreGlyph, passGlyph, queueGlyph } from './glyphs';
import './left-message';
import { Media, NARROW, WIDE } from './media';
import './side';
import { base, buttons, dots } from './styles';
import './transcript';
import './transfer-dialog';
import type { TransferDialog } from './transfer-dialog';
import './web-awesome';

type Leaving = 'transfer' | 'bot' | 'queue';

/** The open conversation: who it is with, its transcript, where to write, and the brief beside it. */
@customElement('console-chat')
export class ConsoleChat extends LitElement {
  static override styles = [base, buttons, dots, chatStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  @property({ attribute: false }) work!: Work;
  @property({ attribute: false }) past: Past | null = null;
  @property({ attribute: false }) colleagues: readonly Colleague[] = [];
  @property({ attribute: false }) knowledge: Knowledge = NOTHING_KNOWN;
  /** Whether the conversation is being given away just now. */
  @property({ type: Boolean }) busy = false;
  /** For how long there has been no connection, in ms; 0 for none. */
  @property({ type: Number }) lostFor = 0;
  /** Whether the brief is open where it has no place of its own. */
  @state() private briefOpen = false;
  @query('console-compose') private compose!: ConsoleCompose | null;
  @query('console-close-dialog') private closing!: CloseDialog;
  @query('console-transfer-dialog') private transferring!: TransferDialog;

  private readonly wide = new Media(this, WIDE);
  private readonly narrow = new Media(this, NARROW);

  /** Does what a key asks for; false where it cannot. */
  run(command: 'close' | 'transfer' | 'reply' | 'note' | 'brief'): boolean {
    if (command === 'brief') return this.toggleBrief();
    if (!isWritable(this.held)) return false;
    if (command === 'close') this.closing.show();
    else if (command === 'transfer') this.transferring.show();
    else this.compose?.begin(command === 'note' ? 'note' : 'send');
    return true;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('held')) return;
    const before = changed.get('held');
    if (before?.conversation === this.held.conversation) return;
    this.briefOpen = false;
    // On a telephone the keyboard would cover what is to be read first.
    if (window.matchMedia('(pointer: fine)').matches) {
      void this.compose?.updateComplete.then(() => this.compose?.focus());
    }
  }

  override render(): TemplateResult {
    const { i18n, held, work, knowledge } = this;
    const { actions } = work;
    const me = work.desk.state.agent.id;
    const writable = isWritable(held);
    const left = leftMessage(held);
    return html`
      <header>${this.heading()} ${this.headActions(writable)}</header>
      ${this.wide.matches || this.narrow.matches ? nothing : this.strip(writable)}
      ${left === null
        ? nothing
        : html`<console-left-message .i18n=${i18n} .left=${left} .name=${visitorName(held)}></console-left-message>`}
      <console-transcript
        .i18n=${i18n}
        .held=${held}
        .me=${me}
        .knowledge=${knowledge}
        .actions=${actions}
        ?offline=${this.lostFor > 0}
        @edit=${(event: CustomEvent<Outgoing>) => this.compose?.insert(event.detail.text, event.detail.kind)}
      ></console-transcript>
      ${writable
        ? html`<console-compose
            .i18n=${i18n}
            .held=${held}
            .actions=${actions}
            .knowledge=${knowledge}
            .memory=${work.memory}
            .lostFor=${this.lostFor}
          ></console-compose>`
        : this.lost()}
      ${this.wide.matches ? html`<aside aria-label=${i18n.t('brief.heading')}>${this.side(writable)}</aside>` : nothing}
      ${this.narrow.matches ? this.sheet(writable) : nothing}
      <console-close-dialog .i18n=${i18n} .held=${held} .actions=${actions}></console-close-dialog>
      <console-transfer-dialog
        .i18n=${i18n}
        .held=${held}
        .actions=${actions}
        .knowledge=${knowledge}
        .colleagues=${this.colleagues}
        .me=${me}
      ></console-transfer-dialog>
    `;
  }

  private heading(): TemplateResult {
    const { t, lang } = this.i18n;
    const spoken = visitorLang(this.held);
    return html`
      <button class="button quiet back" aria-label=${t('chat.back')} @click=${() => tell(this, 'back', null)}>
        ${backIcon}
      </button>
      <div class="who">
        <h2>${visitorName(this.held) ?? t('chat.visitor')}</h2>
        <p class="small muted">
          <span class="presence">${this.presence()}</span>
          ${spoken ? html`<span class="tongue">${languageName(spoken, lang)}</span>` : nothing}
        </p>
      </div>
    `;
  }

  private presence(): TemplateResult {
    const { t } = this.i18n;
    // What was so before the connection went is not known to be so now.
    const online = this.lostFor > 0 ? null : this.held.visitorOnline;
    const text = online === null ? t('chat.presence_unknown') : t(online ? 'chat.online' : 'chat.offline');
    return html`<span class="dot ${online ? 'online' : ''}" aria-hidden="true"></span>${text}`;
  }

  private headActions(writable: boolean): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="actions">
      ${this.narrow.matches
        ? html`<button class="button round" aria-label=${t('brief.heading')} @click=${() => this.toggleBrief()}>
            ${briefGlyph}
          </button>`
        : nothing}
      ${writable ? this.leaving() : nothing}
    </div>`;
  }

  private leaving(): TemplateResult {
    const { t } = this.i18n;
    const item = (value: Leaving, glyph: unknown): TemplateResult =>
      html`<wa-dropdown-item value=${value} ?disabled=${this.busy}>
        <span slot="icon">${glyph}</span>${t(LEAVING[value])}
      </wa-dropdown-item>`;
    return html`<button class="button" ?disabled=${this.busy} @click=${() => this.closing.show()}>
        ${t('actions.close')}
      </button>
      <wa-dropdown placement="bottom-end" @wa-select=${this.chosen}>
        <button slot="trigger" class="button more" ?disabled=${this.busy}>
          <span>${t('actions.more')}</span> ${this.narrow.matches ? moreGlyph : chevronGlyph}
        </button>
        ${item('transfer', passGlyph)} ${item('queue', queueGlyph)} ${item('bot', leaveGlyph)}
      </wa-dropdown>`;
  }

  private chosen(event: CustomEvent<{ item: { value: string } }>): void {
    const { value } = event.detail.item;
    if (value === 'transfer') this.transferring.show();
    else void this.work.actions.release(this.held, value === 'bot' ? 'bot' : 'queue');
  }

  private side(writable: boolean): TemplateResult {
    return html`<console-side
      .i18n=${this.i18n}
      .held=${this.held}
      .work=${this.work}
      .past=${this.past}
      .knowledge=${this.knowledge}
      ?writable=${writable}
      @suggested=${this.suggested}
    ></console-side>`;
  }

  /** Under the header: a line that opens. */
  private strip(writable: boolean): TemplateResult {
    const { t, lang } = this.i18n;
    const { brief } = this.held;
    return html`<details class="strip" ?open=${this.briefOpen} @toggle=${this.toggled}>
      <summary>
        <span class="strong">${t('brief.heading')}</span>
        ${brief
          ? html`<span class="gist small">${t(coded('reason', brief.reason))} · ${elapsed(brief.waited_s, lang)}</span>`
          : nothing}
      </summary>
      ${this.briefOpen ? this.side(writable) : nothing}
    </details>`;
  }

  /** On a telephone: a sheet from below. */
  private sheet(writable: boolean): TemplateResult {
    return html`<wa-drawer
      placement="bottom"
      light-dismiss
      label=${this.i18n.t('brief.heading')}
      .open=${this.briefOpen}
      @wa-after-hide=${(event: Event) => event.target === event.currentTarget && (this.briefOpen = false)}
    >
      ${this.briefOpen ? this.side(writable) : nothing}
    </wa-drawer>`;
  }

  /** Stands where the agent could write before: the conversation has another owner, or none. */
  private lost(): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="lost" role="status">
      <p><span class="strong">${t(goneText(this.held))}</span> ${t('gone.read_only')}</p>
      <button class="button slim" @click=${() => tell(this, 'back', null)}>${t('actions.leave')}</button>
    </div>`;
  }

  private suggested(event: CustomEvent<string>): void {
    if (this.narrow.matches) this.briefOpen = false;
    this.compose?.insert(event.detail);
  }

  private toggleBrief(): boolean {
    this.briefOpen = !this.briefOpen;
    return !this.wide.matches;
  }

  private toggled(event: Event): void {
    this.briefOpen = (event.target as HTMLDetailsElement).open;
  }
}

const LEAVING = { transfer: 'actions.transfer', queue: 'actions.to_queue', bot: 'actions.to_bot' } as const;

/** Why it is gone: as the server says, else as the last move shows. */
function goneText(held: Held): TextKey {
  const told = coded('gone', held.gone ?? '');
  return told === 'gone.other' ? coded('gone', lastMove(held)?.reason ?? '') : told;
}
