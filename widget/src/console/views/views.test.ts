import { html, type LitElement, render, type TemplateResult } from 'lit';
import { afterEach, expect, it, vi } from 'vitest';
import { texts } from '../i18n';
import { NOTHING_KNOWN } from '../knowledge';
import { emptyHeld, type Held } from '../state';
import { brief, ME, moved, said, sitDown, transcript } from '../testing';
import './brief';
import './chat';
import './compose';
import './offers';
import './transcript';
import './waiting';

// Web Awesome's buttons need a browser's forms; the browser tests have them.
vi.mock('./web-awesome', () => ({}));

const i18n = texts('en');

afterEach(() => render(null, document.body));

/** Draws one element and gives its shadow root when it is up to date. */
async function draw(template: TemplateResult): Promise<ShadowRoot> {
  render(template, document.body);
  const element = document.body.firstElementChild as LitElement;
  await element.updateComplete;
  if (element.shadowRoot === null) throw new Error('nothing was drawn');
  return element.shadowRoot;
}

function ours(part: Partial<Held> = {}): Held {
  return { ...emptyHeld('c1', 3), events: transcript(), complete: true, brief: brief(), ...part };
}

function words(root: ShadowRoot): string {
  return (root.textContent ?? '').replace(/\s+/g, ' ');
}

it('shows what the visitor writes as text, whatever it looks like', async () => {
  const events = [...transcript(), said(5, 'visitor', '<img src=x onerror=alert(1)>')];
  const { actions } = sitDown();
  const root = await draw(
    html`<console-transcript .i18n=${i18n} .held=${ours({ events })} .actions=${actions}></console-transcript>`,
  );
  expect(words(root)).toContain('<img src=x onerror=alert(1)>');
  expect(root.querySelector('img')).toBeNull();
});

it('tells what the agent wrote from what others wrote', async () => {
  const events = [...transcript(), said(5, 'agent', 'Hello')];
  const { actions } = sitDown();
  const root = await draw(
    html`<console-transcript .i18n=${i18n} .held=${ours({ events })} .me=${ME.id} .actions=${actions}>
    </console-transcript>`,
  );
  expect(root.querySelector('.message.agent .author')?.textContent).toBe('You');
});

it('draws a link only for a page on the web', async () => {
  const page = { url: 'javascript:alert(1)', title: 'Cart' };
  const root = await draw(
    html`<console-brief .i18n=${i18n} .brief=${brief({ visitor: { page } })}></console-brief>`,
  );
  expect(words(root)).toContain('Cart');
  expect(root.querySelector('a')).toBeNull();
});

it('gives a suggestion to whoever writes the reply', async () => {
  const suggestions = [{ intent: 'track_order', text: 'Follow the link in your e-mail.' }];
  const root = await draw(
    html`<console-brief .i18n=${i18n} .brief=${brief({ suggestions })} writable></console-brief>`,
  );
  let suggested = '';
  document.body.addEventListener('suggested', (event) => (suggested = (event as CustomEvent<string>).detail), {
    once: true,
  });
  root.querySelector('button')?.click();
  expect(suggested).toBe('Follow the link in your e-mail.');
});

it('sends on Enter, and makes a new line with Shift', async () => {
  const { desk, actions, link } = sitDown();
  const held = ours();
  desk.update({ held: new Map([[held.conversation, held]]) });
  const root = await draw(
    html`<console-compose .i18n=${i18n} .held=${held} .actions=${actions}></console-compose>`,
  );
  const box = root.querySelector('textarea') as HTMLTextAreaElement;
  box.value = 'Hello';
  box.dispatchEvent(new Event('input'));
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true }));
  expect(link.commands).toEqual([]);
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  expect(link.last.command).toEqual({ type: 'send', conversation: 'c1', fence: 3, text: 'Hello' });
});

