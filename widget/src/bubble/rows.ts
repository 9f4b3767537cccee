/** Events -> what the message list shows, row by row. Pure. */

import type { Author, Choice, ContactKind, Event, Message, State, StateReason } from '../shared/protocol';
import type { Timeline } from '../shared/timeline';
import type { Outgoing } from './outbox';

export interface MessageRow {
  kind: 'message';
  key: string;
  author: Author;
  text: string;
  lang?: string;
  at: string;
  /** The first of several in a row by the same author. */
  leads: boolean;
  seq: number;
  /** What can still be chosen; what is over is not shown, since the answer stands below it. */
  choices: (Choice & { enabled: boolean })[];
}

export interface OutgoingRow {
  kind: 'outgoing';
  key: string;
  text: string;
  leads: boolean;
  failed?: string;
}

export interface MoveRow {
  kind: 'move';
  key: string;
  at: string;
  reason: StateReason;
  to: State;
  /** The person who came, went or was lost. */
  name: string | null;
}

export interface ContactRow {
  kind: 'contact';
  key: string;
  at: string;
  contact: ContactKind;
  text: string | null;
  address: string;
}

export interface RatingRow {
  kind: 'rating';
  key: string;
  at: string;
  score: number;
}

/** Where a day begins. */
export interface DayRow {
  kind: 'day';
  key: string;
  at: string;
}

export type Row = DayRow | MessageRow | OutgoingRow | MoveRow | ContactRow | RatingRow;

/** The choices that mean something in each state; every other choice is an answer to the bot. */
const CHOICE_STATES: Readonly<Record<string, readonly State[]>> = {
  'vuoro:cancel': ['queued'],
  'vuoro:leave_message': ['bot', 'queued'],
  'vuoro:callback': ['bot', 'queued'],
};

export function rowsOf(
  chats: readonly Timeline[],
  outgoing: readonly Outgoing[],
  open: Timeline | null,
  state: State | null,
): Row[] {
  const rows = withDays(chats.flatMap((chat) => chatRows(chat.events, chat === open ? state : null)));
  const last = rows.at(-1);
  let leads = !(last?.kind === 'message' && last.author.kind === 'visitor');
  for (const words of outgoing) {
    rows.push({
      kind: 'outgoing',
      key: words.cid,
      text: words.text,
      leads,
      ...(words.failed === undefined ? {} : { failed: words.failed }),
    });
    leads = false;
  }
  return outgoing.some((words) => words.failed === undefined) ? rows.map(withoutChoices) : rows;
}

/** The first name, which is all that a visitor is shown. */
export function firstName(name: string | null | undefined): string | null {
  return name?.trim().split(/\s+/)[0] || null;
}

function chatRows(events: readonly Event[], state: State | null): DatedRow[] {
  const lastWords = events.findLast((event) => event.kind === 'message' && event.author.kind === 'visitor')?.seq ?? 0;
  const rows: DatedRow[] = [];
  let person: string | null = null;
  for (const event of events) {
    const key = `${event.conversation}/${event.seq}`;
    switch (event.kind) {
      case 'message':
        rows.push(messageRow(key, event, rows.at(-1), state, lastWords));
        break;
      case 'state': {
        const name: string | null = firstName(event.agent?.name) ?? person;
        person = event.to === 'human' ? name : null;
        if (event.reason !== 'opened') {
          rows.push({ kind: 'move', key, at: event.at, reason: event.reason, to: event.to, name });
        }
        break;
      }
      case 'contact': {
        const kind = event.contact_kind ?? 'message';
        const address = [event.email, event.phone, event.when].filter(Boolean).join(' · ');
        rows.push({ kind: 'contact', key, at: event.at, contact: kind, text: event.text ?? null, address });
        break;
      }
      case 'rating':
        rows.push({ kind: 'rating', key, at: event.at, score: event.score });
        break;
      default:
    }
  }
  return rows;
}

function messageRow(
  key: string,
  event: Message,
  before: Row | undefined,
  state: State | null,
  lastWords: number,
): MessageRow {
  const same =
    before?.kind === 'message' && before.author.kind === event.author.kind && before.author.id === event.author.id;
  return {
    kind: 'message',
    key,
    author: event.author,
    text: event.text,
    ...(event.lang ? { lang: event.lang } : {}),
    at: event.at,
    leads: !same,
    seq: event.seq,
    choices: (event.seq > lastWords ? (event.choices ?? []) : [])
      .filter(({ id }) => state !== null && (CHOICE_STATES[id] ?? ['bot']).includes(state))
      .map((choice) => ({ ...choice, enabled: true })),
  };
}

type DatedRow = Exclude<Row, OutgoingRow>;

/** Puts a row before the first of each day, in the visitor's own time zone; a run of messages ends with its day. */
function withDays(rows: readonly DatedRow[]): Row[] {
  let day = '';
  return rows.flatMap((row): Row[] => {
    const its = new Date(row.at).toDateString();
    if (its === day) return [row];
    day = its;
    return [{ kind: 'day', key: `day/${row.key}`, at: row.at }, row.kind === 'message' ? { ...row, leads: true } : row];
  });
}

/** While the visitor's newest words are on their way, what was offered before them is as good as answered. */
function withoutChoices(row: Row): Row {
  if (row.kind !== 'message') return row;
  return { ...row, choices: row.choices.map((choice) => ({ ...choice, enabled: false })) };
}
