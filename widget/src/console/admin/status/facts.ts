/** What the server measures, as a person reads it. A fact's name tells its unit: `_ms`, `_s`, `bytes`, `_at`. */

import { elapsed } from '../../i18n';
import { type AdminTexts, known } from '../i18n';

type Fact = string | number | boolean | null;

/** "Free" for `free_bytes` of the disk; the fact's own name where a newer server has one that we do not know. */
export function factName({ t }: AdminTexts, part: string, fact: string): string {
  const key = known(`fact.${part}`, fact);
  return key === null ? fact.replaceAll('_', ' ') : t(key);
}

export function factValue(i18n: AdminTexts, fact: string, value: Fact): string {
  const { t, lang } = i18n;
  if (value === null || value === '') return t('value.none');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number') return measure(lang, fact, value);
  if (fact.endsWith('_at') && !Number.isNaN(Date.parse(value))) return i18n.moment(value);
  const key = known('value', value.toLowerCase());
  return key === null ? value : t(key);
}

function measure(lang: AdminTexts['lang'], fact: string, value: number): string {
  if (fact.endsWith('_s')) return elapsed(value, lang);
  if (fact.endsWith('_ms')) return inUnit(lang, value, 'millisecond', value < 10 ? 1 : 0);
  if (fact.endsWith('bytes')) return bytes(lang, value);
  return new Intl.NumberFormat(lang).format(value);
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function bytes(lang: AdminTexts['lang'], value: number): string {
  const step = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), SIZES.length - 1);
  const scaled = value / 1000 ** step;
  return inUnit(lang, scaled, SIZES[step] ?? 'byte', scaled < 10 && step > 0 ? 1 : 0);
}

function inUnit(lang: AdminTexts['lang'], value: number, unit: string, digits: number): string {
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
