import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connection, type Status, type StatusInfo } from './connection';
import { ProtocolError } from './protocol';
import { FakeClock, FakeServer } from './testing';

let server: FakeServer;
let clock: FakeClock;
let hello: object;
let frames: { type: string }[];
let statuses: [Status, StatusInfo][];
let connection: Connection;

function ack(cid: unknown): object {
  return { type: 'ack', cid, conversation: 'c1', seq: 2, id: 'e2', at: '2026-11-21T10:00:00.000Z' };
}

function welcome(): void {
  server.last.opens();
  server.last.says({ type: 'welcome' });
}

function commands(): string[] {
  return server.last.sent.filter((frame) => frame.type === 'send').map((frame) => String(frame.text));
}

beforeEach(() => {
  server = new FakeServer();
  clock = new FakeClock();
  hello = { type: 'hello' };
  frames = [];
  statuses = [];
  connection = new Connection({
    url: 'ws://here/ws/visitor',
    hello: () => hello,
    onFrame: (frame) => frames.push(frame),
    onStatus: (status, info) => statuses.push([status, info]),
    random: () => 1,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    WebSocket: server.WebSocket,
  });
  connection.start();
});

afterEach(() => connection.stop());

describe('a connection that begins', () => {
  it('offers the subprotocol and says hello first', () => {
    server.last.opens();
    expect(server.last.protocol).toBe('vuoro.v1');
    expect(server.last.types).toEqual(['hello']);
    expect(connection.status).toBe('connecting');
  });

  it('sends nothing before the welcome has been handed on', () => {
    void connection.command({ type: 'send', text: 'hi' });
    connection.send({ type: 'typing', on: true });
    server.last.opens();
    expect(server.last.types).toEqual(['hello']);
    server.last.says({ type: 'welcome' });
    expect(frames[0]?.type).toBe('welcome');
    expect(server.last.types).toEqual(['hello', 'send']);
    expect(connection.status).toBe('open');
  });

  it('ignores what is no frame', () => {
    server.last.opens();
    server.last.saysRaw('{not json');
    server.last.saysRaw('[]');
    server.last.saysRaw('7');
    expect(frames).toEqual([]);
  });
});

describe('a command', () => {
  it('is answered by the ack of its cid', async () => {
    welcome();
    const sent = connection.command({ type: 'send', text: 'hi' });
    server.last.says(ack(server.last.sent.at(-1)?.cid));
    expect((await sent).seq).toBe(2);
  });

  it('has a cid that the protocol allows', () => {
    welcome();
    void connection.command({ type: 'send', text: 'hi' });
    expect(server.last.sent.at(-1)?.cid).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });

  it('is refused by the error of its cid', async () => {
    welcome();
    const sent = connection.command({ type: 'send', text: 'hi' }, 'mine');
    server.last.says({ type: 'error', code: 'rate_limited', cid: 'mine', retryable: true, retry_after: 3 });
    await expect(sent).rejects.toEqual(new ProtocolError('rate_limited', true, 3));
    await expect(sent).rejects.toMatchObject({ retryable: true, retryAfter: 3 });
  });

  it('goes out again, in order and under the same cid, when it was never acknowledged', () => {
    welcome();
    void connection.command({ type: 'send', text: 'one' }, 'a');
    void connection.command({ type: 'send', text: 'two' }, 'b');
    void connection.command({ type: 'send', text: 'three' }, 'c');
    server.last.says(ack('a'));
    server.last.closes(1006);
    clock.pass(500);
    welcome();
    expect(server.last.sent.slice(1)).toEqual([
      { type: 'send', text: 'two', cid: 'b' },
      { type: 'send', text: 'three', cid: 'c' },
    ]);
  });

  it('waits for the whole history of a resumed conversation', () => {
    welcome();
    void connection.command({ type: 'send', text: 'one' }, 'a');
    server.last.closes(1006);
    hello = { type: 'hello', resume: { conversation: 'c1', after: 4 } };
    clock.pass(500);
    welcome();
    expect(commands()).toEqual([]);
    server.last.says({ type: 'history', conversation: 'c1', after: 4, events: [], complete: false });
    expect(commands()).toEqual([]);
    server.last.says({ type: 'history', conversation: 'c1', after: 4, events: [], complete: true });
    expect(commands()).toEqual(['one']);
  });

  it('waits for every conversation that an agent resumes, lost ones included', () => {
    hello = {
      type: 'hello',
      resume: [
        { conversation: 'c1', after: 4 },
        { conversation: 'c2', after: 0 },
      ],
    };
    void connection.command({ type: 'send', text: 'one' }, 'a');
    welcome();
    server.last.says({ type: 'assigned', conversation: 'c1', events: [], complete: true });
    expect(commands()).toEqual([]);
    server.last.says({ type: 'unassigned', conversation: 'c2', reason: 'lost' });
    expect(commands()).toEqual(['one']);
  });

  it('does not wait for ever for a history that never comes', () => {
    hello = { type: 'hello', resume: { conversation: 'c1', after: 4 } };
    void connection.command({ type: 'send', text: 'one' }, 'a');
    welcome();
    clock.pass(10_000);
    expect(commands()).toEqual(['one']);
  });
});

