import { html, type LitElement, render, type TemplateResult } from 'lit';
import { afterEach, expect, it, vi } from 'vitest';
import { texts } from '../i18n';
import type { Session } from '../session';
import type { ConsoleOwnPassword } from './entry';
import './entry';

const i18n = texts('en');
const SESSION: Session = { csrf: 'csrf', agent: { id: 'a1', name: 'Anna' } };
let asked: { path: string; body: unknown; csrf: string | null }[] = [];

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

/** A server that gives the same answer to everything. */
function serve(status: number, body: object): void {
  asked = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)), csrf: new Headers(init.headers).get('X-CSRF-Token') });
    return new Response(JSON.stringify(body), { status });
  });
}

async function draw(template: TemplateResult): Promise<{ root: ShadowRoot; sent: Session[]; element: LitElement }> {
  const sent: Session[] = [];
  const entered = (event: CustomEvent<Session>) => sent.push(event.detail);
  render(html`<main @session-started=${entered}>${template}</main>`, document.body);
  const element = document.querySelector('main')?.firstElementChild as LitElement;
  await element.updateComplete;
  return { root: element.shadowRoot as ShadowRoot, sent, element };
}

async function fill(element: LitElement, values: Record<string, string>): Promise<void> {
  const root = element.shadowRoot as ShadowRoot;
  for (const [name, value] of Object.entries(values)) {
    (root.querySelector(`#${name}`) as HTMLInputElement).value = value;
  }
  root.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
}

const alert = (root: ShadowRoot): string => root.querySelector('[role=alert]')?.textContent?.trim() ?? '';

it('logs in, and says nothing about which of the two was wrong', async () => {
  serve(401, { code: 'unauthorized' });
  const { root, sent, element } = await draw(html`<console-login .i18n=${i18n}></console-login>`);
  await fill(element, { name: ' Anna ', password: 'not hers' });
  expect(alert(root)).toBe('The name or the password is wrong.');
  serve(200, SESSION);
  await fill(element, { password: 'correct horse battery' });
  expect(asked).toEqual([
    { path: '/api/session', body: { name: 'Anna', password: 'correct horse battery' }, csrf: null },
  ]);
  expect(sent).toEqual([SESSION]);
});

it('says how long to wait after too many attempts', async () => {
  serve(429, { code: 'rate_limited', retry_after: 42.3 });
  const { root, element } = await draw(html`<console-login .i18n=${i18n}></console-login>`);
  await fill(element, { name: 'Anna', password: 'x' });
  expect(alert(root)).toBe('Too many attempts. Try again in 43 sec.');
});

it('says why a session may have ended', async () => {
  const { root } = await draw(html`<console-login .i18n=${i18n} ended></console-login>`);
  expect(root.querySelector('[role=status]')?.textContent).toContain('an administrator disables your account');
});

it('sets a password with the code of the link, and refuses a short one itself', async () => {
  serve(200, SESSION);
  const { root, sent, element } = await draw(html`<console-new-password .i18n=${i18n} .code=${'xyz'}></console-new-password>`);
  await fill(element, { password: 'short' });
  expect(alert(root)).toBe('The password needs at least 10 characters.');
  expect(root.querySelector('#password')?.getAttribute('aria-describedby')).toBe('problem hint');
  expect(asked).toEqual([]);
  await fill(element, { password: 'long enough' });
  expect(asked[0]).toMatchObject({ path: '/api/password', body: { code: 'xyz', password: 'long enough' } });
  expect(sent).toEqual([SESSION]);
});

it('says that a link was used already', async () => {
  serve(404, { code: 'not_found' });
  const { root, element } = await draw(html`<console-new-password .i18n=${i18n}></console-new-password>`);
  await fill(element, { password: 'long enough' });
  expect(alert(root)).toContain('This link has been used or has expired.');
});

it('changes the own password with the session’s token, and puts a wrong current one at its field', async () => {
  serve(401, { code: 'unauthorized' });
  const { root, sent, element } = await draw(
    html`<console-own-password .i18n=${i18n} .session=${SESSION}></console-own-password>`,
  );
  (element as ConsoleOwnPassword).show();
  await fill(element, { current: 'wrong', password: 'long enough' });
  expect(asked[0]).toMatchObject({ path: '/api/session/password', csrf: 'csrf' });
  expect(root.querySelector('#current')?.getAttribute('aria-invalid')).toBe('true');
  serve(200, { ...SESSION, csrf: 'new' });
  await fill(element, { current: 'right', password: 'long enough' });
  expect(sent).toEqual([{ ...SESSION, csrf: 'new' }]);
  expect(root.querySelector('dialog')?.open).toBe(false);
});
