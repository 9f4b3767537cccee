import { html, render } from 'lit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import './admin';
import type { VuoroAdmin } from './admin';
import type { AdminAgents } from './agents/agents';
import { adminTexts } from './i18n';
import { AdminCalls, RestError } from './rest';
import type { Said } from './said';
import type { AdminSite } from './site/site';
import type { AdminStatus } from './status/status';
import { colleague, draw, FakeRest, find, inside, ME, settled, site, status, type, words } from './testing';

const i18n = adminTexts('en');
let rest: FakeRest;
let said: Said[];

beforeEach(() => {
  rest = new FakeRest()
    .on('GET /api/agents', { agents: [ME, colleague()] })
    .on('GET /api/desk', { skills: ['orders', 'returns'] })
    .on('GET /api/site', site())
    .on('GET /api/status', status());
  said = [];
  document.addEventListener('said', (event) => said.push((event as CustomEvent<Said>).detail));
  location.hash = '';
  sessionStorage.clear();
});

afterEach(() => render(null, document.body));

const agents = () =>
  draw<AdminAgents>(html`<admin-agents .i18n=${i18n} .calls=${new AdminCalls(rest)} .me=${ME}></admin-agents>`);
const sitePage = () =>
  draw<AdminSite>(html`<admin-site .i18n=${i18n} .calls=${new AdminCalls(rest)} .me=${ME}></admin-site>`);

