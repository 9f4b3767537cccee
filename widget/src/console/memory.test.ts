import { beforeEach, expect, it } from 'vitest';
import { Memory } from './memory';

beforeEach(() => localStorage.clear());

it('keeps a draft and the open conversation for the agent who wrote it', () => {
  const memory = new Memory('anna');
  memory.keepDraft('c1', { kind: 'note', text: 'half a thought' });
  memory.open = 'c1';
  expect(new Memory('anna').draft('c1')).toMatchObject({ kind: 'note', text: 'half a thought' });
  expect(new Memory('anna').open).toBe('c1');
  expect(new Memory('piotr').draft('c1').text).toBe('');
});

it('forgets the work but not the ways of working at a log-out', () => {
  const memory = new Memory('anna');
  memory.settings = { ...memory.settings, sound: false };
  memory.keepDraft('c1', { kind: 'send', text: 'secret' });
  memory.forgetWork();
  expect(memory.draft('c1').text).toBe('');
  expect(new Memory('anna').settings).toEqual({ sound: false, notify: null, singleKeys: true });
  expect(Object.keys(localStorage).join()).not.toContain('draft');
});

it('drops drafts of conversations that never came back', () => {
  let now = 0;
  new Memory('anna', localStorage, () => now).keepDraft('c1', { kind: 'send', text: 'old' });
  now = 8 * 24 * 3_600_000;
  expect(new Memory('anna', localStorage, () => now).draft('c1').text).toBe('');
});

it('works without a memory where the browser has none', () => {
  const full = { length: 0, getItem: () => null, removeItem: () => undefined } as unknown as Storage;
  full.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const memory = new Memory('anna', full);
  expect(() => memory.keepDraft('c1', { kind: 'send', text: 'Hi' })).not.toThrow();
});
