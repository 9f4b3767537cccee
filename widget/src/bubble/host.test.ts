import { beforeEach, expect, it } from 'vitest';
import { pageLang, serverOf, socketUrl, withoutSecrets } from './host';

beforeEach(() => document.documentElement.removeAttribute('lang'));

function scriptAt(src: string, lang?: string): HTMLScriptElement {
  const script = document.createElement('script');
  script.src = src;
  if (lang !== undefined) script.dataset.lang = lang;
  return script;
}

it('tells the server of no query, fragment or password in an address', () => {
  expect(withoutSecrets('https://user:pass@shop.example/cart?token=1#code')).toBe('https://shop.example/cart');
  expect(withoutSecrets('')).toBe('');
  expect(withoutSecrets('data:text/html,secret')).toBe('');
});

it('finds the server from where the script came', () => {
  const server = serverOf(scriptAt('https://chat.example/help/vuoro.js?v=3'));
  expect(server).toBe('https://chat.example/help/');
  expect(socketUrl(server)).toBe('wss://chat.example/help/ws/visitor');
  expect(socketUrl('http://localhost:8080/')).toBe('ws://localhost:8080/ws/visitor');
});

it('speaks the language of the script line, else of the page', () => {
  document.documentElement.lang = 'pl-PL';
  expect(pageLang(scriptAt('https://chat.example/vuoro.js', 'fi'))).toBe('fi');
  expect(pageLang(scriptAt('https://chat.example/vuoro.js'))).toBe('pl');
});
