import { afterEach, expect, it } from 'vitest';
import { type Command, keycaps, listenForKeys } from './keys';

let stop = (): void => undefined;

afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function listening(single = true): Command[] {
  const pressed: Command[] = [];
  stop = listenForKeys(
    (command) => pressed.push(command) > 0,
    () => single,
  );
  return pressed;
}

function press(target: EventTarget, key: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...key });
  // happy-dom takes Alt for AltGr.
  const held: Record<string, boolean> = { Alt: event.altKey, Shift: event.shiftKey };
  event.getModifierState = (name) => held[name] ?? false;
  target.dispatchEvent(event);
  return event;
}

function textBox(): HTMLTextAreaElement {
  return document.body.appendChild(document.createElement('textarea'));
}

it('does what keys with Alt say, in a text box too', () => {
  const pressed = listening();
  const event = press(textBox(), { key: 'j', code: 'KeyJ', altKey: true });
  expect(pressed).toEqual(['next']);
  expect(event.defaultPrevented).toBe(true);
});

it('leaves the letters to who writes: Polish "ę" is no command', () => {
  const pressed = listening();
  press(textBox(), { key: 'ę', code: 'KeyE', altKey: true });
  press(textBox(), { key: 'j', code: 'KeyJ' });
  press(textBox(), { key: '?', code: 'Slash', shiftKey: true });
  expect(pressed).toEqual([]);
});

it('shows the keys on "?", with Shift or without, unless single keys are off', () => {
  const pressed = listening();
  press(document.body, { key: '?', code: 'Minus', shiftKey: true });
  press(document.body, { key: '?', code: 'Slash' });
  expect(pressed).toEqual(['keys', 'keys']);
  stop();
  const none = listening(false);
  press(document.body, { key: '?', code: 'Slash' });
  press(document.body, { key: 'j', code: 'KeyJ' });
  expect(none).toEqual([]);
});

it('writes the keys as they stand on the keyboard', () => {
  expect(keycaps({ command: 'next', key: 'Alt+KeyJ' }, false)).toEqual(['Alt', 'J']);
  expect(keycaps({ command: 'next', key: 'Alt+KeyJ' }, true)).toEqual(['⌥', 'J']);
  expect(keycaps({ command: 'keys', key: '?' }, false)).toEqual(['?']);
});
