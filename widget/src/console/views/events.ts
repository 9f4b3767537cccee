/** Tells the element above: `detail` and the name are typed in `ConsoleEvents`. */
export interface ConsoleEvents {
  /** Somebody is logged in now. */
  'session-started': import('../session').Session;
  /** The session is over; the log-in form says why. */
  'session-ended': 'logged_out' | 'revoked';
  'log-out': null;
  'lang-chosen': import('../../shared/i18n').Lang;
  'to-login': null;
  /** The agent wants another password. */
  'change-password': null;
  /** The keys are to be shown. */
  'keys-wanted': null;
  /** A suggestion to put into the reply. */
  suggested: string;
  /** The earlier conversation to read beside the open one; null closes it. */
  past: import('../../shared/protocol').EarlierConversation | null;
  back: null;
}

export function tell<Name extends keyof ConsoleEvents>(
  from: EventTarget,
  name: Name,
  detail: ConsoleEvents[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
