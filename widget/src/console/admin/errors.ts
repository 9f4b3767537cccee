import { type AdminTexts, known } from './i18n';
import { RestError } from './rest';

/** What went wrong, for people. Throws again what is not the server's refusal: that is a fault of ours. */
export function explain(i18n: AdminTexts, error: unknown): string {
  if (!(error instanceof RestError)) throw error;
  const key = known('error', error.code);
  // The server's own words are English and for engineers: better than nothing only where we have none.
  const silent = error.code === 'bad_frame' || key === null;
  if (silent && error.detail !== null) return i18n.t('error.detail', { detail: error.detail });
  return i18n.t(key ?? 'error.other');
}
