/** Stand-ins for the tests of the administrator's pages: a server that is the test, and people who work there. */

import { type LitElement, render, type TemplateResult } from 'lit';
import { type Colleague, type Rest, RestError, type Site, type Status } from './rest';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

type Answer = object | RestError;

/** Answers by "METHOD /path"; the last answer given for a path holds. What is not known is not_found. */
export class FakeRest implements Rest {
  readonly calls: Call[] = [];
  private readonly answers = new Map<string, Answer>();

  on(call: string, answer: Answer): this {
    this.answers.set(call, answer);
    return this;
  }

  /** The calls that change something. */
  get changes(): readonly Call[] {
    return this.calls.filter(({ method }) => method !== 'GET');
  }

  get<T>(path: string): Promise<T> {
    return this.answer('GET', path, undefined);
  }

  send<T>(method: 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<T> {
    return this.answer(method, path, body);
  }

  private async answer<T>(method: string, path: string, body: unknown): Promise<T> {
    this.calls.push({ method, path, body });
    const answer = this.answers.get(`${method} ${path}`) ?? new RestError('not_found');
    if (answer instanceof RestError) throw answer;
    return answer as T;
  }
}

export const ME: Colleague = colleague({ id: 'a1', name: 'Ylva Admin', role: 'admin' });

export function colleague(part: Partial<Colleague> = {}): Colleague {
  return {
    id: 'a2',
    name: 'Anna Virtanen',
    role: 'agent',
    skills: ['orders'],
    languages: ['en', 'fi'],
    capacity: 3,
    disabled: false,
    status: 'online',
    connected: true,
    open: 0,
    ...part,
  };
}

export function site(part: Partial<Site> = {}): Site {
  return {
    name: 'Kaarna',
    accent: '#1d5c4a',
    allowed_origins: ['https://kaarna.example'],
    languages: ['en', 'fi', 'pl'],
    all_languages: ['en', 'fi', 'pl'],
    fixed_origins: [],
    identity_secret: 'a secret',
    ...part,
  };
}

export function status(part: Partial<Status> = {}): Status {
  return { ok: true, parts: [], versions: { vuoro: '0.1.0' }, ...part };
}

/** Draws one element, waits for its first answers, and gives its shadow root. */
export async function draw<E extends LitElement>(template: TemplateResult): Promise<{ element: E; root: ShadowRoot }> {
  render(template, document.body);
  const element = document.body.firstElementChild as E;
  await settled(element);
  if (element.shadowRoot === null) throw new Error('nothing was drawn');
  return { element, root: element.shadowRoot };
}

/** Until what was asked is answered and drawn, in the elements inside as well. */
export async function settled(element: LitElement): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  }
}

export function find<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (found === null) throw new Error(`there is no ${selector}`);
  return found;
}

/** The shadow root of an element inside. */
export function inside(root: ParentNode, selector: string): ShadowRoot {
  const { shadowRoot } = find(root, selector);
  if (shadowRoot === null) throw new Error(`${selector} is empty`);
  return shadowRoot;
}

export function type(root: ParentNode, selector: string, text: string): void {
  const input = find<HTMLInputElement>(root, selector);
  input.value = text;
  input.dispatchEvent(new Event('input'));
}

/** As a person reads it. */
export function words(root: Node): string {
  return (root.textContent ?? '').replace(/\s+/g, ' ').trim();
}
