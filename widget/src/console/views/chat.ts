import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Actions } from '../actions';
import { coded, elapsed, languageName, type TextKey, type Texts } from '../i18n';
import { type Held, isWritable, lastMove, type Outgoing, visitorLang, visitorName } from '../state';
import './brief';
import { chatStyles } from './chat-styles';
import './compose';
import type { ConsoleCompose } from './compose';
import './dialogs';
import type { CloseDialog, TransferDialog } from './dialogs';
import { type ConsoleEvents, tell } from './events';
import { base, buttons } from './styles';
import './transcript';

/** The open conversation: who it is with, its brief, its transcript, and where to write. */
@customElement('console-chat')
export class ConsoleChat extends LitElement {
  static override styles = [base, buttons, chatStyles];

  @property({ attribute: false }) i18n!: Texts;
  @property({ attribute: false }) held!: Held;
  /** The id of the agent at this desk. */
  @property() me = '';
  @property({ attribute: false }) skills: readonly string[] = [];
  /** Whether the conversation is being given away just now. */
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) actions!: Actions;
  @query('console-compose') private compose!: ConsoleCompose | null;
  @query('console-close-dialog') private closing!: CloseDialog;
  @query('console-transfer-dialog') private transferring!: TransferDialog;
  @query('.menu') private menu!: HTMLDetailsElement | null;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('held')) return;
    const before = changed.get('held');
    // On a telephone the keyboard would cover what is to be read first.
    const opened = before?.conversation !== this.held.conversation;
    if (opened && window.matchMedia('(pointer: fine)').matches) {
      void this.compose?.updateComplete.then(() => this.compose?.focus());
    }
  }

  override render(): TemplateResult {
    const { i18n, held, actions } = this;
    const writable = isWritable(held);
    return html`
      <header>${this.heading()} ${writable ? this.leaving() : nothing}</header>
      ${this.briefing(writable)}
      <console-transcript
        .i18n=${i18n}
        .held=${held}
        .me=${this.me}
        .actions=${actions}
        @edit=${(event: CustomEvent<Outgoing>) => this.compose?.insert(event.detail.text, event.detail.kind)}
      ></console-transcript>
      ${writable
        ? html`<console-compose .i18n=${i18n} .held=${held} .actions=${actions}></console-compose>`
        : this.lost()}
      <console-close-dialog .i18n=${i18n} .held=${held} .actions=${actions}></console-close-dialog>
      <console-transfer-dialog .i18n=${i18n} .held=${held} .actions=${actions} .skills=${this.skills}>
      </console-transfer-dialog>
    `;
  }

  private heading(): TemplateResult {
    const { t, lang } = this.i18n;
    const spoken = visitorLang(this.held);
    return html`
      <button class="button quiet back" aria-label=${t('chat.back')} @click=${() => tell(this, 'back', null)}>←</button>
      <div class="who">
        <h2>${visitorName(this.held) ?? t('chat.visitor')}</h2>
        <p class="small muted">
          <span class="presence">${this.presence()}</span>
          ${spoken ? html`<span>${languageName(spoken, lang)}</span>` : nothing}
        </p>
      </div>
    `;
  }

  private presence(): TemplateResult {
    const { t } = this.i18n;
    const { visitorOnline } = this.held;
    const text =
      visitorOnline === null ? t('chat.presence_unknown') : t(visitorOnline ? 'chat.online' : 'chat.offline');
    return html`<span class="dot ${visitorOnline ? 'online' : ''}" aria-hidden="true"></span>${text}`;
  }

  private leaving(): TemplateResult {
    const { t } = this.i18n;
    const choose = (act: () => void) => (): void => {
      this.menu?.removeAttribute('open');
      act();
    };
    const { held, actions } = this;
    return html`<div class="actions">
      <button class="button" ?disabled=${this.busy} @click=${() => this.closing.show()}>${t('actions.close')}</button>
      <details class="menu" @keydown=${this.menuKey} @focusout=${this.menuLeft}>
        <summary class="button" role="button">${t('actions.more')}</summary>
        <div class="items">
          <button ?disabled=${this.busy} @click=${choose(() => this.transferring.show())}>
            ${t('actions.transfer')}
          </button>
          <button ?disabled=${this.busy} @click=${choose(() => void actions.release(held, 'queue'))}>
            ${t('actions.to_queue')}
          </button>
          <button ?disabled=${this.busy} @click=${choose(() => void actions.release(held, 'bot'))}>
            ${t('actions.to_bot')}
          </button>
        </div>
      </details>
    </div>`;
  }

  private briefing(writable: boolean): TemplateResult {
    const { t, lang } = this.i18n;
    const { brief } = this.held;
    const wide = window.matchMedia('(min-width: 761px)').matches;
    return html`<details class="briefing" ?open=${wide}>
      <summary>
        <span class="strong">${t('brief.heading')}</span>
        ${brief
          ? html`<span class="gist small">
              ${t(coded('reason', brief.reason))} · ${elapsed(brief.waited_s, lang)}
            </span>`
          : nothing}
      </summary>
      <div class="content">
        <console-brief
          .i18n=${this.i18n}
          .brief=${brief}
          ?writable=${writable}
          @suggested=${(event: CustomEvent<ConsoleEvents['suggested']>) => this.compose?.insert(event.detail)}
        ></console-brief>
      </div>
    </details>`;
  }

  /** Stands where the agent could write before: the conversation has another owner, or none. */
  private lost(): TemplateResult {
    const { t } = this.i18n;
    return html`<div class="lost" role="status">
      <p><span class="strong">${t(goneText(this.held))}</span> ${t('gone.read_only')}</p>
      <button class="button slim" @click=${() => tell(this, 'back', null)}>${t('actions.leave')}</button>
    </div>`;
  }

  private menuKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.menu?.open) return;
    this.menu.open = false;
    this.menu.querySelector('summary')?.focus();
  }

  private menuLeft(event: FocusEvent): void {
    if (this.menu && !this.menu.contains(event.relatedTarget as Node | null)) this.menu.open = false;
  }
}

/** Why it is gone: as the server says, else as the last move shows. */
function goneText(held: Held): TextKey {
  const told = coded('gone', held.gone ?? '');
  return told === 'gone.other' ? coded('gone', lastMove(held)?.reason ?? '') : told;
}
