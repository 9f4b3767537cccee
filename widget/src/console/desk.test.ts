import { expect, it } from 'vitest';
import type { Desk } from './desk';
import { isWritable, mine, unread } from './held';
import type { Held } from './state';
import { assigned, at, brief, moved, said, sitDown, transcript, welcome } from './testing';

function held(desk: Desk, conversation = 'c1'): Held {
  const found = desk.state.held.get(conversation);
  if (found === undefined) throw new Error(`${conversation} is not held`);
  return found;
}

it('takes the transcript of a conversation in pages', () => {
  const { desk } = sitDown();
  desk.receive(welcome({ conversations: [{ conversation: 'c1', fence: 3, state: 'human', last_seq: 4 }] }));
  desk.receive(assigned({ events: transcript().slice(0, 1), complete: false }));
  expect(held(desk).complete).toBe(false);
  expect(isWritable(held(desk))).toBe(true);
  desk.receive({ type: 'history', conversation: 'c1', after: 0, events: transcript().slice(1), complete: true });
  expect(held(desk).complete).toBe(true);
  expect(held(desk).events.map((event) => event.seq)).toEqual([1, 2, 3, 4]);
});

it('resumes what it holds, from the last event', () => {
  const { desk } = sitDown();
  expect(desk.hello('secret')).toEqual({ type: 'hello', csrf: 'secret' });
  desk.receive(welcome());
  desk.receive(assigned());
  expect(desk.hello('secret').resume).toEqual([{ conversation: 'c1', after: 4 }]);
});

it('asks once for what is missing when events do not join', () => {
  const { desk, link } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  desk.receive(said(6, 'visitor', 'Hello?'));
  desk.receive(said(7, 'visitor', 'Anybody?'));
  expect(link.signals).toEqual([{ type: 'sync', conversation: 'c1', after: 4 }]);
  const events = [said(5, 'visitor', 'Hm'), said(6, 'visitor', 'Hello?'), said(7, 'visitor', 'Anybody?')];
  desk.receive({ type: 'history', conversation: 'c1', after: 4, events, complete: true });
  expect(held(desk).events).toHaveLength(7);
});

it('begins anew when the server holds less than it did', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  const events = transcript().slice(0, 2);
  desk.receive({ type: 'history', conversation: 'c1', after: 4, events, complete: true, reset: true });
  expect(held(desk).events).toHaveLength(2);
});

it('counts what the visitor wrote while another conversation was open', () => {
  const { desk, link } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  expect(unread(held(desk))).toBe(0);
  desk.receive(said(5, 'visitor', 'Hello?'));
  expect(unread(held(desk))).toBe(1);
  desk.select('c1');
  expect(unread(held(desk))).toBe(0);
  expect(link.signals).toEqual([{ type: 'seen', conversation: 'c1', seq: 5 }]);
});

it('after a reload counts what came after the last answer', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  const events = [...transcript(), said(5, 'agent', 'Hi'), said(6, 'visitor', 'One'), said(7, 'visitor', 'Two')];
  desk.receive(assigned({ events }));
  expect(unread(held(desk))).toBe(2);
});

it('lets the agent read but not write once the conversation has moved on', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  desk.select('c1');
  desk.receive(moved(5, 'closed', 4));
  expect(isWritable(held(desk))).toBe(false);
  desk.receive({ type: 'unassigned', conversation: 'c1', reason: 'closed_by_visitor' });
  expect(held(desk).gone).toBe('closed_by_visitor');
  expect(mine(desk.state)).toEqual([]);
  desk.select(null);
  expect(desk.state.held.size).toBe(0);
});

it('says so when a conversation that is not open goes away', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  desk.receive({ type: 'unassigned', conversation: 'c1', reason: 'abandoned' });
  expect(desk.state.held.size).toBe(0);
  expect(desk.state.notice?.key).toBe('gone.abandoned');
});

it('never shows a stale owner after a reconnect', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  desk.select('c1');
  desk.receive(welcome({ status: 'away' }));
  expect(isWritable(held(desk))).toBe(false);
  desk.receive({ type: 'unassigned', conversation: 'c1', reason: 'agent_lost' });
  expect(held(desk).gone).toBe('agent_lost');
  expect(desk.state.notice?.key).toBe('status.lost');
});

it('takes the fence of the new ownership when a lost conversation comes back', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  desk.receive(assigned());
  desk.select('c1');
  desk.receive(moved(5, 'queued', 4));
  desk.receive({ type: 'unassigned', conversation: 'c1', reason: 'agent_lost' });
  desk.receive(assigned({ fence: 5, events: [...transcript(), moved(5, 'queued', 4), moved(6, 'human', 5)] }));
  expect(held(desk).fence).toBe(5);
  expect(isWritable(held(desk))).toBe(true);
});

