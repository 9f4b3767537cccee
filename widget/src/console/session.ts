import type { Agent } from '../shared/protocol';

/** Who is logged in here, and the token that every changing request and the socket's `hello` carry. */
export interface Session {
  readonly csrf: string;
  readonly agent: Agent;
}

/** The server refused, or could not be reached (`unreachable`). `code` is the protocol's. */
export class SessionError extends Error {
  constructor(
    readonly code: string,
    /** Seconds to wait before another try, where the server said so. */
    readonly retryAfter: number | null = null,
  ) {
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

/** Sets a password with the single-use `code` and logs in. Throws SessionError: `not_found` for a used or old code. */
export function newPassword(code: string, password: string): Promise<Session> {
  return request('POST', '/api/password', { body: { code, password } });
}

/** Changes the own password; every other session of this agent ends. Throws SessionError. */
export function changePassword(session: Session, current: string, password: string): Promise<Session> {
  return request('POST', '/api/session/password', { csrf: session.csrf, body: { current, password } });
}

/** Ends the session on the server, which closes its sockets. A session that is gone already is no error. */
export async function logOut(session: Session): Promise<void> {
  const response = await reach('/api/session', { method: 'DELETE', headers: { 'X-CSRF-Token': session.csrf } });
  if (!response.ok && response.status !== 401) throw await refusal(response);
}

/** Asks the server with the session's cookie. Throws SessionError. */
export async function request<T = Session>(
  method: string,
  path: string,
  options: { csrf?: string; body?: object } = {},
): Promise<T> {
  const headers = {
    ...(options.csrf && { 'X-CSRF-Token': options.csrf }),
    ...(options.body && { 'Content-Type': 'application/json' }),
  };
  const response = await reach(path, {
    method,
    headers,
    ...(options.body && { body: JSON.stringify(options.body) }),
  });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new SessionError('unreachable');
  }
}

async function refusal(response: Response): Promise<SessionError> {
  const body = (await response.json().catch(() => null)) as { code?: unknown; retry_after?: unknown } | null;
  const known = response.status === 401 ? 'unauthorized' : response.status === 429 ? 'rate_limited' : 'unavailable';
  return new SessionError(
    typeof body?.code === 'string' ? body.code : known,
    typeof body?.retry_after === 'number' ? body.retry_after : null,
  );
}
