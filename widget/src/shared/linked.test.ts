import { render } from 'lit/html.js';
import { expect, it } from 'vitest';
import { linked } from './linked';

/** The links in a text, and what the whole of it reads as. */
function linksIn(text: string): { links: [string | null, string | null][]; reads: string | null } {
  const place = document.createElement('p');
  render(linked(text), place);
  const links = [...place.querySelectorAll('a')].map((a): [string | null, string | null] => [
    a.getAttribute('href'),
    a.textContent,
  ]);
  return { links, reads: place.textContent };
}

it.each([
  ['See https://shop.example/a.', 'https://shop.example/a'],
  ['(https://shop.example/a_(b))', 'https://shop.example/a_(b)'],
  ['Is it https://shop.example/?q=1&r=2#x?!', 'https://shop.example/?q=1&r=2#x'],
  ['"http://shop.example/ä"', 'http://shop.example/ä'],
  ['Katso https://shop.example/palautus, kiitos', 'https://shop.example/palautus'],
])('takes the address out of %j', (text, address) => {
  const { links, reads } = linksIn(text);
  expect(links).toEqual([[address, address]]);
  expect(reads).toBe(text);
});

it('links an e-mail address', () => {
  expect(linksIn('Write to help@shop.example.').links).toEqual([['mailto:help@shop.example', 'help@shop.example']]);
});

it.each(['javascript:alert(1)', 'data:text/html,x', 'www.shop.example', 'https://', 'a@b', '//evil.example'])(
  'leaves %j alone',
  (text) => {
    expect(linksIn(text)).toEqual({ links: [], reads: text });
  },
);

it('opens a web address in a tab that knows nothing of this one', () => {
  const place = document.createElement('p');
  render(linked('https://shop.example'), place);
  const link = place.querySelector('a');
  expect(link?.target).toBe('_blank');
  expect(link?.rel).toContain('noopener noreferrer');
});
