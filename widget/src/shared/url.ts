/**
 * The address as browsers take it apart; null for what is no address. A file of its own: the loader needs it, and whatever
 * stands beside it would go into the loader.
 */
export function urlOf(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
