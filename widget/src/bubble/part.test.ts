import { html, type TemplateResult } from 'lit/html.js';
import { expect, it } from 'vitest';
import { Part } from './part';

class Counter extends Part {
  static {
    this.drawnFrom('count', 'fails');
  }

  count = 0;
  fails = false;
  drawn = 0;

  protected override willUpdate(changed: ReadonlySet<string>): void {
    if (changed.has('fails') && this.count < 0) this.count = 0;
  }

  protected override render(): TemplateResult {
    this.drawn += 1;
    if (this.fails) throw new Error('broken');
    return html`<b>${this.count}</b>`;
  }
}
customElements.define('test-counter', Counter);

async function placed(): Promise<Counter> {
  const counter = document.createElement('test-counter') as Counter;
  document.body.append(counter);
  await counter.updateComplete;
  return counter;
}

it('draws once for all that is set together, and not for what stays the same', async () => {
  const counter = await placed();
  counter.count = 1;
  counter.count = 2;
  await counter.updateComplete;
  expect([counter.textContent, counter.drawn]).toEqual(['2', 2]);
  counter.count = 2;
  await counter.updateComplete;
  expect(counter.drawn).toBe(2);
});

it('draws nothing before it is on the page', async () => {
  const counter = document.createElement('test-counter') as Counter;
  counter.count = 3;
  await counter.updateComplete;
  expect(counter.drawn).toBe(0);
  document.body.append(counter);
  await counter.updateComplete;
  expect(counter.textContent).toBe('3');
});

it('goes on after a drawing that failed', async () => {
  const counter = await placed();
  counter.fails = true;
  await expect(counter.updateComplete).rejects.toThrow('broken');
  counter.fails = false;
  await counter.updateComplete;
  expect(counter.textContent).toBe('0');
});
