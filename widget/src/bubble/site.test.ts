import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Vuoro } from './api';
import { Bubble } from './bubble';
import { Composer } from './composer';
import { en } from './locales/en';
import { fi } from './locales/fi';
import { pl } from './locales/pl';
import { Menu } from './menu';
import { Site } from './site';

customElements.define('vuoro-composer', Composer);
customElements.define('vuoro-menu', Menu);
customElements.define('vuoro-bubble', Bubble);

const FILES = { en: 'en.js', fi: 'fi.js', pl: 'pl.js' };
let loaded: string[];
let vuoro: Vuoro;
let site: Site;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  document.documentElement.lang = 'fi';
  // A site of its own server, where nobody listens: these tests are not about the conversation.
  vi.stubGlobal(
    'WebSocket',
    class {
      close(): void {}
    },
  );
  const script = document.createElement('script');
  script.src = 'https://chat.example/vuoro.js';
  loaded = [];
  const texts = { en, fi, pl };
  vuoro = Object.assign(() => undefined, {
    texts: {} as Vuoro['texts'],
    load: async (file: string) => {
      loaded.push(file);
      const lang = file.slice(0, 2) as 'fi';
      vuoro.texts = { ...vuoro.texts, [lang]: texts[lang] };
    },
  });
  site = new Site(vuoro, script, FILES);
});

afterEach(() => {
  site.shutdown();
  vi.unstubAllGlobals();
});

function bubble(): Bubble {
  return document.querySelector('vuoro-bubble') as Bubble;
}

it('speaks the page’s language and fetches no other', async () => {
  await site.boot();
  expect(bubble().i18n.lang).toBe('fi');
  expect(loaded).toEqual(['fi.js']);
});

it('turns with the page, and to what the visitor chooses', async () => {
  await site.boot({ lang: 'en' });
  bubble().onLang('pl', true);
  await vi.waitFor(() => expect(bubble().i18n.lang).toBe('pl'));
  await site.boot({ name: 'Kaarna' });
  expect(bubble().i18n.lang).toBe('pl');
  await site.boot({ lang: 'fi' });
  await vi.waitFor(() => expect(bubble().i18n.lang).toBe('fi'));
});

it('says what it is called, over what the administrator has set', async () => {
  window.vuoroSite = { name: 'Shop', accent: '#123456' };
  await site.boot();
  expect([bubble().name, bubble().accent]).toEqual(['Shop', '#123456']);
  await site.boot({ name: 'Kaarna', position: 'left', theme: 'dark', accent: '#654321' });
  expect([bubble().name, bubble().position, bubble().theme]).toEqual(['Kaarna', 'left', 'dark']);
  expect(bubble().style.getPropertyValue('--vuoro-accent')).toBe('#654321');
  delete window.vuoroSite;
});

it('tells the page what happens, and survives what the page does then', async () => {
  const told: unknown[] = [];
  const broken = vi.fn(() => {
    throw new Error('the page’s own');
  });
  vi.stubGlobal('reportError', vi.fn());
  site.on('open', broken);
  for (const name of ['ready', 'open', 'close']) site.on(name, (news: unknown) => told.push([name, news]));
  site.on('open', 'not a function');
  await site.boot();
  site.open();
  site.close();
  expect(broken).toHaveBeenCalled();
  expect(told).toEqual([
    ['ready', {}],
    ['open', {}],
    ['close', {}],
  ]);
  const late = vi.fn();
  site.on('ready', late);
  expect(late).toHaveBeenCalled();
});

it('goes away, and comes back', async () => {
  await site.boot();
  site.shutdown();
  expect(bubble()).toBeNull();
  await site.boot();
  expect(bubble()).not.toBeNull();
});
