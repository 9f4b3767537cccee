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
