import { I18n, type Lang, LANGS, pickLang } from '../shared/i18n';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { pl } from './locales/pl';

export type TextKey = keyof typeof en;

/** The console's texts. Its lists are drawn many times a second, and `Intl` formats take long to make: they are kept. */
export class Texts extends I18n<typeof en> {
  private readonly clock: Intl.DateTimeFormat;
  private readonly dayAndClock: Intl.DateTimeFormat;

  constructor(lang: Lang) {
    super({ en, fi, pl }, lang);
    const locale = navigator.languages.find((tag) => tag.split('-')[0] === lang) ?? lang;
    const time = { hour: 'numeric', minute: '2-digit' } as const;
    this.clock = new Intl.DateTimeFormat(locale, time);
    this.dayAndClock = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...time });
  }

  override time(at: string | Date): string {
    return this.clock.format(new Date(at));
  }

  override moment(at: string | Date, now: Date = new Date()): string {
    const date = new Date(at);
    return (date.toDateString() === now.toDateString() ? this.clock : this.dayAndClock).format(date);
  }
}

const STORED = 'vuoro.console.lang';

/** The agent's own choice from an earlier visit, else the browser's languages. */
export function preferredLang(): Lang {
  return pickLang([localStorage.getItem(STORED), ...navigator.languages]);
}

export function storeLang(lang: Lang): void {
  localStorage.setItem(STORED, lang);
}

export function texts(lang: Lang): Texts {
  return new Texts(lang);
}

/** Each language of the console under its own name: "English", "suomi", "polski". */
export function langChoices(): { lang: Lang; name: string }[] {
  return LANGS.map((lang) => ({ lang, name: languageName(lang, lang) }));
}

/** The name of a BCP 47 language in the language `lang`; the tag itself where it has no name. */
export function languageName(tag: string, lang: Lang): string {
  const names = kept(`names ${lang}`, () => new Intl.DisplayNames(lang, { type: 'language' }));
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** "45 s", "12 min", "3 h", "2 days": how long somebody has waited, in its largest unit, rounded down. */
export function elapsed(seconds: number, lang: Lang): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return inUnit(whole, 'second', lang);
  if (whole < 3600) return inUnit(Math.floor(whole / 60), 'minute', lang);
  if (whole < 86_400) return inUnit(Math.floor(whole / 3600), 'hour', lang);
  return inUnit(Math.floor(whole / 86_400), 'day', lang);
}

/** "0:45", "12:03", "1:04:09": a time that ticks; in days and hours once it is long. */
export function clock(seconds: number, lang: Lang): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 86_400) return elapsed(whole, lang);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A confidence between 0 and 1 as "83%". */
export function percent(share: number, lang: Lang): string {
  return kept(`percent ${lang}`, () => new Intl.NumberFormat(lang, { style: 'percent' })).format(share);
}

/** The key of the text for a code of the protocol, under `prefix`; `prefix.other` for one that we do not know. */
export function coded(prefix: 'reason' | 'state' | 'gone' | 'error', code: string): TextKey {
  const key = `${prefix}.${code}`;
  return key in en ? (key as TextKey) : `${prefix}.other`;
}

function inUnit(value: number, unit: string, lang: Lang): string {
  const make = (): Intl.NumberFormat => new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short' });
  return kept(`${unit} ${lang}`, make).format(value);
}

const formats = new Map<string, unknown>();

function kept<T>(name: string, make: () => T): T {
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name) as T;
}
