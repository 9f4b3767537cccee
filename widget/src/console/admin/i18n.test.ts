import { expect, it } from 'vitest';
import { LANGS, type Plural } from '../../shared/i18n';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { pl } from './locales/pl';

const catalogues = { en, fi, pl };

function forms(text: string | Plural): string[] {
  return typeof text === 'string' ? [text] : Object.values(text);
}

function holes(text: string | Plural): string[] {
  return [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
}

it.each(LANGS)('has the same texts in %s as in English, with no hole that the page does not fill', (lang) => {
  const texts: Readonly<Record<string, string | Plural>> = catalogues[lang];
  expect(Object.keys(texts)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(en)) {
    // A language may do without a name that English repeats.
    for (const hole of holes(texts[key] ?? '')) expect([key, holes(text)]).toEqual([key, expect.arrayContaining([hole])]);
  }
});

it.each(LANGS)('has every plural form that %s needs', (lang) => {
  const needed = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted();
  for (const text of Object.values<string | Plural>(catalogues[lang])) {
    if (typeof text !== 'string') expect(Object.keys(text).toSorted()).toEqual(needed);
  }
});
