export interface Said {
  readonly text: string;
  readonly tone: 'success' | 'problem';
}

/** Tells the page above what has happened, which says it politely. */
export function say(from: EventTarget, text: string, tone: Said['tone'] = 'success'): void {
  from.dispatchEvent(new CustomEvent<Said>('said', { detail: { text, tone }, bubbles: true, composed: true }));
}
