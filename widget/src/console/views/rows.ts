/** The rows of a transcript: what there is to draw, day by day, before anything is drawn. */
import type { Event, Message } from '../../shared/protocol';
import type { Held } from '../state';

/** Messages of one author this close together stand under one name. */
const GROUP_MS = 3 * 60_000;
/** So many characters fill a line, and so high is a line: for a guess at heights only. */
const LINE = 62;
const LINE_PX = 23;

export type Row =
  | { readonly is: 'day'; readonly key: string; readonly at: string }
  | { readonly is: 'event'; readonly key: string; readonly event: Event; readonly joined: boolean }
  | { readonly is: 'outgoing'; readonly key: string; readonly index: number }
  | { readonly is: 'typing'; readonly key: string };

export function rowsOf(held: Held): Row[] {
  const rows: Row[] = [];
  let before: Event | undefined;
  let day = '';
  for (const event of held.events) {
    const today = new Date(event.at).toDateString();
    if (today !== day) rows.push({ is: 'day', key: `${held.conversation}:${today}`, at: event.at });
    const joined = today === day && continues(event, before);
    rows.push({ is: 'event', key: `${held.conversation}:${event.seq}`, event, joined });
    [before, day] = [event, today];
  }
  for (const [index, { cid }] of held.outgoing.entries()) rows.push({ is: 'outgoing', key: cid, index });
  if (held.typingUntil !== null) rows.push({ is: 'typing', key: `${held.conversation}:typing` });
  return rows;
}

/** A guess at a row's height in px, before it is measured. */
export function guessHeight(row: Row | undefined): number {
  if (row?.is !== 'event') return 52;
  const { event } = row;
  if (event.kind === 'contact') return 180;
  if (event.kind !== 'message' && event.kind !== 'note') return 48;
  const lines = event.text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / LINE), 0);
  return lines * LINE_PX + (row.joined ? 22 : 56);
}

function continues(event: Event, before: Event | undefined): boolean {
  if (event.kind !== 'message' || before?.kind !== 'message') return false;
  return isSameAuthor(event, before) && Date.parse(event.at) - Date.parse(before.at) < GROUP_MS;
}

function isSameAuthor(a: Message, b: Message): boolean {
  return a.author.kind === b.author.kind && a.author.id === b.author.id;
}
