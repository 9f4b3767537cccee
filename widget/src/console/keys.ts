/** The console's keys. Those with Alt work everywhere; single ones only where nobody is writing, and can be off. */
import { tinykeys } from 'tinykeys';

export type Command =
  | 'next'
  | 'previous'
  | 'accept'
  | 'take'
  | 'close'
  | 'transfer'
  | 'reply'
  | 'note'
  | 'brief'
  | 'keys';

interface Binding {
  readonly command: Command;
  /** By place on the keyboard where a letter may become another one with Alt, by character where it is a sign. */
  readonly key: string;
  readonly single?: boolean;
}

export const BINDINGS: readonly Binding[] = [
  { command: 'next', key: 'Alt+KeyJ' },
  { command: 'previous', key: 'Alt+KeyK' },
  { command: 'accept', key: 'Alt+KeyA' },
  { command: 'take', key: 'Alt+KeyW' },
  { command: 'reply', key: 'Alt+KeyR' },
  { command: 'note', key: 'Alt+KeyN' },
  { command: 'brief', key: 'Alt+KeyB' },
  { command: 'transfer', key: 'Alt+KeyT' },
  { command: 'close', key: 'Alt+KeyE' },
  { command: 'next', key: 'j', single: true },
  { command: 'previous', key: 'k', single: true },
  { command: 'reply', key: 'r', single: true },
  { command: 'note', key: 'n', single: true },
  { command: 'keys', key: '?', single: true },
];

/** "Alt+KeyJ" as it stands on the keys: ["Alt", "J"]; on a Mac ["⌥", "J"]. */
export function keycaps({ key }: Binding, isMac: boolean = isApple()): string[] {
  return key.split('+').map((part) => {
    if (part === 'Alt') return isMac ? '⌥' : 'Alt';
    return part.replace(/^Key/, '').toUpperCase();
  });
}

/** Listens until the function it gives is called. `run` says whether it had something to do. */
export function listenForKeys(run: (command: Command) => boolean, singleKeysOn: () => boolean): () => void {
  const bindings = BINDINGS.flatMap(({ command, key, single }) => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || isWriting(event, single ?? false)) return;
      if (single && (!singleKeysOn() || inDialog(event))) return;
      if (run(command)) event.preventDefault();
    };
    // Some layouts need Shift for a sign, some do not.
    return (/\w$/.test(key) ? [key] : [key, `Shift+${key}`]).map((pattern) => [pattern, pressed] as const);
  });
  return tinykeys(window, Object.fromEntries(bindings));
}

/** Whether the key belongs to a text: any single one in a field, and one that Alt makes a letter of ("ą", "å"). */
function isWriting(event: KeyboardEvent, single: boolean): boolean {
  if (event.getModifierState('AltGraph')) return true;
  if (!(isEditable(event.composedPath()[0]) && !event.isComposing)) return event.isComposing;
  if (single) return true;
  const plain = event.code.replace(/^Key/, '').toLowerCase();
  return event.key === 'Dead' || (/^\p{L}$/u.test(event.key) && event.key.toLowerCase() !== plain);
}

function isEditable(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select');
}

function inDialog(event: KeyboardEvent): boolean {
  return event.composedPath().some((node) => node instanceof HTMLElement && node.matches('dialog, [role=menu]'));
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
