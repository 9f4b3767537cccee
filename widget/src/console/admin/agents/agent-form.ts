/** What an administrator types about an agent, and whether it can be sent. Pure. */

import type { AdminTexts } from '../i18n';
import type { Colleague, Profile } from '../rest';

export const CAPACITY = { min: 1, max: 50, usual: 3 } as const;
const LONGEST_NAME = 100;

export type AgentFaults = { readonly [Field in keyof Profile]?: string };

export function newProfile(languages: readonly string[]): Profile {
  return { name: '', role: 'agent', skills: [], languages, capacity: CAPACITY.usual };
}

export function profileOf({ name, role, skills, languages, capacity }: Colleague): Profile {
  return { name, role, skills, languages, capacity };
}

/** Sentences by field; empty where everything is right. */
export function faultsOf(profile: Profile, { t }: AdminTexts): AgentFaults {
  const name = profile.name.trim();
  const { min, max } = CAPACITY;
  const whole = Number.isInteger(profile.capacity) && profile.capacity >= min && profile.capacity <= max;
  return {
    ...(name === '' && { name: t('agent.name_missing') }),
    ...([...name].length > LONGEST_NAME && { name: t('agent.name_long', { max: LONGEST_NAME }) }),
    ...(profile.languages.length === 0 && { languages: t('agent.language_missing') }),
    ...(!whole && { capacity: t('agent.capacity_bad', { min, max }) }),
  };
}

/** The fields that differ, for PATCH; the order of skills and languages says nothing. */
export function changesTo(before: Profile, after: Profile): Partial<Profile> {
  const keys = Object.keys(after) as (keyof Profile)[];
  return Object.fromEntries(keys.filter((key) => !same(before[key], after[key])).map((key) => [key, after[key]]));
}

function same(one: unknown, other: unknown): boolean {
  const key = (value: unknown): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return key(one) === key(other);
}
