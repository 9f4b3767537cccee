/** What of the site is changed and not saved. It outlives the view and a reload, so that nothing is lost silently. */

import type { Site, SiteFields } from '../rest';

export type Draft = Partial<SiteFields>;
const FIELDS: readonly (keyof SiteFields)[] = ['name', 'accent', 'allowed_origins', 'languages'];

export class SiteDraft {
  private readonly key: string;

  constructor(
    me: string,
    private readonly storage: Storage = sessionStorage,
  ) {
    this.key = `vuoro.admin.site.${me}`;
  }

  load(): Draft {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.key) ?? '{}');
      return typeof kept === 'object' && kept !== null ? (kept as Draft) : {};
    } catch {
      return {};
    }
  }

  save(draft: Draft): void {
    try {
      if (Object.keys(draft).length > 0) this.storage.setItem(this.key, JSON.stringify(draft));
      else this.storage.removeItem(this.key);
    } catch {
      // A browser without room keeps it in this page only, and asks before that goes.
    }
  }
}

/** The fields as the form shows them. */
export function fieldsOf(site: Site, draft: Draft): SiteFields {
  const { name, accent, allowed_origins, languages } = site;
  return { name, accent, allowed_origins, languages, ...draft };
}

/** The draft with a change; what is as on the server again is no change any more. */
export function changed(site: Site, draft: Draft, change: Draft): Draft {
  const wanted = { ...draft, ...change };
  const entries = FIELDS.filter((field) => wanted[field] !== undefined && !same(wanted[field], site[field]));
  return Object.fromEntries(entries.map((field) => [field, wanted[field]]));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
