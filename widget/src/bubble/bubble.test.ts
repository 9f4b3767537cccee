import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock, FakeServer } from '../shared/testing';
import { Bubble } from './bubble';
import { Composer } from './composer';

customElements.define('vuoro-composer', Composer);
customElements.define('vuoro-bubble', Bubble);

let server: FakeServer;
let bubble: Bubble;

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  server = new FakeServer();
  const clock = new FakeClock();
  bubble = document.createElement('vuoro-bubble') as Bubble;
  bubble.server = 'https://chat.example/';
  bubble.connection = {
    WebSocket: server.WebSocket,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
  };
  document.body.append(bubble);
  await bubble.updateComplete;
});

afterEach(() => bubble.remove());

function find<E extends Element>(selector: string): E {
  const found = bubble.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`there is no ${selector}`);
  return found;
}

async function open(welcome: object = {}): Promise<void> {
  bubble.open();
  server.last.opens();
  server.last.says({
    type: 'welcome',
    token: 'secret',
    conversation: null,
    state: null,
    starters: [{ id: 'intent:delivery_time', label: 'When will it come?' }],
    service: { open: true, text: 'Until six' },
    limits: { text: 10, frame: 1000 },
    ...welcome,
  });
  await bubble.updateComplete;
}

function write(text: string): HTMLTextAreaElement {
  const area = find<HTMLTextAreaElement>('textarea');
  area.value = text;
  area.dispatchEvent(new Event('input'));
  return area;
}

it('connects only when it is opened', async () => {
  expect(server.sockets).toHaveLength(0);
  await open();
  expect(server.sockets).toHaveLength(1);
});

it('offers starters and a person before the first word', async () => {
  await open();
  find<HTMLButtonElement>('.starters button').click();
  await bubble.updateComplete;
  expect(server.last.sent.at(-1)).toMatchObject({ type: 'choose', choice: 'intent:delivery_time' });
  find<HTMLButtonElement>('.human').click();
  expect(server.last.sent.at(-1)).toMatchObject({ type: 'request_human' });
});

it('does not say that nobody is here when somebody is', async () => {
  await open({ service: { open: false, text: 'We are back on Monday' }, agents_available: true });
  expect(find('.service').textContent).toBe('We are here to help right now.');
});

it('says when people are back', async () => {
  await open({ service: { open: false, text: 'We are back on Monday' }, agents_available: false });
  expect(find('.service').textContent).toBe('We are back on Monday');
});

it('sends on Enter and not on Shift+Enter', async () => {
  await open();
  const area = write('hello');
  area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true }));
  expect(server.last.types).toEqual(['hello']);
  area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  expect(server.last.sent.at(-1)).toMatchObject({ type: 'send', text: 'hello' });
});

it('counts code points, cuts nothing off and does not send too much', async () => {
  await open();
  const area = write('😀'.repeat(10));
  await find<Composer>('vuoro-composer').updateComplete;
  expect(find<HTMLButtonElement>('.send').disabled).toBe(false);
  write('😀'.repeat(11));
  await find<Composer>('vuoro-composer').updateComplete;
  expect(find<HTMLButtonElement>('.send').disabled).toBe(true);
  expect(find('.counter').textContent).toBe('1 character too many');
  area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  expect(server.last.types).toEqual(['hello']);
  expect(area.value).toBe('😀'.repeat(11));
});

it('shows what somebody wrote as text', async () => {
  await open();
  const text = '<img src=x onerror=alert(1)> https://shop.example/a.';
  const at = '2026-11-21T10:00:00.000Z';
  const author = { kind: 'agent', name: 'Anna Virtanen' };
  server.last.says({ type: 'event', conversation: 'c1', seq: 1, prev: 0, id: 'e1', at, kind: 'message', author, text });
  await bubble.updateComplete;
  expect(find('.message .text').textContent).toBe(text);
  expect(bubble.shadowRoot?.querySelector('.log img')).toBeNull();
  expect(find<HTMLAnchorElement>('.text a').getAttribute('href')).toBe('https://shop.example/a');
  expect(find('.message .by b').textContent).toBe('Anna');
});

it('closes on Escape and keeps keys from the page', async () => {
  await open();
  const heard: string[] = [];
  document.addEventListener('keydown', (event) => heard.push(event.key));
  write('x').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
  await bubble.updateComplete;
  expect(heard).toEqual([]);
  expect(bubble.shadowRoot?.querySelector('.panel')).toBeNull();
});
