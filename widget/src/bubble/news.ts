import { LANGS, type Lang, pickLang } from '../shared/i18n';
import type { Event, State, VisitorWelcome } from '../shared/protocol';
import type { News } from './api';
import { firstName } from './rows';
import type { Session } from './session';

export type Tell = <Name extends keyof News>(name: Name, news: News[Name]) => void;

/** Tells the page what is new since the last time it was told. */
export class NewsDesk {
  private unread = 0;
  private state: State | null = null;
  private welcome: VisitorWelcome | null = null;

  constructor(private readonly tell: Tell) {}

  heard(event: Event): void {
    if (event.kind !== 'message') return;
    const { kind, name } = event.author;
    const known = firstName(name);
    this.tell('message', { conversation: event.conversation, from: kind, ...(known === null ? {} : { name: known }) });
  }

  report({ unread, chats, welcome }: Session): void {
    if (unread !== this.unread) this.tell('unread', { count: unread });
    this.unread = unread;
    if (chats.state !== this.state) this.tell('state', { conversation: chats.open, state: chats.state });
    this.state = chats.state;
    if (welcome !== this.welcome && welcome?.identity) {
      this.tell('identity', { accepted: welcome.identity === 'accepted' });
    }
    this.welcome = welcome;
  }
}

/** Another language to speak, where the site does not answer in this one; null where it does. */
export function spokenInstead(lang: Lang, welcome: VisitorWelcome | null): Lang | null {
  const spoken = LANGS.filter((each) => welcome?.langs?.includes(each));
  return spoken.length === 0 || spoken.includes(lang) ? null : pickLang([welcome?.lang, spoken[0]]);
}
