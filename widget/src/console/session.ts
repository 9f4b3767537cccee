import type { Agent } from '../shared/protocol';

/** Who is logged in here, and the token that every changing request and the socket's `hello` carry. */
export interface Session {
  readonly csrf: string;
  readonly agent: Agent;
}

/** The server refused, or could not be reached (`unreachable`). `code` is the protocol's. */
export class SessionError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'SessionError';
  }
}

/** The session of this browser's cookie, or null where there is none. Throws SessionError when the server is away. */
export async function currentSession(): Promise<Session | null> {
  try {
    return await request('GET', '/api/session');
  } catch (error) {
    if (error instanceof SessionError && error.code === 'unauthorized') return null;
    throw error;
  }
}

/** Logs in. Throws SessionError: `unauthorized` for a wrong name or password, `rate_limited` after too many. */
export function logIn(name: string, password: string): Promise<Session> {
  return request('POST', '/api/session', { body: { name, password } });
}

/** Makes the first administrator with the single-use `code`, and logs them in. Throws SessionError. */
export function setUp(code: string, name: string, password: string): Promise<Session> {
  return request('POST', '/api/setup', { body: { code, name, password } });
}

/** Ends the session on the server, which closes its sockets. A session that is gone already is no error. */
export async function logOut(session: Session): Promise<void> {
  const response = await reach('/api/session', { method: 'DELETE', headers: { 'X-CSRF-Token': session.csrf } });
  if (!response.ok && response.status !== 401) throw new SessionError(await codeOf(response));
}

async function request(method: string, path: string, options: { body?: object } = {}): Promise<Session> {
  const response = await reach(path, {
    method,
    ...(options.body && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(options.body),
    }),
  });
  if (!response.ok) throw new SessionError(await codeOf(response));
  return (await response.json()) as Session;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new SessionError('unreachable');
  }
}

async function codeOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') return body.code;
  return response.status === 401 ? 'unauthorized' : response.status === 429 ? 'rate_limited' : 'unavailable';
}