it('never cuts a text that is too long, and does not send it', async () => {
  const { actions, link } = sitDown();
  const root = await draw(
    html`<console-compose .i18n=${i18n} .held=${ours()} .actions=${actions}></console-compose>`,
  );
  const box = root.querySelector('textarea') as HTMLTextAreaElement;
  box.value = '🌲'.repeat(10_001);
  box.dispatchEvent(new Event('input'));
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  await (document.body.firstElementChild as LitElement).updateComplete;
  expect(link.commands).toEqual([]);
  expect([...box.value]).toHaveLength(10_001);
  expect(words(root)).toContain('1 character too long');
});

it('puts the reason in place of the reply box once the conversation is gone', async () => {
  const { work } = sitDown();
  const held = ours({ events: [...transcript(), moved(5, 'closed', 4)], gone: 'closed_by_visitor' });
  const root = await draw(html`<console-chat .i18n=${i18n} .held=${held} .work=${work}></console-chat>`);
  expect(root.querySelector('console-compose')).toBeNull();
  expect(words(root)).toContain('The visitor ended this conversation.');
});

it('counts an offer down and turns it off when its time is up', async () => {
  const { actions } = sitDown();
  const offers = [{ conversation: 'c2', brief: brief(), expires_at: '2026-11-20T12:00:20.000Z' }];
  const now = Date.parse('2026-11-20T12:00:08.000Z');
  const offer = (at: number): TemplateResult =>
    html`<console-offers .i18n=${i18n} .offers=${offers} .now=${at} .actions=${actions}></console-offers>`;
  expect(words(await draw(offer(now)))).toContain('12 sec left');
  const late = await draw(offer(now + 20_000));
  expect(words(late)).toContain('Time is up');
  expect(late.querySelector('button')?.disabled).toBe(true);
});

it('says that nobody is waiting', async () => {
  const root = await draw(html`<console-waiting .i18n=${i18n} .items=${[]}></console-waiting>`);
  expect(words(root)).toContain('Nobody is waiting.');
});

const CANNED = { en: [{ key: 'hello', title: 'Greeting', text: 'Hello, this is Anna.' }, { key: 'bye', title: 'Goodbye', text: 'Bye!' }] };

it('offers canned replies after a slash, and puts the one that is chosen into the box', async () => {
  const { actions, link } = sitDown();
  const knowledge = { ...NOTHING_KNOWN, canned: CANNED };
  const root = await draw(
    html`<console-compose .i18n=${i18n} .held=${ours()} .actions=${actions} .knowledge=${knowledge}></console-compose>`,
  );
  const element = document.body.firstElementChild as LitElement;
  const box = root.querySelector('textarea') as HTMLTextAreaElement;
  box.value = '/';
  box.dispatchEvent(new Event('input'));
  await element.updateComplete;
  expect(root.querySelectorAll('[role=option]')).toHaveLength(2);
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
  await element.updateComplete;
  expect(root.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain('Goodbye');
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  await element.updateComplete;
  expect(box.value).toBe('Bye!');
  expect(link.commands).toEqual([]);
});

it('keeps back what is written once the conversation may be somebody else’s', async () => {
  const { actions, link } = sitDown();
  const root = await draw(
    html`<console-compose .i18n=${i18n} .held=${ours()} .actions=${actions} .lostFor=${30_000}></console-compose>`,
  );
  const box = root.querySelector('textarea') as HTMLTextAreaElement;
  box.value = 'Hello';
  box.dispatchEvent(new Event('input'));
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  expect(link.commands).toEqual([]);
  expect(box.value).toBe('Hello');
  expect(words(root)).toContain('a colleague may have this conversation by now');
});

it('brings a draft back', async () => {
  const { actions, work } = sitDown();
  work.memory.keepDraft('c1', { kind: 'note', text: 'Ask the carrier' });
  const root = await draw(
    html`<console-compose .i18n=${i18n} .held=${ours()} .actions=${actions} .memory=${work.memory}></console-compose>`,
  );
  expect((root.querySelector('textarea') as HTMLTextAreaElement).value).toBe('Ask the carrier');
  expect(root.querySelector('form.note')).not.toBeNull();
});
