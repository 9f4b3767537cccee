import { expect, it } from 'vitest';
import type { ContactEvent, Event, WaitingItem } from '../shared/protocol';
import { awaitsSince, byUrgency, isOverdue, leftMessage, mine, ownWords } from './held';
import { emptyDesk, emptyHeld, type Held } from './state';
import { at, ME, moved, said, transcript } from './testing';

function held(conversation: string, events: readonly Event[], part: Partial<Held> = {}): Held {
  return { ...emptyHeld(conversation, 3), events, complete: true, ...part };
}

function waits(conversation: string, part: Partial<WaitingItem>): WaitingItem {
  const base = { kind: 'chat', since: at(0), reason: 'visitor_asked', lang: 'en', skill: null, last_text: null } as const;
  return { conversation, ...base, ...part };
}

function contact(seq: number): ContactEvent {
  const place = { conversation: 'c1', seq, prev: seq - 1, id: `e${seq}`, at: at(seq) };
  return { ...place, kind: 'contact', contact_kind: 'message', email: 'jukka@example.com', text: 'Call me' };
}

it('puts who waits for our words first, the longest wait on top', () => {
  const answered = held('answered', [...transcript(), said(9, 'agent', 'Hi')]);
  const asked = held('asked', [...transcript(), said(5, 'agent', 'Hi'), said(8, 'visitor', 'And now?')]);
  const fresh = held('fresh', transcript());
  const all = [answered, asked, fresh].map((one) => [one.conversation, one] as const);
  const order = mine({ ...emptyDesk(ME), held: new Map(all) }).map((one) => one.conversation);
  expect(order).toEqual(['fresh', 'asked', 'answered']);
});

it('counts the wait of somebody new from the line on, not from their first words to the assistant', () => {
  expect(awaitsSince(held('c1', transcript()))).toBe(Date.parse(at(3)));
});

it('puts the promise that ends first on top of the line', () => {
  const line = [
    waits('message', { kind: 'message', since: at(-9_000) }),
    waits('late', { since: at(-50), due_at: at(-10) }),
    waits('new', { since: at(-5), due_at: at(55) }),
  ];
  expect(byUrgency(line).map((item) => item.conversation)).toEqual(['late', 'new', 'message']);
  expect(line.map((item) => isOverdue(item, Date.parse(at(0))))).toEqual([false, true, false]);
});

it('knows a visitor who left a message until they are back', () => {
  const events = [moved(1, 'bot', 1), said(2, 'visitor', 'Hello'), contact(3)];
  expect(leftMessage(held('c1', events))?.email).toBe('jukka@example.com');
  expect(leftMessage(held('c1', events, { visitorOnline: true }))).toBeNull();
  expect(leftMessage(held('c1', [...events, said(4, 'visitor', 'I am back')]))).toBeNull();
});

it('quotes what the visitor asked before a person came, in words and not by a button', () => {
  const choice = { ...said(3, 'visitor', 'None of these'), choice: 'none' };
  const events = [said(2, 'visitor', 'Where is it?'), choice, moved(4, 'human', 3), said(5, 'visitor', 'Thanks!')];
  expect(ownWords(held('c1', events))).toBe('Where is it?');
});