async function confirm(root: ParentNode, element: AdminAgents): Promise<void> {
  find(inside(root, 'admin-confirm'), 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
}

it('adds an agent and shows the link once', async () => {
  const { element, root } = await agents();
  const added = { agent: colleague({ id: 'a3', name: 'Maija' }), code: 'xyz', expires_at: '2026-11-28T12:00:00Z' };
  rest.on('POST /api/agents', added);
  find(root, '.head .primary').click();
  const form = inside(root, 'admin-agent-dialog');
  type(form, '#name', ' Maija ');
  find(form, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
  expect(rest.changes).toEqual([
    {
      method: 'POST',
      path: '/api/agents',
      body: { name: 'Maija', role: 'agent', skills: [], languages: ['en', 'fi', 'pl'], capacity: 3 },
    },
  ]);
  expect(find<HTMLInputElement>(inside(root, 'admin-link-dialog'), '#link').value).toContain('/console#password=xyz');
  expect(said.at(-1)?.text).toBe('Maija was added.');
  expect(words(root)).toContain('Maija');
});

it('says at its field what is wrong, before it asks the server and after', async () => {
  const { element, root } = await agents();
  rest.on('POST /api/agents', new RestError('taken'));
  find(root, '.head .primary').click();
  const form = inside(root, 'admin-agent-dialog');
  const send = async () => {
    find(form, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    await settled(element);
  };
  await send();
  expect(rest.changes).toEqual([]);
  expect(words(find(form, '#name-fault'))).toBe('Write a name.');
  type(form, '#name', 'Anna Virtanen');
  await send();
  expect(words(find(form, '#name-fault'))).toBe('Somebody already has this name.');
  expect(find(form, '#name').getAttribute('aria-invalid')).toBe('true');
  expect(find<HTMLDialogElement>(form, 'dialog').open).toBe(true);
});

it('asks before it throws away what was typed', async () => {
  const { element, root } = await agents();
  find(root, '.head .primary').click();
  await settled(element);
  const form = inside(root, 'admin-agent-dialog');
  const dialog = find<HTMLDialogElement>(form, 'dialog');
  const escape = async () => {
    dialog.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    await settled(element);
  };
  type(form, '#name', 'Mai');
  await escape();
  expect(dialog.open).toBe(true);
  expect(words(find(form, 'footer'))).toContain('Your changes are not saved.');
  await escape();
  expect(words(find(form, 'footer'))).not.toContain('not saved');
  expect(find<HTMLInputElement>(form, '#name').value).toBe('Mai');
  await escape();
  find(form, 'footer .danger').click();
  expect(dialog.open).toBe(false);
});

it('disables somebody only after a confirmation that says what happens', async () => {
  rest.on('GET /api/agents', { agents: [ME, colleague({ open: 2 })] });
  const { element, root } = await agents();
  rest.on('PATCH /api/agents/a2', { agent: colleague({ disabled: true }) });
  find(root, '[data-act=disable]').click();
  await settled(element);
  expect(rest.changes).toEqual([]);
  expect(words(inside(root, 'admin-confirm'))).toContain('Their 2 conversations return to the front of the queue.');
  await confirm(root, element);
  expect(rest.changes).toEqual([{ method: 'PATCH', path: '/api/agents/a2', body: { disabled: true } }]);
  expect(words(root)).toContain('Disabled');
});

it('keeps the question open, with the reason, where the server refuses', async () => {
  const { element, root } = await agents();
  rest.on('PATCH /api/agents/a2', new RestError('unavailable'));
  find(root, '[data-act=disable]').click();
  await confirm(root, element);
  expect(find<HTMLDialogElement>(inside(root, 'admin-confirm'), 'dialog').open).toBe(true);
  expect(words(find(inside(root, 'admin-confirm'), '[role=alert]'))).toContain('cannot do this right now');
});

it('explains why one cannot disable oneself or give up the last administrator', async () => {
  const { element, root } = await agents();
  expect(root.querySelectorAll('[data-act=disable]')).toHaveLength(1);
  find(root, '[aria-label="Edit: Ylva Admin"]').click();
  await settled(element);
  const form = inside(root, 'admin-agent-dialog');
  expect(find<HTMLSelectElement>(form, '#role').disabled).toBe(true);
  expect(words(find(form, '#role-hint'))).toContain('You are the only administrator');
});

it('sends only what was changed about an agent, a skill that was not yet added included', async () => {
  const { element, root } = await agents();
  rest.on('PATCH /api/agents/a2', { agent: colleague() });
  find(root, '[aria-label="Edit: Anna Virtanen"]').click();
  await settled(element);
  const form = inside(root, 'admin-agent-dialog');
  find<HTMLInputElement>(form, '#skill-new').value = 'gifts';
  find(form, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
  expect(rest.changes[0]?.body).toEqual({ skills: ['orders', 'gifts'] });
});

it('shows names as text, whatever they look like', async () => {
  rest.on('GET /api/agents', { agents: [colleague({ name: '<img src=x onerror=alert(1)>' })] });
  const { root } = await agents();
  expect(words(root)).toContain('<img src=x onerror=alert(1)>');
  expect(root.querySelector('img')).toBeNull();
});

it('draws what is wrong where the list cannot be read, and tries again', async () => {
  rest.on('GET /api/agents', new RestError('unreachable'));
  const { element, root } = await agents();
  expect(words(find(root, '[role=alert]'))).toContain('cannot be reached');
  rest.on('GET /api/agents', { agents: [ME] });
  find(root, 'button').click();
  await settled(element);
  expect(words(root)).toContain('Ylva Admin');
});

it('keeps unsaved changes of the site over leaving the page', async () => {
  const first = await sitePage();
  type(first.root, '#name', 'Kuusi');
  await settled(first.element);
  expect(words(first.root)).toContain('Your changes are not saved.');
  render(null, document.body);
  const again = await sitePage();
  expect(find<HTMLInputElement>(again.root, '#name').value).toBe('Kuusi');
  expect(words(again.root)).toContain('They are still here.');
});

it('saves the site, an address that was typed and not yet added included', async () => {
  const { element, root } = await sitePage();
  rest.on('PUT /api/site', site({ name: 'Kuusi' }));
  type(root, '#name', ' Kuusi ');
  type(inside(root, 'admin-origins'), '#new', 'shop.fi/cart');
  await settled(element);
  find(root, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
  expect(rest.changes).toEqual([
    {
      method: 'PUT',
      path: '/api/site',
      body: {
        name: 'Kuusi',
        accent: '#1d5c4a',
        allowed_origins: ['https://kaarna.example', 'https://shop.fi'],
        languages: ['en', 'fi', 'pl'],
      },
    },
  ]);
  expect(words(root)).not.toContain('not saved');
  expect(sessionStorage.length).toBe(0);
});

it('puts what the server says about a field at that field', async () => {
  const { element, root } = await sitePage();
  rest.on('PUT /api/site', new RestError('bad_frame', 'allowed_origins', 'an origin is https:// and a host'));
  type(root, '#name', 'Kuusi');
  await settled(element);
  find(root, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
  expect(words(find(inside(root, 'admin-origins'), '#fault'))).toContain('an origin is');
  expect(find<HTMLInputElement>(root, '#name').value).toBe('Kuusi');
});

it('warns of a colour that is lost on a white page, and of one that is none', async () => {
  const { element, root } = await sitePage();
  const colour = inside(root, 'admin-colour');
  type(colour, '#digits', '#ffd54a');
  await settled(element);
  expect(words(find(colour, '.warn'))).toContain('1.4:1');
  type(colour, '#digits', '#ffd');
  type(colour, '#digits', 'yellow');
  await settled(element);
  find(root, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
  expect(rest.changes).toEqual([]);
  expect(words(find(colour, '#fault'))).toContain('This is no colour');
});

it('shows the state of a part in words, and what to do', async () => {
  rest.on('GET /api/status', status({ ok: false, parts: [{ name: 'bot', state: 'down', facts: { state: 'down' } }] }));
  const { root } = await draw<AdminStatus>(
    html`<admin-status .i18n=${i18n} .calls=${new AdminCalls(rest)}></admin-status>`,
  );
  expect(words(find(root, '.overall'))).toContain('Something does not work');
  expect(words(find(root, 'li'))).toContain('Assistant Does not work Visitors are passed on to people');
});

it('keeps the last known state when the server stops answering', async () => {
  const { element, root } = await draw<AdminStatus>(
    html`<admin-status .i18n=${i18n} .calls=${new AdminCalls(rest)}></admin-status>`,
  );
  rest.on('GET /api/status', new RestError('unreachable'));
  document.dispatchEvent(new Event('visibilitychange'));
  await settled(element);
  expect(words(root)).toContain('The server does not answer.');
  expect(words(root)).toContain('0.1.0');
});

it('leads from section to section, marks what is unsaved, and asks before it closes', async () => {
  const onClose = vi.fn();
  location.hash = '#/admin/site';
  const { element, root } = await draw<VuoroAdmin>(
    html`<vuoro-admin .rest=${rest} .me=${ME} .lang=${'en'} .onClose=${onClose}></vuoro-admin>`,
  );
  type(inside(root, 'admin-site'), '#name', 'Kuusi');
  await settled(element);
  expect(words(find(root, 'nav'))).toContain('Site (not saved)');
  find(root, '.head .button').click();
  await settled(element);
  expect(onClose).not.toHaveBeenCalled();
  find(inside(root, 'admin-confirm'), 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await settled(element);
  expect(onClose).toHaveBeenCalledOnce();
  location.hash = '#/admin/status';
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  await settled(element);
  expect(root.querySelector('admin-status')).not.toBeNull();
});
