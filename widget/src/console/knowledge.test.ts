import { expect, it } from 'vitest';
import { cannedFor, type Knowledge, NOTHING_KNOWN, topic } from './knowledge';

const shop: Knowledge = {
  ...NOTHING_KNOWN,
  intents: { track_order: { label: { en: 'Where is my order', fi: 'Missä tilaus on' } } },
  canned: {
    pl: [
      { key: 'late', title: 'Zwrot się spóźnia', text: 'Przepraszamy.' },
      { key: 'zwrot', title: 'Zwrot pieniędzy', text: 'Pieniądze są w drodze.' },
      { key: 'bye', title: 'Pożegnanie', text: 'Do widzenia!' },
    ],
  },
};

it('names a topic in the language of the agent, in English, or as it is called', () => {
  expect(topic(shop, 'track_order', 'fi')).toBe('Missä tilaus on');
  expect(topic(shop, 'track_order', 'pl')).toBe('Where is my order');
  expect(topic(shop, 'gift_card', 'pl')).toBe('gift card');
});

it('finds canned replies by key and title, with or without the accents', () => {
  expect(cannedFor(shop, 'pl', '').map((reply) => reply.key)).toEqual(['late', 'zwrot', 'bye']);
  expect(cannedFor(shop, 'pl-PL', 'pieniedzy').map((reply) => reply.key)).toEqual(['zwrot']);
  expect(cannedFor(shop, 'pl', 'zwrot').map((reply) => reply.key)).toEqual(['zwrot', 'late']);
  expect(cannedFor(shop, 'fi', '')).toEqual([]);
});
