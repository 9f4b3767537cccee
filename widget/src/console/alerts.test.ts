import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Alerts } from './alerts';
import type { Tune } from './chime';

const offer = { conversation: 'c1', title: 'Somebody needs you', text: 'Where is it?' };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function ringing(sound = true): { alerts: Alerts; tunes: Tune[] } {
  const tunes: Tune[] = [];
  const alerts = new Alerts(() => ({ sound, notify: false }), () => undefined, (tune) => tunes.push(tune));
  return { alerts, tunes };
}

it('rings at once and again until the offer is gone', () => {
  const { alerts, tunes } = ringing();
  alerts.ring([offer]);
  alerts.ring([{ ...offer }]);
  expect(tunes).toEqual(['offer']);
  vi.advanceTimersByTime(9_000);
  expect(tunes).toHaveLength(3);
  alerts.ring([]);
  vi.advanceTimersByTime(60_000);
  expect(tunes).toHaveLength(3);
});

it('rings anew for another offer', () => {
  const { alerts, tunes } = ringing();
  alerts.ring([offer]);
  alerts.ring([offer, { ...offer, conversation: 'c2' }]);
  expect(tunes).toHaveLength(2);
  alerts.stop();
});

it('is silent where sound is off', () => {
  const { alerts, tunes } = ringing(false);
  alerts.ring([offer]);
  alerts.message(offer);
  vi.advanceTimersByTime(9_000);
  expect(tunes).toEqual([]);
  alerts.stop();
});
