/** What the administrator's pages ask of the server (docs/protocol.md, "Administrator"). */

import type { Agent, AgentStatus } from '../../shared/protocol';

/** Calls the server with the session's cookie and CSRF token. Throws RestError. */
export interface Rest {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<T>;
}

/** The server refused, or could not be reached (`unreachable`). `field` is the part of a form that it is about. */
export class RestError extends Error {
  constructor(
    readonly code: string,
    readonly field: string | null = null,
    readonly detail: string | null = null,
  ) {
    super(code);
    this.name = 'RestError';
  }
}

export type Role = NonNullable<Agent['role']>;
export const ROLES: readonly Role[] = ['agent', 'supervisor', 'trainer', 'admin'];

/** What an administrator may say about an agent. */
export interface Profile {
  readonly name: string;
  readonly role: Role;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly capacity: number;
}

export interface Colleague extends Profile {
  readonly id: string;
  readonly disabled: boolean;
  readonly status: AgentStatus;
  readonly connected: boolean;
  /** How many conversations they have now. */
  readonly open: number;
}

/** A single-use link to a password, not yet with this server's address before it. */
export interface PasswordCode {
  readonly code: string;
  readonly expires_at: string;
}

export interface SiteFields {
  readonly name: string;
  readonly accent: string;
  readonly allowed_origins: readonly string[];
  readonly languages: readonly string[];
}

export interface Site extends SiteFields {
  readonly all_languages: readonly string[];
  /** From the operator's settings: they hold as well and cannot be changed here. */
  readonly fixed_origins: readonly string[];
  readonly identity_secret: string;
}

export type PartName = 'bot' | 'database' | 'bus' | 'queue' | 'people' | 'disk';
export type PartState = 'ok' | 'warning' | 'down';
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface Part {
  readonly name: PartName | (string & {});
  readonly state: PartState;
  readonly facts: Facts;
}

export interface Status {
  readonly ok: boolean;
  readonly parts: readonly Part[];
  readonly versions: Readonly<Record<string, string | number | null>>;
}

export class AdminCalls {
  constructor(private readonly rest: Rest) {}

  async agents(): Promise<readonly Colleague[]> {
    return (await this.rest.get<{ agents: readonly Colleague[] }>('/api/agents')).agents;
  }

  addAgent(profile: Profile): Promise<PasswordCode & { agent: Colleague }> {
    return this.rest.send('POST', '/api/agents', profile);
  }

  async changeAgent(id: string, change: Partial<Profile & { disabled: boolean }>): Promise<Colleague> {
    const path = `/api/agents/${encodeURIComponent(id)}`;
    return (await this.rest.send<{ agent: Colleague }>('PATCH', path, change)).agent;
  }

  passwordLink(id: string): Promise<PasswordCode> {
    return this.rest.send('POST', `/api/agents/${encodeURIComponent(id)}/password-link`);
  }

  /** The skills that the training data names, to choose from. */
  async skills(): Promise<readonly string[]> {
    return (await this.rest.get<{ skills: readonly string[] }>('/api/desk')).skills;
  }

  site(): Promise<Site> {
    return this.rest.get('/api/site');
  }

  saveSite(fields: SiteFields): Promise<Site> {
    return this.rest.send('PUT', '/api/site', fields);
  }

  async renewSecret(): Promise<string> {
    return (await this.rest.send<{ identity_secret: string }>('POST', '/api/site/identity-secret')).identity_secret;
  }

  status(): Promise<Status> {
    return this.rest.get('/api/status');
  }
}

/** The whole address that a password code is handed over as. */
export function passwordLink(code: string, origin: string = location.origin): string {
  return `${origin}/console#password=${encodeURIComponent(code)}`;
}

/** The server behind this page. */
export function restOf(csrf: string): Rest {
  return {
    get: (path) => call('GET', path),
    send: (method, path, body) => call(method, path, csrf, body),
  };
}

async function call<T>(method: string, path: string, csrf?: string, body?: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        ...(csrf !== undefined && { 'X-CSRF-Token': csrf }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RestError('unreachable');
  }
  if (!response.ok) throw await refused(response);
  return (await response.json()) as T;
}

async function refused(response: Response): Promise<RestError> {
  const body: unknown = await response.json().catch(() => null);
  const said = (name: string): string | null => {
    const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : null;
    return typeof value === 'string' ? value : null;
  };
  // "allowed_origins.2" is the third of the origins; the form has one place for them all.
  const field = said('field')?.split('.')[0] ?? null;
  return new RestError(said('code') ?? (response.status < 500 ? 'other' : 'unavailable'), field, said('detail'));
}
