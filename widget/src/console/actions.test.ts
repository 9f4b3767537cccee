import { expect, it } from 'vitest';
import type { Held } from './state';
import type { Desk } from './desk';
import { assigned, at, brief, moved, said, sitDown, welcome } from './testing';

function atWork(): ReturnType<typeof sitDown> {
  const desk = sitDown();
  desk.desk.receive(welcome());
  desk.desk.receive(assigned());
  desk.desk.select('c1');
  desk.link.signals.length = 0;
  return desk;
}

function held(desk: Desk): Held {
  const found = desk.state.held.get('c1');
  if (found === undefined) throw new Error('c1 is not held');
  return found;
}

it('opens an accepted conversation when it is ours', async () => {
  const { desk, actions, link } = sitDown();
  desk.receive(welcome({ offers: [{ conversation: 'c1', brief: brief(), expires_at: at(20) }] }));
  const accepting = actions.accept('c1');
  expect(desk.state.busy.has('c1')).toBe(true);
  link.last.ack();
  await accepting;
  expect(desk.state.selected).toBeNull();
  desk.receive(assigned());
  expect(desk.state.selected).toBe('c1');
  expect(desk.state.offers).toEqual([]);
  expect(desk.state.busy.size).toBe(0);
});

it('says so when somebody else was faster, and does not open it later', async () => {
  const { desk, actions, link } = sitDown();
  desk.receive(welcome());
  const claiming = actions.claim('c1');
  link.last.refuse('taken');
  await claiming;
  expect(desk.state.notice).toMatchObject({ tone: 'error', key: 'error.taken' });
  desk.receive(assigned());
  expect(desk.state.selected).toBeNull();
});

it('shows a reply as under way until its event comes, before or after the ack', async () => {
  const { desk, actions, link } = atWork();
  const writing = actions.write(held(desk), 'send', 'On its way');
  expect(link.last.command).toEqual({ type: 'send', conversation: 'c1', fence: 3, text: 'On its way' });
  expect(held(desk).outgoing).toHaveLength(1);
  desk.receive(said(5, 'agent', 'On its way', link.last.cid));
  expect(held(desk).outgoing).toEqual([]);
  link.last.ack({ seq: 5 });
  await writing;
  expect(held(desk).outgoing).toEqual([]);
});

it('keeps a refused reply, and sends it again under the same id with the fence of now', async () => {
  const { desk, actions, link } = atWork();
  const writing = actions.write(held(desk), 'send', 'Hi');
  const { cid } = link.last;
  link.last.refuse('stale_fence');
  await writing;
  const [words] = held(desk).outgoing;
  expect(words).toMatchObject({ text: 'Hi', refused: 'stale_fence' });
  desk.receive(assigned({ fence: 5, events: [] }));
  if (words !== undefined) void actions.writeAgain(held(desk), words);
  expect(link.last).toMatchObject({ cid, command: { fence: 5, text: 'Hi' } });
  expect(held(desk).outgoing[0]?.refused).toBeNull();
});

it('closes the view of a conversation that the agent gave away, whichever frame comes first', async () => {
  const { desk, actions, link } = atWork();
  const closing = actions.close(held(desk), 'bot_could', 'parcel found');
  expect(link.last.command).toEqual({
    type: 'close',
    conversation: 'c1',
    fence: 3,
    verdict: 'bot_could',
    outcome: 'parcel found',
  });
  desk.receive(moved(5, 'closed', 4));
  desk.receive({ type: 'unassigned', conversation: 'c1', reason: 'closed_by_agent' });
  link.last.ack({ seq: 5 });
  await closing;
  expect(desk.state.selected).toBeNull();
  expect(desk.state.held.size).toBe(0);
});

it('keeps the view when giving it away was refused and the visitor ends it later', async () => {
  const { desk, actions, link } = atWork();
  const releasing = actions.release(held(desk), 'bot');
  link.last.refuse('unavailable');
  await releasing;
  desk.receive({ type: 'unassigned', conversation: 'c1', reason: 'closed_by_visitor' });
  expect(desk.state.selected).toBe('c1');
  expect(held(desk).gone).toBe('closed_by_visitor');
});

it('takes the status back when the server refuses it', async () => {
  const { desk, actions, link } = atWork();
  const setting = actions.setStatus('busy');
  expect(desk.state.status).toBe('busy');
  link.last.refuse('unavailable');
  await setting;
  expect(desk.state.status).toBe('online');
});

it('tells the visitor about typing now and then, and when it ends', () => {
  const { actions, link, clock } = atWork();
  actions.typed('c1');
  actions.typed('c1');
  clock.now += 4_000;
  actions.typed('c1');
  actions.stopTyping();
  actions.stopTyping();
  expect(link.signals).toEqual([
    { type: 'typing', conversation: 'c1', on: true },
    { type: 'typing', conversation: 'c1', on: true },
    { type: 'typing', conversation: 'c1', on: false },
  ]);
});
