import { describe, expect, it } from 'vitest';
import { changesTo, faultsOf, newProfile } from './agents/agent-form';
import { adminTexts } from './i18n';
import { toggled } from './parts/lists';
import { passwordLink } from './rest';
import { hexColour, onWhite, textOn } from './site/colour';
import { insecure, readOrigin } from './site/origin';
import { changed, fieldsOf, SiteDraft } from './site/site-draft';
import { embedCode, embedPolicy } from './site/snippets';
import { factName, factValue } from './status/facts';
import { site } from './testing';

const en = adminTexts('en');

describe('an address that somebody types', () => {
  it.each([
    ['https://shop.fi', 'https://shop.fi'],
    ['  shop.fi/cart?x=1 ', 'https://shop.fi'],
    ['HTTPS://Shop.FI:443/', 'https://shop.fi'],
    ['http://localhost:8000', 'http://localhost:8000'],
    ['localhost:8000', 'https://localhost:8000'],
    ['https://żółw.pl', 'https://xn--w-uga1v8h.pl'],
    ['https://[::1]:8080', 'https://[::1]:8080'],
  ])('is read: %s', (typed, origin) => expect(readOrigin(typed, [])).toEqual({ origin }));

  it.each(['', 'shop', 'https://', 'https://*.shop.fi', 'https://me@shop.fi', 'a b.fi', 'javascript:alert(1)'])(
    'is refused where it is none: %s',
    (typed) => expect(readOrigin(typed, [])).toEqual({ problem: 'unreadable' }),
  );

  it('is refused where browsers would not show the chat', () => {
    expect(readOrigin('ftp://shop.fi', [])).toEqual({ problem: 'scheme' });
  });

  it('is not listed twice', () => {
    expect(readOrigin('shop.fi/', ['https://shop.fi'])).toEqual({ problem: 'known' });
  });

  it('is called insecure where others on the way can read it', () => {
    expect(insecure('http://shop.fi')).toBe(true);
    expect(insecure('https://shop.fi')).toBe(false);
    expect(insecure('http://localhost:8000')).toBe(false);
    expect(insecure('http://127.0.0.1:8000')).toBe(false);
  });
});

describe('a colour', () => {
  it('is read in the ways that people write it', () => {
    expect(['#1F5F4A', ' 1f5f4a ', '#abc'].map(hexColour)).toEqual(['#1f5f4a', '#1f5f4a', '#aabbcc']);
    expect(['', 'spruce', '#12345', '#12345678'].map(hexColour)).toEqual([null, null, null, null]);
  });

  it('gets the text that is read better on it', () => {
    expect(textOn('#1d5c4a').colour).toBe('white');
    expect(textOn('#ffd54a').colour).toBe('black');
  });

  it('is measured against a white page', () => {
    expect(onWhite('#000000')).toBeCloseTo(21);
    expect(onWhite('#ffd54a')).toBeLessThan(3);
  });
});

describe('a profile', () => {
  it('is told what is wrong with it, field by field', () => {
    const wrong = { ...newProfile([]), name: '  ', capacity: 1.5 };
    expect(Object.keys(faultsOf(wrong, en))).toEqual(['name', 'languages', 'capacity']);
    expect(faultsOf({ ...newProfile(['en']), name: 'ä'.repeat(100) }, en)).toEqual({});
    expect(faultsOf({ ...newProfile(['en']), name: 'ä'.repeat(101) }, en)).toHaveProperty('name');
    expect(faultsOf({ ...newProfile(['en']), name: 'Anna', capacity: Number.NaN }, en)).toHaveProperty('capacity');
  });

  it('is sent as what has changed; the order of languages says nothing', () => {
    const before = { ...newProfile(['en', 'fi']), name: 'Anna' };
    expect(changesTo(before, { ...before, languages: ['fi', 'en'] })).toEqual({});
    expect(changesTo(before, { ...before, role: 'admin', capacity: 4 })).toEqual({ role: 'admin', capacity: 4 });
  });

  it('has a skill once', () => {
    expect(toggled(['a'], 'a', true)).toEqual(['a']);
    expect(toggled(['a', 'b'], 'a', false)).toEqual(['b']);
  });
});

describe('the draft of the site', () => {
  it('holds what differs from the server only', () => {
    const draft = changed(site(), {}, { name: 'Kuusi' });
    expect(draft).toEqual({ name: 'Kuusi' });
    expect(fieldsOf(site(), draft).name).toBe('Kuusi');
    expect(changed(site(), draft, { name: 'Kaarna' })).toEqual({});
  });

  it('outlives the page, by administrator, until it is saved', () => {
    new SiteDraft('a1').save({ name: 'Kuusi' });
    expect(new SiteDraft('a1').load()).toEqual({ name: 'Kuusi' });
    expect(new SiteDraft('a2').load()).toEqual({});
    new SiteDraft('a1').save({});
    expect(new SiteDraft('a1').load()).toEqual({});
  });

  it('is nothing where somebody else wrote into its place', () => {
    sessionStorage.setItem('vuoro.admin.site.a1', '{broken');
    expect(new SiteDraft('a1').load()).toEqual({});
    sessionStorage.removeItem('vuoro.admin.site.a1');
  });
});

describe('a measured fact', () => {
  it('is written in its unit', () => {
    expect(factValue(en, 'commit_ms', 2.44)).toBe('2.4 ms');
    expect(factValue(en, 'commit_ms', 244.4)).toBe('244 ms');
    expect(factValue(en, 'longest_s', 412)).toBe('6 min');
    expect(factValue(en, 'free_bytes', 83_920_000_000)).toBe('84 GB');
    expect(factValue(en, 'bytes', 0)).toBe('0 byte');
    expect(factValue(adminTexts('fi'), 'bytes', 4_823_040)).toBe('4,8 Mt');
    expect(factValue(en, 'waiting', 1200)).toBe('1,200');
  });

  it('is a word where we have one, and as it is where not', () => {
    expect(factValue(en, 'kind', 'PostgreSQL')).toBe('PostgreSQL');
    expect(factValue(adminTexts('fi'), 'state', 'ready')).toBe('valmis');
    expect(factValue(en, 'model', '5ca95ed5')).toBe('5ca95ed5');
    expect(factValue(en, 'model', null)).toBe('none');
  });

  it('has a name even if a newer server invented it', () => {
    expect(factName(en, 'disk', 'free_bytes')).toBe('Free');
    expect(factName(en, 'disk', 'spin_ups')).toBe('spin ups');
  });
});

it('writes snippets for where the server is', () => {
  expect(embedCode('script', 'https://chat.fi')).toBe('<script async src="https://chat.fi/vuoro.js"></script>');
  expect(embedCode('frame', 'https://chat.fi')).toContain('src="https://chat.fi/embed"');
  expect(embedPolicy('script', 'https://chat.fi')).toContain('wss://chat.fi');
  expect(passwordLink('a/b', 'https://chat.fi')).toBe('https://chat.fi/console#password=a%2Fb');
});
