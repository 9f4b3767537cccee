/** Stand-ins and frames for the console's tests. */
import {
  type Ack,
  type AgentCommand,
  type AgentSignal,
  type AgentWelcome,
  type Assigned,
  type Brief,
  type Event,
  type EventFrame,
  ProtocolError,
} from '../shared/protocol';
import { Actions } from './actions';
import { Desk, type Link } from './desk';
import { NOTHING_KNOWN } from './knowledge';
import { Memory } from './memory';
import type { Work } from './work';

export const ME = { id: 'a1', name: 'Anna' };
const START = Date.parse('2026-11-20T12:00:00.000Z');

interface Sent {
  readonly command: AgentCommand;
  readonly cid: string;
  readonly ack: (ack?: Partial<Ack>) => void;
  readonly refuse: (code: string) => void;
}

/** A link whose server is the test: it decides when and how each command is answered. */
export class FakeLink implements Link {
  readonly signals: AgentSignal[] = [];
  readonly commands: Sent[] = [];

  send(signal: AgentSignal): void {
    this.signals.push(signal);
  }

  command(command: AgentCommand, cid = `cid${this.commands.length}`): Promise<Ack> {
    return new Promise((resolve, reject) => {
      this.commands.push({
        command,
        cid,
        ack: (ack) => resolve({ type: 'ack', cid, conversation: null, seq: null, id: null, at: at(0), ...ack }),
        refuse: (code) => reject(new ProtocolError(code, false)),
      });
    });
  }

  get last(): Sent {
    const last = this.commands.at(-1);
    if (last === undefined) throw new Error('no command was sent');
    return last;
  }
}

/** A desk at a fake link, with a clock that the test sets. */
export function sitDown(): { desk: Desk; actions: Actions; link: FakeLink; clock: { now: number }; work: Work } {
  const link = new FakeLink();
  const clock = { now: START };
  const desk = new Desk(ME, link, () => undefined, () => clock.now);
  const actions = new Actions(desk, link);
  const memory = new Memory(ME.id);
  // What views read of a working day.
  const work = { desk, actions, memory, settings: memory.settings, knowledge: NOTHING_KNOWN } as unknown as Work;
  return { desk, actions, link, clock, work };
}

/** The time `seconds` after the tests' beginning. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}

export function welcome(part: Partial<AgentWelcome> = {}): AgentWelcome {
  return {
    type: 'welcome',
    agent: ME,
    status: 'online',
    capacity: 3,
    conversations: [],
    offers: [],
    waiting: [],
    server_time: at(0),
    ...part,
  };
}

export function brief(part: Partial<Brief> = {}): Brief {
  return {
    reason: 'visitor_asked',
    lang: 'en',
    waited_s: 5,
    visitor: { earlier: 0 },
    asked: 'Where is my parcel?',
    tried: [],
    suggestions: [],
    ...part,
  };
}

export function said(seq: number, kind: 'visitor' | 'agent' | 'bot', text: string, cid?: string): EventFrame {
  const author = kind === 'agent' ? { kind, ...ME } : { kind };
  return { type: 'event', ...place(seq), kind: 'message', author, text, ...(cid && { cid }) };
}

export function moved(seq: number, to: 'bot' | 'queued' | 'human' | 'closed', fence: number): EventFrame {
  const reasons = { bot: 'opened', queued: 'visitor_asked', human: 'accepted', closed: 'closed_by_visitor' } as const;
  return { type: 'event', ...place(seq), kind: 'state', from: 'bot', to, reason: reasons[to], fence };
}

/** A conversation that began, asked and was taken: three moves, one message; fence 3. */
export function transcript(): Event[] {
  return [moved(1, 'bot', 1), said(2, 'visitor', 'Where is my parcel?'), moved(3, 'queued', 2), moved(4, 'human', 3)];
}

export function assigned(part: Partial<Assigned> = {}): Assigned {
  return {
    type: 'assigned',
    conversation: 'c1',
    fence: 3,
    brief: brief(),
    events: transcript(),
    complete: true,
    ...part,
  };
}

function place(seq: number): { conversation: string; seq: number; prev: number; id: string; at: string } {
  return { conversation: 'c1', seq, prev: seq - 1, id: `e${seq}`, at: at(seq) };
}
