import { expect, it } from 'vitest';
import { I18n, pickLang } from './i18n';

const en = { hello: 'Hello, {name}', unread: { one: '{count} message', other: '{count} messages' } } as const;
const fi = { hello: 'Hei, {name}', unread: { one: '{count} viesti', other: '{count} viestiä' } };
const pl = {
  hello: 'Cześć, {name}',
  unread: {
    one: '{count} wiadomość',
    few: '{count} wiadomości',
    many: '{count} wiadomości',
    other: '{count} wiadomości',
  },
};

it('fills in parameters', () => {
  expect(new I18n<typeof en>({ en, fi, pl }, 'fi').t('hello', { name: 'Anna' })).toBe('Hei, Anna');
});

it('counts in each language', () => {
  const polish = new I18n<typeof en>({ en, fi, pl }, 'pl');
  expect([1, 2, 5].map((count) => polish.t('unread', { count }))).toEqual([
    '1 wiadomość',
    '2 wiadomości',
    '5 wiadomości',
  ]);
});

it('picks the first language that it speaks', () => {
  expect(pickLang([null, 'sv-SE', 'fi-FI', 'en'])).toBe('fi');
  expect(pickLang(['xx'])).toBe('en');
});

it('names days as one does at the head of a list', () => {
  const now = new Date('2026-11-21T12:00:00');
  const days = (lang: 'en' | 'fi' | 'pl'): string[] =>
    ['2026-11-21T00:30:00', '2026-11-20T23:30:00', '2026-11-16T12:00:00', '2025-12-31T12:00:00'].map((at) =>
      new I18n<typeof en>({ en, fi, pl }, lang).day(at, now),
    );
  expect(days('fi')).toEqual(['Tänään', 'Eilen', 'Maanantai 16. marraskuuta', 'Keskiviikko 31. joulukuuta 2025']);
  expect(days('pl')).toEqual(['Dzisiaj', 'Wczoraj', 'Poniedziałek, 16 listopada', 'Środa, 31 grudnia 2025']);
  expect(days('en').slice(0, 2)).toEqual(['Today', 'Yesterday']);
});
