import { afterEach, beforeEach, expect, it } from 'vitest';
import { I18n } from '../shared/i18n';
import { FakeClock, FakeServer } from '../shared/testing';
import { Bubble } from './bubble';
import { Composer } from './composer';
import { ContactForm } from './contact-form';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { Menu } from './menu';
import { Rating } from './rating';

customElements.define('vuoro-composer', Composer);
customElements.define('vuoro-contact-form', ContactForm);
customElements.define('vuoro-menu', Menu);
customElements.define('vuoro-rating', Rating);
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
  bubble.i18n = new I18n({ en, fi }, 'en');
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
  expect(find('.counter').textContent).toBe('1 character too many. Shorten the message or send it in parts.');
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

it('shows how else the shop is reached before anyone asks', async () => {
  await open({ contact: { email: 'help@shop.example', phone: '+358 9 4245 0100' } });
  const links = [...(bubble.shadowRoot?.querySelectorAll<HTMLAnchorElement>('.reach a') ?? [])];
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['tel:+358942450100', 'mailto:help@shop.example']);
});

it('says who wrote, also to those who do not see it', async () => {
  await open();
  const at = '2026-11-21T10:00:00.000Z';
  const said = (seq: number, author: object): object => ({
    ...{ type: 'event', conversation: 'c1', seq, prev: seq - 1, id: `e${seq}`, at, kind: 'message', author, text: 'x' },
  });
  server.last.says(said(1, { kind: 'bot' }));
  server.last.says(said(2, { kind: 'bot' }));
  server.last.says(said(3, { kind: 'visitor' }));
  server.last.says(said(4, { kind: 'agent', name: 'Anna Virtanen' }));
  await bubble.updateComplete;
  const rows = [...(bubble.shadowRoot?.querySelectorAll('.message') ?? [])].map((row) => row.textContent ?? '');
  expect(rows.map((row) => /Assistant|You|Anna/.exec(row)?.[0])).toEqual(['Assistant', 'Assistant', 'You', 'Anna']);
});

it('keeps unsent words in sight, with a way to send them', async () => {
  await open();
  write('hello').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  await bubble.updateComplete;
  expect(find('.outgoing .by').textContent).toBe('Sending…');
  server.last.closes(1006);
  await bubble.updateComplete;
  expect(find('.outgoing .fate').textContent).toContain('Not sent yet.');
  find<HTMLButtonElement>('.outgoing .fate button').click();
  expect(server.sockets).toHaveLength(2);
});

it('changes its language when it is given other texts', async () => {
  await open();
  bubble.i18n = new I18n({ en, fi }, 'fi');
  await bubble.updateComplete;
  await find<Composer>('vuoro-composer').updateComplete;
  expect(find('textarea').getAttribute('placeholder')).toBe('Kirjoita viesti');
});

it('keeps a form that is half filled in', async () => {
  await open();
  const at = '2026-11-21T10:00:00.000Z';
  const choices = [{ id: 'vuoro:leave_message', label: 'Leave a message' }];
  const body = { kind: 'message', author: { kind: 'system' }, text: 'nobody', choices };
  const opened = { kind: 'state', from: null, to: 'bot', reason: 'opened' };
  server.last.says({ type: 'event', conversation: 'c1', seq: 1, prev: 0, id: 'e1', at, ...opened });
  server.last.says({ type: 'event', conversation: 'c1', seq: 2, prev: 1, id: 'e2', at, ...body });
  await bubble.updateComplete;
  find<HTMLButtonElement>('.message .chip').click();
  await bubble.updateComplete;
  await find<ContactForm>('vuoro-contact-form').updateComplete;
  const area = find<HTMLTextAreaElement>('#contact-text');
  area.value = 'Where is it?';
  area.dispatchEvent(new Event('input', { bubbles: true }));
  bubble.remove();
  document.body.append(bubble);
  await bubble.updateComplete;
  await find<ContactForm>('vuoro-contact-form').updateComplete;
  expect(find<HTMLTextAreaElement>('#contact-text').value).toBe('Where is it?');
});
