import { I18n, type Lang } from '../../shared/i18n';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { pl } from './locales/pl';

export type AdminTexts = I18n<typeof en>;
export type AdminKey = keyof typeof en;

export function adminTexts(lang: Lang): AdminTexts {
  return new I18n<typeof en>({ en, fi, pl }, lang);
}

/** The key `prefix.code` if there is such a text, else null: the server may know words that this page does not. */
export function known(prefix: string, code: string): AdminKey | null {
  const key = `${prefix}.${code}`;
  return Object.hasOwn(en, key) ? (key as AdminKey) : null;
}

/** "English, Finnish": languages by their names in the reader's language. */
export function languageNames(tags: readonly string[], lang: Lang): string {
  return new Intl.ListFormat(lang, { type: 'unit' }).format(tags.map((tag) => nameOf(tag, lang)));
}

export function nameOf(tag: string, lang: Lang): string {
  try {
    return new Intl.DisplayNames(lang, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // no BCP 47 tag
  }
}
