/** Tells the element above: `detail` and the name are typed in `ConsoleEvents`. */
export interface ConsoleEvents {
  /** Somebody is logged in now. */
  'session-started': import('../session').Session;
  /** The session is over; the log-in form says why. */
  'session-ended': 'logged_out' | 'revoked';
  'log-out': null;
  'lang-chosen': import('../../shared/i18n').Lang;
  'to-login': null;
  /** A suggestion to put into the reply. */
  suggested: string;
  back: null;
}

export function tell<Name extends keyof ConsoleEvents>(
  from: EventTarget,
  name: Name,
  detail: ConsoleEvents[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