it('shows the visitor typing until they stop, write, or fall silent', () => {
  const { desk, clock } = sitDown();
  const typing = { type: 'typing', conversation: 'c1', author: { kind: 'visitor' }, on: true } as const;
  desk.receive(welcome());
  desk.receive(assigned());
  desk.receive(typing);
  expect(held(desk).typingUntil).not.toBeNull();
  desk.receive({ ...typing, on: false });
  expect(held(desk).typingUntil).toBeNull();
  desk.receive(typing);
  desk.receive(said(5, 'visitor', 'Hello?'));
  expect(held(desk).typingUntil).toBeNull();
  desk.receive(typing);
  clock.now += 60_000;
  desk.tick();
  expect(held(desk).typingUntil).toBeNull();
});

it('counts an offer down by the clock of the server', () => {
  const { desk, clock } = sitDown();
  clock.now -= 3_600_000;
  desk.receive(welcome({ server_time: at(0) }));
  desk.receive({ type: 'offer', conversation: 'c2', brief: brief(), expires_at: at(20) });
  desk.tick();
  expect(desk.state.offers).toHaveLength(1);
  clock.now += 30_000;
  desk.tick();
  expect(desk.state.offers).toEqual([]);
});

it('says an error that answers no command in one sentence, until it is old', () => {
  const { desk, clock } = sitDown();
  desk.receive({ type: 'error', code: 'bad_frame', retryable: false });
  expect(desk.state.notice?.key).toBe('error.bad_frame');
  clock.now += 60_000;
  desk.tick();
  expect(desk.state.notice).toBeNull();
});

it('says something even for a code that it does not know', () => {
  const { desk } = sitDown();
  desk.receive({ type: 'error', code: 'brand_new', retryable: false });
  expect(desk.state.notice?.key).toBe('error.other');
});

it('opens what was open before a reload, once it is ours', () => {
  const { desk } = sitDown();
  desk.selectWhenOurs('c1');
  desk.receive(welcome({ conversations: [{ conversation: 'c1', fence: 3, state: 'human', last_seq: 4 }] }));
  desk.receive(assigned());
  expect(desk.state.selected).toBe('c1');
});

it('does not open later what was not ours after a reload', () => {
  const { desk } = sitDown();
  desk.selectWhenOurs('c1');
  desk.receive(welcome());
  desk.receive(assigned());
  expect(desk.state.selected).toBeNull();
});

it('reads an earlier conversation, and asks for it again after a break', () => {
  const { desk, link } = sitDown();
  desk.receive(welcome());
  desk.past.read('p1');
  expect(link.signals).toEqual([{ type: 'sync', conversation: 'p1', after: 0 }]);
  desk.receive(welcome());
  expect(link.signals).toHaveLength(2);
  desk.receive({ type: 'history', conversation: 'p1', after: 0, events: transcript(), complete: true });
  expect(desk.state.past).toMatchObject({ conversation: 'p1', complete: true });
  expect(desk.state.past?.events).toHaveLength(4);
  expect(desk.state.held.size).toBe(0);
  desk.receive(welcome());
  expect(link.signals).toHaveLength(2);
});

it('says that an earlier conversation cannot be read', () => {
  const { desk } = sitDown();
  desk.receive(welcome());
  desk.past.read('p1');
  desk.receive({ type: 'error', code: 'not_found', retryable: false });
  expect(desk.state.past?.failed).toBe(true);
  expect(desk.state.notice).toBeNull();
});

it('follows the status that was set in another tab, and the colleagues', () => {
  const { desk } = sitDown();
  const piotr = { id: 'a2', name: 'Piotr', status: 'online', connected: true, skills: [], languages: [], open: 0, capacity: 3 } as const;
  desk.receive(welcome());
  desk.receive({ type: 'status', status: 'busy' });
  desk.receive({ type: 'colleagues', items: [{ ...piotr, skills: [], languages: [] }] });
  expect(desk.state.status).toBe('busy');
  expect(desk.state.colleagues.map((one) => one.name)).toEqual(['Piotr']);
});

it('remembers since when there is no connection', () => {
  const { desk, clock } = sitDown();
  desk.linkChanged('open', {});
  expect(desk.state.link.lostAt).toBeNull();
  desk.linkChanged('reconnecting', { code: 1006 });
  const since = clock.now;
  clock.now += 9_000;
  desk.linkChanged('connecting', {});
  expect(desk.state.link.lostAt).toBe(since);
});
