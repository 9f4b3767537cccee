import { I18n, type Lang, LANGS, pickLang } from '../shared/i18n';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { pl } from './locales/pl';

export type Texts = I18n<typeof en>;
export type TextKey = keyof typeof en;

const STORED = 'vuoro.console.lang';

/** The agent's own choice from an earlier visit, else the browser's languages. */
export function preferredLang(): Lang {
  return pickLang([localStorage.getItem(STORED), ...navigator.languages]);
}

export function storeLang(lang: Lang): void {
  localStorage.setItem(STORED, lang);
}

export function texts(lang: Lang): Texts {
  return new I18n({ en, fi, pl }, lang);
}

/** Each language of the console under its own name: "English", "suomi", "polski". */
export function langChoices(): { lang: Lang; name: string }[] {
  return LANGS.map((lang) => ({ lang, name: languageName(lang, lang) }));
}

/** The name of a BCP 47 language in the language `lang`; the tag itself where it has no name. */
export function languageName(tag: string, lang: Lang): string {
  try {
    return new Intl.DisplayNames(lang, { type: 'language' }).of(tag) ?? tag;
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

/** A confidence between 0 and 1 as "83%". */
export function percent(share: number, lang: Lang): string {
  return new Intl.NumberFormat(lang, { style: 'percent' }).format(share);
}

/** The key of the text for a code of the protocol, under `prefix`; `prefix.other` for one that we do not know. */
export function coded(prefix: 'reason' | 'state' | 'gone' | 'error', code: string): TextKey {
  const key = `${prefix}.${code}`;
  return key in en ? (key as TextKey) : `${prefix}.other`;
}

function inUnit(value: number, unit: string, lang: Lang): string {
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}
