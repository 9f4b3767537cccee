import { html, nothing, type TemplateResult } from 'lit/html.js';
import { backIcon } from '../shared/icons';
import type { BubbleI18n, BubbleKey } from './texts';
import type { ContactFields, ContactKind } from '../shared/protocol';
import { Part } from './part';

type Field = keyof ContactFields;
interface Fault {
  field: Field;
  text: BubbleKey;
}

const FIELDS: Readonly<Record<ContactKind, readonly Field[]>> = {
  message: ['text', 'name', 'email', 'phone'],
  callback: ['name', 'phone', 'when', 'text'],
};
const INPUT: Readonly<Record<Field, { type: string; autocomplete: string }>> = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  when: { type: 'text', autocomplete: 'off' },
  text: { type: 'text', autocomplete: 'off' },
};

/** What keeps a form from being sent, or null: somebody must be able to answer it. */
export function faultOf(kind: ContactKind, fields: ContactFields): Fault | null {
  if (kind === 'callback') return fields.phone ? null : { field: 'phone', text: 'contact_need_phone' };
  if (!fields.text) return { field: 'text', text: 'contact_need_text' };
  if (fields.email && !/^\S+@\S+\.\S+$/.test(fields.email)) return { field: 'email', text: 'contact_bad_email' };
  if (!fields.email && !fields.phone) return { field: 'email', text: 'contact_need_address' };
  return null;
}

/** Leave a message, or ask to be called. */
export class ContactForm extends Part {
  static {
    this.drawnFrom('i18n', 'kind', 'busy', 'fields', 'onDraft', 'onBack', 'onLeave', 'fault');
  }

  i18n!: BubbleI18n;
  kind: ContactKind = 'message';
  busy = false;
  /** As far as it was filled in before. */
  fields: ContactFields = {};
  onDraft!: (kind: ContactKind, fields: ContactFields) => void;
  onBack!: () => void;
  onLeave!: (kind: ContactKind, fields: ContactFields) => void;

  private fault: Fault | null = null;

  protected override updated(changed: ReadonlySet<string>): void {
    if (changed.has('kind')) this.querySelector<HTMLElement>('input, textarea')?.focus();
  }

  protected override render(): TemplateResult {
    const { t } = this.i18n;
    const callback = this.kind === 'callback';
    return html`
      <form class="contact" novalidate aria-labelledby="contact-title" @input=${this.input} @submit=${this.submit}>
        <button class="quiet back" type="button" @click=${this.onBack}>${backIcon}${t('contact_back')}</button>
        <h2 id="contact-title">${t(callback ? 'contact_callback' : 'contact_message')}</h2>
        <p class="hint">${t(callback ? 'contact_callback_hint' : 'contact_message_hint')}</p>
        ${FIELDS[this.kind].map((field) => this.field(field))}
        <button class="primary" type="submit" ?disabled=${this.busy}>
          ${t(this.busy ? 'sending' : callback ? 'contact_send_callback' : 'contact_send')}
        </button>
      </form>
    `;
  }

  private field(field: Field): TemplateResult {
    const { t } = this.i18n;
    const wrong = this.fault?.field === field ? this.fault : null;
    const { type, autocomplete } = INPUT[field];
    const invalid = wrong ? 'true' : 'false';
    const id = `contact-${field}`;
    return html`
      <div class="field">
        <label for=${id}>
          ${t(this.label(field))}
          ${this.optional(field) ? html`<span class="muted">(${t('contact_optional')})</span>` : nothing}
        </label>
        ${
          field === 'text'
            ? html`<textarea
              id=${id}
              name=${field}
              rows="3"
              .defaultValue=${this.fields[field] ?? ''}
              aria-invalid=${invalid}
              aria-describedby="${id}-fault"
            ></textarea>`
            : html`<input
              id=${id}
              name=${field}
              type=${type}
              .defaultValue=${this.fields[field] ?? ''}
              autocomplete=${autocomplete as 'name'}
              aria-invalid=${invalid}
              aria-describedby="${id}-fault"
            />`
        }
        <p class="fault" id="${id}-fault" role="alert">${wrong ? t(wrong.text) : nothing}</p>
      </div>
    `;
  }

  private label(field: Field): BubbleKey {
    return field === 'text' && this.kind === 'callback' ? 'contact_about' : `contact_${field}`;
  }

  private optional(field: Field): boolean {
    return this.kind === 'callback' ? field !== 'phone' : field === 'name';
  }

  private filled(): ContactFields {
    const data = new FormData(this.querySelector('form')!);
    const filled = [...data].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value !== '');
    return Object.fromEntries(filled) as ContactFields;
  }

  private readonly input = (): void => this.onDraft(this.kind, this.filled());

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    const fields = this.filled();
    this.fault = faultOf(this.kind, fields);
    if (this.fault === null) this.onLeave(this.kind, fields);
    else this.querySelector<HTMLElement>(`[name=${this.fault.field}]`)?.focus();
  };
}
