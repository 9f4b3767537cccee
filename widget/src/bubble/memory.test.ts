import { beforeEach, expect, it } from 'vitest';
import { langOf, Memory } from './memory';

const SERVER = 'https://chat.example/';
let memory: Memory;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  memory = new Memory(SERVER);
});

it('speaks the language that the visitor chose, until the page turns to another', () => {
  expect(langOf(memory, 'fi')).toBe('fi');
  memory.setVisitor({ lang: { chosen: 'pl', page: 'fi' } });
  expect(langOf(memory, 'fi')).toBe('pl');
  expect(langOf(memory, 'en')).toBe('en');
});

it('shows nobody the words of another visitor', () => {
  memory.setVisitor({ token: 'a', id: 'anna' });
  memory.setTab({ open: true, of: 'anna', draft: 'secret', form: { kind: 'callback', fields: { phone: '040' } } });
  // In another tab somebody else logs in.
  new Memory(SERVER).setVisitor({ token: 'b', id: 'bela' });
  expect(memory.tab).toMatchObject({ open: true, draft: '', form: null, unsent: [] });
});

it('keeps what was written before the first welcome', () => {
  memory.setTab({ draft: 'hello' });
  memory.setTab({ of: 'anna' });
  memory.setVisitor({ token: 'a', id: 'anna' });
  expect(memory.tab.draft).toBe('hello');
});

it('forgets all but the language and the open panel', () => {
  memory.setTab({ open: true, of: 'anna', draft: 'secret' });
  memory.setVisitor({ token: 'a', id: 'anna', conversation: 'c1', lang: { chosen: 'fi', page: 'en' } });
  memory.forget();
  expect(memory.visitor).toMatchObject({ token: null, id: null, conversation: null, lang: { chosen: 'fi' } });
  expect(memory.tab).toMatchObject({ open: true, draft: '' });
});
