/** Texts of a page in its languages. Catalogues are plain objects; a plural is an object by CLDR category. */

export type Lang = 'en' | 'fi' | 'pl';
export const LANGS: readonly Lang[] = ['en', 'fi', 'pl'];

/** Each under its own name. */
export const LANG_NAMES: Readonly<Record<Lang, string>> = { en: 'English', fi: 'Suomi', pl: 'Polski' };

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Catalogue = Readonly<Record<string, string | Plural>>;
/** A catalogue in another language must have the same keys as the English one. */
export type Translation<C extends Catalogue> = { readonly [K in keyof C]: C[K] extends string ? string : Plural };
export type Params = Readonly<Record<string, string | number>>;

/** The first of the wanted language tags that we speak ("fi-FI" is "fi"), else English. */
export function pickLang(wanted: readonly (string | null | undefined)[]): Lang {
  for (const tag of wanted) {
    const base = tag?.trim().toLowerCase().split(/[-_]/)[0];
    const lang = LANGS.find((known) => known === base);
    if (lang !== undefined) return lang;
  }
  return 'en';
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
const DATE: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
const DAY_MS = 86_400_000;

function midnight(date: Date): number {
  return new Date(date).setHours(0, 0, 0, 0);
}

export class I18n<C extends Catalogue> {
  private readonly texts: Translation<C>;
  private readonly plurals: Intl.PluralRules;
  /** The reader's own region where it speaks this language: en-GB writes times in another way than en-US. */
  private readonly locale: string;

  constructor(
    catalogues: Readonly<Partial<Record<Lang, Translation<C>>>>,
    readonly lang: Lang,
  ) {
    const texts = catalogues[lang];
    if (texts === undefined) throw new Error(`no texts in ${lang}`);
    this.texts = texts;
    this.plurals = new Intl.PluralRules(lang);
    this.locale = navigator.languages.find((tag) => tag.split('-')[0] === lang) ?? lang;
  }

  /** The text of a key; `{name}` is filled from `params`, a plural form chosen by `params.count`. */
  readonly t = (key: keyof C & string, params: Params = {}): string => {
    const entry: string | Plural = this.texts[key];
    const text = typeof entry === 'string' ? entry : this.form(entry, Number(params.count ?? 0));
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => this.value(params[name]) ?? whole);
  };

  /** "14:05" today, with the date on other days. */
  moment(at: string | Date, now: Date = new Date()): string {
    const date = new Date(at);
    const today = date.toDateString() === now.toDateString();
    return this.format(date, { ...(today ? {} : { day: 'numeric', month: 'short' }), ...CLOCK });
  }

  /** "14:05". */
  time(at: string | Date): string {
    return this.format(new Date(at), CLOCK);
  }

  /** "Today", "Yesterday", "Monday 2 November"; with the year where it is another. */
  day(at: string | Date, now: Date = new Date()): string {
    const date = new Date(at);
    const ago = Math.round((midnight(now) - midnight(date)) / DAY_MS);
    const text =
      ago === 0 || ago === 1
        ? new Intl.RelativeTimeFormat(this.lang, { numeric: 'auto' }).format(-ago, 'day')
        : this.format(date, date.getFullYear() === now.getFullYear() ? DATE : { ...DATE, year: 'numeric' });
    return text.charAt(0).toLocaleUpperCase(this.lang) + text.slice(1);
  }

  /** "Monday 2 November 2026". */
  date(at: string | Date): string {
    return this.format(new Date(at), { ...DATE, year: 'numeric' });
  }

  /** "5 min", "2–5 min", "2 hr": whole minutes, rounded up, at least one; hours from 90 minutes on. */
  duration(seconds: number, until: number = seconds): string {
    const [low, high] = [seconds, until].map((value) => Math.max(1, Math.ceil(value / 60))) as [number, number];
    const unit = high < 90 ? 'minute' : 'hour';
    const divisor = high < 90 ? 1 : 60;
    const format = new Intl.NumberFormat(this.locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: 0,
    });
    const [from, to] = [Math.max(1, Math.round(low / divisor)), Math.round(high / divisor)];
    return from < to ? format.formatRange(from, to) : format.format(from);
  }

  private format(date: Date, options: Intl.DateTimeFormatOptions): string {
    const parts = new Intl.DateTimeFormat(this.locale, options).formatToParts(date);
    // Finnish would say "on Monday"; alone it says "Monday".
    const weekday = new Intl.DateTimeFormat(this.locale, { weekday: 'long' }).format(date);
    return parts.map((part) => (part.type === 'weekday' ? weekday : part.value)).join('');
  }

  private form(entry: Plural, count: number): string {
    return entry[this.plurals.select(count)] ?? entry.other;
  }

  private value(value: string | number | undefined): string | undefined {
    return typeof value === 'number' ? new Intl.NumberFormat(this.locale).format(value) : value;
  }
}
