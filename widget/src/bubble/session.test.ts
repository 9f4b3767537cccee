import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../shared/protocol';
import { FakeClock, FakeServer } from '../shared/testing';
import { Memory } from './memory';
import { Session } from './session';

const AT = '2026-11-21T10:00:00.000Z';
let server: FakeServer;
let clock: FakeClock;
let session: Session;
let memory: Memory;

function begin(): void {
  memory = new Memory('https://chat.example/');
  session = new Session({
    url: 'wss://chat.example/ws/visitor',
    lang: 'fi',
    memory,
    onChange: () => undefined,
    connection: {
      WebSocket: server.WebSocket,
      random: () => 1,
      setTimeout: clock.setTimeout,
      clearTimeout: clock.clearTimeout,
    },
  });
  session.start();
}

function welcome(fields: object = {}): void {
  server.last.opens();
  server.last.says({ type: 'welcome', token: 'secret', conversation: null, state: null, starters: [], ...fields });
}

/** What the server would send for event `seq` of the conversation. */
function event(seq: number, body: object): Event & { type: 'event' } {
  return { type: 'event', conversation: 'c1', seq, prev: seq - 1, id: `e${seq}`, at: AT, ...body } as Event & {
    type: 'event';
  };
}

const opened = event(1, { kind: 'state', from: null, to: 'bot', reason: 'opened' });

function words(seq: number, text: string, cid?: unknown): Event & { type: 'event' } {
  return event(seq, { kind: 'message', author: { kind: 'visitor' }, text, cid });
}

function answer(seq: number): Event & { type: 'event' } {
  return event(seq, { kind: 'message', author: { kind: 'bot' }, text: 'answer' });
}

function move(seq: number, to: string, reason: string): Event & { type: 'event' } {
  const agent = to === 'human' ? { id: 'a1', name: 'Anna' } : undefined;
  return event(seq, { kind: 'state', from: 'bot', to, reason, agent });
}

/** What the client sent, without its hello and its signs of having seen. */
function sent(): { type: string; [field: string]: unknown }[] {
  return server.last.sent.slice(1).filter((frame) => frame.type !== 'seen');
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  server = new FakeServer();
  clock = new FakeClock();
  begin();
});

afterEach(() => session.stop());

describe('the token', () => {
  it('is none on the first visit, kept, and said on the next', () => {
    welcome();
    expect(server.last.sent[0]).not.toHaveProperty('token');
    expect(memory.visitor.token).toBe('secret');
    session.stop();
    begin();
    server.last.opens();
    expect(server.last.sent[0]).toMatchObject({ type: 'hello', token: 'secret', lang: 'fi' });
  });

  it('is dropped when the server does not know it, and once more tried without', () => {
    session.stop();
    memory.setVisitor({ token: 'old' });
    begin();
    server.last.opens();
    server.last.closes(4502);
    expect(memory.visitor.token).toBeNull();
    server.last.opens();
    expect(server.sockets).toHaveLength(3);
    expect(server.last.sent[0]).not.toHaveProperty('token');
    server.last.closes(4502);
    clock.pass(60_000);
    expect(server.sockets).toHaveLength(3);
    expect(session.status).toBe('stopped');
  });

  it('of another tab is taken over', () => {
    welcome();
    memory.setVisitor({ token: 'of the other tab' });
    window.dispatchEvent(new StorageEvent('storage', { key: 'vuoro:https://chat.example/' }));
    server.last.opens();
    expect(server.last.sent[0]).toMatchObject({ token: 'of the other tab' });
  });
});

