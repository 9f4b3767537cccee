/** Two small tunes out of sine waves: nothing to download, nothing for a policy to forbid. */

export type Tune = 'offer' | 'message';

interface Tone {
  readonly hz: number;
  /** Seconds after the beginning. */
  readonly at: number;
}

const TUNES: Readonly<Record<Tune, readonly Tone[]>> = {
  offer: [
    { hz: 659.3, at: 0 },
    { hz: 880, at: 0.16 },
    { hz: 1108.7, at: 0.32 },
  ],
  message: [{ hz: 784, at: 0 }],
};
const LOUDNESS = { offer: 0.22, message: 0.1 } as const;
const FADE_S = 0.55;

let context: AudioContext | null = null;

/** Makes what plays, while nobody waits for the page: it takes longer than a frame. */
export function prepareSound(): void {
  const make = (): void => void (context ??= 'AudioContext' in window ? new AudioContext() : null);
  if ('requestIdleCallback' in window) window.requestIdleCallback(make);
  else setTimeout(make, 500);
}

/** Browsers play nothing before the first click or key on the page. To be called from one. */
export function allowSound(): void {
  if (context?.state === 'suspended') void context.resume();
}

/** Plays a tune, in one of this browser's tabs only. */
export function chime(tune: Tune): void {
  if (!navigator.locks) return play(tune);
  void navigator.locks.request('vuoro.console.chime', { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    play(tune);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  });
}

function play(tune: Tune): void {
  if (context === null) return;
  // A laptop that slept, or a tab that was frozen, suspends it.
  if (context.state !== 'running') void context.resume();
  for (const { hz, at } of TUNES[tune]) strike(context, hz, context.currentTime + at, LOUDNESS[tune]);
}

function strike(at: AudioContext, hz: number, when: number, loudness: number): void {
  const tone = at.createOscillator();
  const volume = at.createGain();
  tone.type = 'sine';
  tone.frequency.value = hz;
  volume.gain.setValueAtTime(0, when);
  volume.gain.linearRampToValueAtTime(loudness, when + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, when + FADE_S);
  tone.connect(volume).connect(at.destination);
  tone.start(when);
  tone.stop(when + FADE_S);
}