describe('a connection that breaks', () => {
  it.each([1001, 1006, 1009, 1011, 1012, 4000, 4001, 4003, 4499])('comes back after %i', (code) => {
    welcome();
    server.last.closes(code);
    expect(connection.status).toBe('reconnecting');
    clock.pass(500);
    expect(server.sockets).toHaveLength(2);
  });

  it.each([1000, 1008, 4500, 4501, 4502, 4503, 4504, 4505, 4999])('stays away after %i', (code) => {
    welcome();
    server.last.closes(code);
    expect(statuses.at(-1)).toEqual(['stopped', { code }]);
    clock.pass(60_000);
    expect(server.sockets).toHaveLength(1);
  });

  it('backs off from half a second to twenty, doubling', () => {
    const delays = [];
    for (let i = 0; i < 8; i += 1) {
      server.last.closes(1006);
      const delay = statuses.at(-1)?.[1].retryInMs ?? 0;
      delays.push(delay);
      clock.pass(delay);
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  it('starts the backoff over once a connection has lasted', () => {
    server.last.closes(1006);
    clock.pass(500);
    server.last.closes(1006);
    clock.pass(1000);
    welcome();
    clock.pass(5_000);
    server.last.closes(1012);
    expect(statuses.at(-1)?.[1].retryInMs).toBe(500);
  });

  it('is given up when the server is silent for 45 seconds', () => {
    welcome();
    clock.pass(44_000);
    server.last.says({ type: 'beat' });
    clock.pass(44_999);
    expect(connection.status).toBe('open');
    clock.pass(1);
    expect(connection.status).toBe('reconnecting');
  });

  it('tries at once when told to, and only one socket at a time', () => {
    welcome();
    server.last.closes(1006);
    connection.retryNow();
    connection.retryNow();
    expect(server.sockets).toHaveLength(2);
  });

  it('tries at once when the network is back', () => {
    welcome();
    server.last.closes(1006);
    window.dispatchEvent(new Event('online'));
    expect(server.sockets).toHaveLength(2);
  });

  it('comes back without the frame that was too big', async () => {
    welcome();
    const small = connection.command({ type: 'send', text: 'small' }, 'a');
    const big = connection.command({ type: 'send', text: 'b'.repeat(1000) }, 'b');
    server.last.closes(1009);
    await expect(big).rejects.toEqual(new ProtocolError('too_long', false));
    clock.pass(500);
    welcome();
    expect(commands()).toEqual(['small']);
    server.last.says(ack('a'));
    await small;
  });

  it('can be stopped, and started again with its queue', () => {
    welcome();
    const before = server.last;
    void connection.command({ type: 'send', text: 'one' }, 'a');
    connection.stop();
    expect(before.closedWith).toBe(1000);
    connection.start();
    welcome();
    expect(commands()).toEqual(['one']);
  });
});
