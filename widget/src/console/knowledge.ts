/** What the shop knows: names of topics, canned replies, skills (`GET /api/desk`). */
import type { Lang } from '../shared/i18n';
import { request } from './session';

export interface Canned {
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

export interface Knowledge {
  readonly intents: Readonly<Record<string, { readonly label: Partial<Record<Lang, string>>; readonly skill?: string | null }>>;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly canned: Readonly<Record<string, readonly Canned[]>>;
  readonly site: { readonly name: string };
}

export const NOTHING_KNOWN: Knowledge = { intents: {}, skills: [], languages: [], canned: {}, site: { name: '' } };

/** Throws SessionError. */
export async function askKnowledge(): Promise<Knowledge> {
  return { ...NOTHING_KNOWN, ...(await request<Partial<Knowledge>>('GET', '/api/desk')) };
}

/** The name of a topic for people; "track_order" is "track order" where nobody has named it. */
export function topic(knowledge: Knowledge, intent: string, lang: Lang): string {
  const { label } = knowledge.intents[intent] ?? {};
  return label?.[lang] || label?.en || spaced(intent);
}

/** "customer_service" as one says it. */
export function spaced(name: string): string {
  return name.replaceAll('_', ' ');
}

/** The canned replies in `tag` whose key or title has every word of `query`; those whose key begins with it first. */
export function cannedFor(knowledge: Knowledge, tag: string, query: string): readonly Canned[] {
  const all = knowledge.canned[tag] ?? knowledge.canned[tag.split('-')[0] ?? ''] ?? [];
  const words = folded(query).split(/\s+/).filter(Boolean);
  const found = all.filter(({ key, title }) => {
    const name = folded(`${key} ${title}`);
    return words.every((word) => name.includes(word));
  });
  const rank = ({ key }: Canned): number => (folded(key).startsWith(words[0] ?? '') ? 0 : 1);
  return words.length === 0 ? found : found.toSorted((a, b) => rank(a) - rank(b));
}

/** Without case, accents and underscores: "Zwrot pieniędzy" is found by "pieniedzy". */
function folded(text: string): string {
  return text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '').replaceAll('_', ' ');
}
