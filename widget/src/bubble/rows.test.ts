import { describe, expect, it } from 'vitest';
import type { Event, State } from '../shared/protocol';
import { Timeline } from '../shared/timeline';
import { firstName, type MessageRow, type MoveRow, type Row, rowsOf } from './rows';
import type { Outgoing } from './outbox';

const VISITOR = { kind: 'visitor', id: 'v1' } as const;
const BOT = { kind: 'bot' } as const;
const OFFER = [
  { id: 'intent:return_policy', label: 'Returns' },
  { id: 'vuoro:none', label: 'None of these' },
];

/** A chat with these events, numbered from one. */
function chat(...bodies: object[]): Timeline {
  const timeline = new Timeline('c1');
  bodies.forEach((body, index) => {
    const at = '2026-11-21T10:00:00.000Z';
    timeline.apply({ conversation: 'c1', seq: index + 1, prev: index, id: `e${index + 1}`, at, ...body } as Event);
  });
  return timeline;
}

function moved(to: State, reason: string, name?: string): object {
  return { kind: 'state', from: 'bot', to, reason, ...(name ? { agent: { id: 'a1', name } } : {}) };
}

function said(author: object, text: string, choices?: object[]): object {
  return { kind: 'message', author, text, ...(choices ? { choices } : {}) };
}

/** Without the rows that say which day it is. */
function rows(timeline: Timeline, state: State | null, outgoing: Outgoing[] = []): Row[] {
  return rowsOf([timeline], outgoing, timeline, state).filter((row) => row.kind !== 'day');
}

function enabled(list: Row[]): string[] {
  const offers = list.filter((row): row is MessageRow => row.kind === 'message');
  return offers.flatMap((row) => row.choices.filter((choice) => choice.enabled).map((choice) => choice.id));
}

describe('choices', () => {
  it('are open under the newest message of the bot', () => {
    expect(enabled(rows(chat(said(VISITOR, 'hm'), said(BOT, 'this?', OFFER)), 'bot'))).toEqual([
      'intent:return_policy',
      'vuoro:none',
    ]);
  });

  it('are over once the visitor has said something later', () => {
    expect(enabled(rows(chat(said(BOT, 'this?', OFFER), said(VISITOR, 'no')), 'bot'))).toEqual([]);
  });

  it('are over while the next words of the visitor are on their way', () => {
    const going: Outgoing = { cid: 'x', command: { type: 'send', text: 'no' }, text: 'no' };
    const timeline = chat(said(BOT, 'this?', OFFER));
    expect(enabled(rows(timeline, 'bot', [going]))).toEqual([]);
    expect(enabled(rows(timeline, 'bot', [{ ...going, failed: 'rate_limited' }]))).toHaveLength(2);
  });

  it('are over in a chat that is closed', () => {
    expect(enabled(rows(chat(said(BOT, 'this?', OFFER), moved('closed', 'abandoned')), null))).toEqual([]);
  });

  it('leave those in the line only their ways out', () => {
    const ways = ['vuoro:wait', 'vuoro:leave_message', 'vuoro:cancel'].map((id) => ({ id, label: id }));
    expect(enabled(rows(chat(said({ kind: 'system' }, 'nobody', ways)), 'queued'))).toEqual([
      'vuoro:leave_message',
      'vuoro:cancel',
    ]);
  });
});

describe('moves', () => {
  it('are named after the person who was there, and only by the first name', () => {
    const list = rows(chat(moved('human', 'accepted', 'Anna Virtanen'), moved('queued', 'agent_lost')), 'queued');
    expect(list.map((row) => (row as MoveRow).name)).toEqual(['Anna', 'Anna']);
  });

  it('do not tell of the opening', () => {
    expect(rows(chat(moved('bot', 'opened')), 'bot')).toEqual([]);
  });
});

it('tells who a run of messages is from once', () => {
  const list = rows(chat(said(BOT, 'one'), said(BOT, 'two'), said(VISITOR, 'three')), 'bot');
  expect(list.map((row) => (row as MessageRow).leads)).toEqual([true, false, true]);
});

it('knows a first name', () => {
  expect(firstName(' Anna Maria Virtanen')).toBe('Anna');
  expect(firstName('')).toBeNull();
});

it('begins each day with its name, and each day’s run with its author', () => {
  const timeline = chat(said(BOT, 'one'), said(BOT, 'two'), { ...said(BOT, 'three'), at: '2026-11-23T10:00:00.000Z' });
  const list = rowsOf([timeline], [], timeline, 'bot');
  expect(list.map((row) => row.kind)).toEqual(['day', 'message', 'message', 'day', 'message']);
  expect((list.at(-1) as MessageRow).leads).toBe(true);
});
