import { expect, it } from 'vitest';
import type { Event } from './protocol';
import { Timeline } from './timeline';

function event(seq: number, prev: number, extra: object = {}): Event {
  const author = { kind: 'bot' } as const;
  return { conversation: 'c1', seq, prev, id: `e${seq}`, at: '', kind: 'message', author, text: `${seq}`, ...extra };
}

function seqs(timeline: Timeline): number[] {
  return timeline.events.map((each) => each.seq);
}

it('keeps events in order, over numbers that this reader may not see', () => {
  const timeline = new Timeline('c1');
  expect(timeline.apply(event(1, 0))).toBe('applied');
  expect(timeline.apply(event(4, 1))).toBe('applied');
  expect(seqs(timeline)).toEqual([1, 4]);
  expect(timeline.lastSeq).toBe(4);
});

it('takes an event once', () => {
  const timeline = new Timeline('c1');
  timeline.apply(event(1, 0));
  expect(timeline.apply(event(1, 0))).toBe('duplicate');
  expect(seqs(timeline)).toEqual([1]);
});

it('does not take an event past a gap, and joins up when the history comes', () => {
  const timeline = new Timeline('c1');
  timeline.apply(event(1, 0));
  expect(timeline.apply(event(3, 2))).toBe('gap');
  expect(seqs(timeline)).toEqual([1]);
  expect(timeline.applyHistory({ events: [event(2, 1), event(3, 2)] })).toBe('applied');
  expect(seqs(timeline)).toEqual([1, 2, 3]);
});

it('takes only what is new from a page that overlaps', () => {
  const timeline = new Timeline('c1');
  timeline.applyHistory({ events: [event(1, 0), event(2, 1)] });
  expect(timeline.applyHistory({ events: [event(2, 1), event(3, 2)] })).toBe('applied');
  expect(timeline.applyHistory({ events: [event(3, 2)] })).toBe('duplicate');
  expect(seqs(timeline)).toEqual([1, 2, 3]);
});

it('sees a page that does not join', () => {
  expect(new Timeline('c1').applyHistory({ events: [event(3, 2)] })).toBe('gap');
});

it('begins anew when the server was restored from a backup, over several pages', () => {
  const timeline = new Timeline('c1');
  timeline.applyHistory({ events: [event(1, 0), event(2, 1), event(3, 2)] });
  timeline.applyHistory({ reset: true, events: [event(1, 0)] });
  timeline.applyHistory({ reset: true, events: [event(2, 1)] });
  expect(seqs(timeline)).toEqual([1, 2]);
});

it('learns the guesses of the bot from a later delivery', () => {
  const timeline = new Timeline('c1');
  timeline.apply(event(1, 0));
  timeline.applyHistory({ events: [event(1, 0, { nlu: { intent: 'greet', confidence: 0.9 } })] });
  expect(timeline.events[0]).toMatchObject({ text: '1', nlu: { intent: 'greet' } });
});