describe('words', () => {
  it('show at once and give way to their event', async () => {
    welcome();
    session.say('Missä paketti on?');
    expect(session.outbox.all).toMatchObject([{ text: 'Missä paketti on?' }]);
    server.last.says(opened);
    server.last.says(words(2, 'Missä paketti on?', sent()[0]?.cid));
    expect(session.outbox.all).toEqual([]);
    expect(session.chats.state).toBe('bot');
  });

  it('that the server refuses stay, and go again under the same cid', async () => {
    welcome();
    session.say('hei');
    const cid = sent()[0]?.cid;
    server.last.says({ type: 'error', code: 'rate_limited', cid, retryable: true });
    await settled(() => session.outbox.all[0]?.failed === 'rate_limited');
    session.outbox.retry(String(cid));
    expect(sent().map((frame) => frame.cid)).toEqual([cid, cid]);
    expect(session.outbox.all[0]).not.toHaveProperty('failed');
  });

  it('that were not acknowledged survive a reload of the page', () => {
    welcome();
    session.say('hei');
    const cid = sent()[0]?.cid;
    session.stop();
    begin();
    welcome();
    expect(sent()).toEqual([{ type: 'send', text: 'hei', cid }]);
  });

  it('of a command that made no event go when the ack is here', async () => {
    welcome();
    session.choose('vuoro:wait', 'Odotan', 3);
    const [frame] = sent();
    expect(frame).toMatchObject({ type: 'choose', choice: 'vuoro:wait', seq: 3 });
    server.last.says({ type: 'ack', cid: frame?.cid, conversation: 'c1', seq: null, id: null, at: AT });
    await settled(() => session.outbox.all.length === 0);
  });
});

describe('the conversation', () => {
  it('is asked for from the beginning after a reload', () => {
    welcome({ conversation: 'c1', state: 'queued' });
    expect(sent()).toEqual([{ type: 'sync', conversation: 'c1', after: 0 }]);
    expect(session.chats.state).toBe('queued');
    expect(session.chats.loading).toBe(true);
    server.last.says({
      type: 'history',
      conversation: 'c1',
      after: 0,
      events: [opened, words(2, 'hei')],
      complete: true,
    });
    expect(session.chats.loading).toBe(false);
    expect(session.chats.current?.lastSeq).toBe(2);
  });

  it('is resumed after a break, from the last event held', () => {
    welcome();
    server.last.says(opened);
    server.last.says(words(2, 'hei'));
    server.last.closes(1006);
    clock.pass(500);
    server.last.opens();
    expect(server.last.sent[0]).toMatchObject({ resume: { conversation: 'c1', after: 2 } });
    server.last.says({ type: 'welcome', token: 'secret', conversation: 'c1', state: 'bot', starters: [] });
    expect(sent()).toEqual([]);
  });

  it('asks once for what a gap left out', () => {
    welcome();
    server.last.says(opened);
    server.last.says(answer(3));
    server.last.says(answer(4));
    expect(sent()).toEqual([{ type: 'sync', conversation: 'c1', after: 1 }]);
    server.last.says({
      type: 'history',
      conversation: 'c1',
      after: 1,
      events: [words(2, 'hei'), answer(3), answer(4)],
      complete: true,
    });
    expect(session.chats.current?.lastSeq).toBe(4);
  });

  it('counts what the visitor has not looked at', () => {
    welcome();
    server.last.says(opened);
    server.last.says(words(2, 'hei'));
    server.last.says(answer(3));
    expect(session.unread).toBe(1);
    session.setLooking(true);
    expect(session.unread).toBe(0);
    expect(server.last.sent.at(-1)).toEqual({ type: 'seen', conversation: 'c1', seq: 3 });
  });

  it('can be rated once, when a person was there and it is over', () => {
    welcome();
    server.last.says(opened);
    server.last.says(move(2, 'queued', 'visitor_asked'));
    server.last.says(move(3, 'human', 'accepted'));
    expect(session.chats.person).toBe('Anna');
    expect(session.chats.canRate).toBe(false);
    server.last.says(move(4, 'closed', 'closed_by_agent'));
    expect(session.chats.state).toBeNull();
    expect(session.chats.canRate).toBe(true);
    server.last.says(event(5, { kind: 'rating', score: 5 }));
    expect(session.chats.canRate).toBe(false);
  });

  it('forgets the place in the line with the line', () => {
    welcome();
    server.last.says(opened);
    server.last.says(move(2, 'queued', 'visitor_asked'));
    server.last.says({ type: 'queue', position: 3, eta_s: null, available: true });
    expect(session.queue?.position).toBe(3);
    server.last.says(move(3, 'human', 'accepted'));
    expect(session.queue).toBeNull();
  });
});

