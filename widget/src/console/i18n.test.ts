import { expect, it } from 'vitest';
import { LANGS, type Plural } from '../shared/i18n';
import { coded, elapsed, languageName, percent } from './i18n';
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

it.each(LANGS)('has the same texts with the same holes in %s as in English', (lang) => {
  const texts: Readonly<Record<string, string | Plural>> = catalogues[lang];
  expect(Object.keys(texts)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(en)) expect([key, holes(texts[key] ?? '')]).toEqual([key, holes(text)]);
});

it.each(LANGS)('has every plural form that %s needs', (lang) => {
  const needed = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted();
  for (const text of Object.values<string | Plural>(catalogues[lang])) {
    if (typeof text !== 'string') expect(Object.keys(text).toSorted()).toEqual(needed);
  }
});

it('has a sentence for every error code and reason of the protocol', () => {
  expect(coded('error', 'stale_fence')).toBe('error.stale_fence');
  expect(coded('reason', 'never_heard_of')).toBe('reason.other');
});

it('says how long somebody has waited in the largest unit', () => {
  expect([5, 59, 60, 3599, 7200, 200_000].map((seconds) => elapsed(seconds, 'en'))).toEqual([
    '5 sec',
    '59 sec',
    '1 min',
    '59 min',
    '2 hr',
    '2 days',
  ]);
  expect(elapsed(-3, 'fi')).toBe('0 s');
});

it('names languages, and falls back to what is no language tag', () => {
  expect(languageName('fi', 'pl')).toBe('fiński');
  expect(languageName('no such tag', 'en')).toBe('no such tag');
});

it('says confidence in percent', () => {
  expect(percent(0.83, 'en')).toBe('83%');
});
