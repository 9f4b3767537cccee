import { afterEach, expect, it } from 'vitest';
import { countInTitle, pageTitle } from './title';

afterEach(() => countInTitle(0));

it('counts before the title, and gives it back', () => {
  document.title = 'Kaarna';
  countInTitle(2);
  expect(document.title).toBe('(2) Kaarna');
  expect(pageTitle()).toBe('Kaarna');
  countInTitle(3);
  expect(document.title).toBe('(3) Kaarna');
  countInTitle(0);
  expect(document.title).toBe('Kaarna');
});

it('keeps a title that the page has changed meanwhile', () => {
  document.title = 'Kaarna';
  countInTitle(1);
  document.title = 'Basket';
  countInTitle(0);
  expect(document.title).toBe('Basket');
});

it('leaves a title alone that looks like ours', () => {
  document.title = '(2) letters';
  countInTitle(0);
  expect(document.title).toBe('(2) letters');
});
