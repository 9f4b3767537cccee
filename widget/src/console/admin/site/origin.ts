/** Addresses of websites that may carry the bubble. */

export type OriginProblem = 'unreadable' | 'scheme' | 'known';

/**
 * The origin of what somebody typed or pasted: "shop.fi/cart" is https://shop.fi. Path and query are dropped, since the
 * browser never tells them. `listed` are the origins already there.
 */
export function readOrigin(typed: string, listed: readonly string[]): { origin: string } | { problem: OriginProblem } {
  const text = typed.trim();
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || !believable(url.hostname) || url.username !== '') return { problem: 'unreadable' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'scheme' };
  return listed.includes(url.origin) ? { problem: 'known' } : { origin: url.origin };
}

/** Whether anybody on the way can change what is on pages of this origin. */
export function insecure(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A name with a dot in it, this machine, or an IPv6 address: "shop" alone is a slip. */
function believable(host: string): boolean {
  return !host.includes('*') && (/[^.]\.[^.]/.test(host) || host === 'localhost' || host.startsWith('['));
}
