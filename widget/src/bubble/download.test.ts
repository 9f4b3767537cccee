import { expect, it } from 'vitest';
import { I18n } from '../shared/i18n';
import type { Event } from '../shared/protocol';
import { Timeline } from '../shared/timeline';
import { transcriptText } from './download';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { rowsOf } from './rows';

it('has who said what and when, in the visitor’s language, by first names', () => {
  const chat = new Timeline('c1');
  const at = (time: string): string => new Date(`2026-11-16T${time}:00`).toISOString();
  const bodies = [
    { at: at('09:59'), kind: 'state', from: null, to: 'bot', reason: 'opened' },
    { at: at('10:00'), kind: 'message', author: { kind: 'visitor' }, text: 'Hei' },
    { at: at('10:01'), kind: 'state', from: 'queued', to: 'human', reason: 'accepted', agent: { id: 'a', name: 'Anna Virtanen' } },
    { at: at('10:02'), kind: 'message', author: { kind: 'agent', id: 'a', name: 'Anna Virtanen' }, text: 'Hei!' },
    { at: at('10:03'), kind: 'rating', score: 5 },
  ];
  bodies.forEach((body, n) =>
    chat.apply({ conversation: 'c1', seq: n + 1, prev: n, id: `e${n}`, ...body } as unknown as Event),
  );
  const unsent = { cid: 'x', command: { type: 'send', text: 'Kiitos' }, text: 'Kiitos' } as const;
  const text = transcriptText(rowsOf([chat], [unsent], chat, 'human'), { i18n: new I18n({ en, fi }, 'fi'), name: 'Kaarna' });
  expect(text.split('\n').filter(Boolean)).toEqual([
    'Keskustelu – Kaarna',
    'maanantai 16. marraskuuta 2026',
    '10.00 Sinä: Hei',
    '10.01 — Anna liittyi keskusteluun',
    '10.02 Anna: Hei!',
    '10.03 — 5/5',
    '(Ei lähetetty.) Sinä: Kiitos',
  ]);
});