describe('a change of the language', () => {
  it('is a command in a conversation', () => {
    welcome();
    server.last.says(opened);
    session.setLang('pl');
    expect(sent()).toMatchObject([{ type: 'set_lang', lang: 'pl' }]);
  });

  it('opens no conversation where there is none', () => {
    welcome();
    session.setLang('pl');
    server.last.opens();
    expect(server.last.sent).toMatchObject([{ type: 'hello', lang: 'pl' }]);
  });
});

it('shows an action that was refused', async () => {
  welcome();
  session.requestHuman();
  expect(session.busy.has('request_human')).toBe(true);
  server.last.says({ type: 'error', code: 'unavailable', cid: sent()[0]?.cid, retryable: true });
  await settled(() => session.problem === 'unavailable');
  expect(session.busy.size).toBe(0);
});

/** Lets the promises of answered commands run until the condition holds. */
async function settled(condition: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20 && !condition(); turns += 1) await Promise.resolve();
  expect(condition()).toBe(true);
}

describe('an identity', () => {
  it('is said at once, and on every connection', () => {
    welcome({ visitor: 'v1' });
    session.identify('jwt');
    server.last.opens();
    expect(server.last.sent[0]).toMatchObject({ type: 'hello', token: 'secret', identity: 'jwt' });
    server.last.closes(1006);
    clock.pass(500);
    server.last.opens();
    expect(server.last.sent[0]).toMatchObject({ identity: 'jwt' });
  });

  it('before the first hello costs no second connection', () => {
    session.identify('jwt');
    server.last.opens();
    expect(server.sockets).toHaveLength(1);
    expect(server.last.sent[0]).toMatchObject({ identity: 'jwt' });
  });

  it('of somebody else leaves nothing of the one before', () => {
    welcome({ visitor: 'v1' });
    server.last.says(opened);
    server.last.says(words(2, 'secret'));
    memory.setTab({ draft: 'more secrets' });
    session.say('not said yet');
    session.identify('jwt');
    welcome({ visitor: 'v2', token: 'another', identity: 'accepted' });
    expect(session.chats.all).toEqual([]);
    expect(session.outbox.all).toEqual([]);
    expect(memory.tab.draft).toBe('');
    expect(memory.visitor).toMatchObject({ token: 'another', id: 'v2' });
    expect(sent()).toEqual([]);
  });

  it('of the same visitor keeps everything', () => {
    welcome({ visitor: 'v1' });
    server.last.says(opened);
    memory.setTab({ draft: 'half a question' });
    session.identify('jwt');
    welcome({ visitor: 'v1', conversation: 'c1', state: 'bot' });
    expect(session.chats.all).toHaveLength(1);
    expect(memory.tab.draft).toBe('half a question');
  });

  it('that ends makes a new visitor', () => {
    welcome({ visitor: 'v1', identity: 'accepted' });
    server.last.says(opened);
    session.identify(null);
    expect(session.chats.all).toEqual([]);
    server.last.opens();
    expect(server.last.sent[0]).not.toHaveProperty('token');
    expect(server.last.sent[0]).not.toHaveProperty('identity');
  });
});

it('of nobody, said on every page, takes nothing from a visitor who never logged in', () => {
  welcome({ visitor: 'v1' });
  server.last.says(opened);
  session.identify(null);
  expect(session.chats.all).toHaveLength(1);
  expect(server.sockets).toHaveLength(1);
  expect(memory.visitor.token).not.toBeNull();
});

it('comes back to a tab that had to make room', () => {
  welcome();
  server.last.closes(4505);
  session.comeBack();
  expect(server.sockets).toHaveLength(2);
});
