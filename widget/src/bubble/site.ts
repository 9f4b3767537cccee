import { I18n, type Lang } from '../shared/i18n';
import type { Listener, News, Options, Vuoro } from './api';
import { Bubble } from './bubble';
import { pageLang, serverOf } from './host';
import { langOf, Memory } from './memory';
import type { BubbleI18n } from './texts';

/** The bubble's place on one page: which options it has, which language it speaks, and who listens to it. */
export class Site {
  private options: Options = {};
  private bubble: Bubble | null = null;
  private readonly listeners: Partial<Record<string, Listener[]>> = {};
  private readonly server: string;
  private readonly memory: Memory;
  private readonly pageChanged = new MutationObserver(() => this.follow());

  constructor(
    private readonly vuoro: Vuoro,
    private readonly script: HTMLScriptElement,
    /** Where the texts are, from the server's folder. */
    private readonly files: Readonly<Record<Lang, string>>,
  ) {
    this.server = serverOf(script);
    this.memory = new Memory(this.server);
    this.pageChanged.observe(document.documentElement, { attributeFilter: ['lang'] });
    this.pageChanged.observe(script, { attributeFilter: ['data-lang'] });
  }

  /** Puts the bubble on the page; one that is there gets the options. */
  async boot(options: Options = {}): Promise<void> {
    this.options = { ...this.options, ...options };
    if (this.bubble !== null) {
      this.dress(this.bubble);
      this.follow();
      return;
    }
    const bubble = document.createElement('vuoro-bubble') as Bubble;
    bubble.server = this.server;
    bubble.view = this.script.dataset.view === 'page' ? 'page' : 'corner';
    bubble.tell = (name, news) => this.tell(name, news);
    bubble.onLang = (lang, chosen) => this.turnTo(lang, chosen);
    bubble.i18n = await this.texts(this.lang).catch(() => this.texts('en'));
    this.dress(bubble);
    document.body.append(bubble);
    this.bubble = bubble;
    this.follow();
    this.tell('ready', {});
  }

  open(): void {
    this.bubble?.open();
  }

  close(): void {
    this.bubble?.close();
  }

  /** @param identity a JWT signed by the shop's server; null when the customer has logged out */
  identify(identity: unknown): void {
    if (typeof identity === 'string' || identity === null) this.bubble?.identify(identity);
  }

  shutdown(): void {
    this.bubble?.remove();
    this.bubble = null;
  }

  on(name: unknown, listener: unknown): void {
    if (typeof name !== 'string' || typeof listener !== 'function') return;
    (this.listeners[name] ??= []).push(listener as Listener);
    if (name === 'ready' && this.bubble !== null) this.tellOne(listener as Listener, {});
  }

  /** The visitor's choice, else what the page is in. */
  private get lang(): Lang {
    return langOf(this.memory, this.pageLang);
  }

  private get pageLang(): Lang {
    return pageLang(this.script, this.options.lang);
  }

  private follow(): void {
    if (this.bubble !== null && this.bubble.i18n.lang !== this.lang) this.turnTo(this.lang, false);
  }

  /** Until the texts are here, or where they do not come, the old ones stay. */
  private turnTo(lang: Lang, chosen: boolean): void {
    if (chosen) this.memory.setVisitor({ lang: { chosen: lang, page: this.pageLang } });
    this.texts(lang).then(
      (i18n) => {
        if (this.bubble !== null) this.bubble.i18n = i18n;
      },
      () => undefined,
    );
  }

  private async texts(lang: Lang): Promise<BubbleI18n> {
    if (this.vuoro.texts?.[lang] === undefined) await this.vuoro.load?.(this.files[lang]);
    return new I18n(this.vuoro.texts ?? {}, lang);
  }

  /** What `boot` says goes over the script's line, and that over what the administrator has set. */
  private dress(bubble: Bubble): void {
    const line = this.script.dataset;
    const { name, accent, position, theme } = { ...line, ...this.options } as Options;
    bubble.name = name ?? window.vuoroSite?.name ?? null;
    bubble.position = position === 'left' ? 'left' : 'right';
    bubble.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
    bubble.accent = window.vuoroSite?.accent ?? null;
    if (accent) bubble.style.setProperty('--vuoro-accent', accent);
    bubble.requestUpdate('accent');
  }

  private tell<Name extends keyof News>(name: Name, news: News[Name]): void {
    for (const listener of this.listeners[name] ?? []) this.tellOne(listener, news);
  }

  private tellOne(listener: Listener, news: object): void {
    try {
      listener(news as never);
    } catch (error) {
      // The page's own mistake: told to the page, no harm to us.
      reportError(error);
    }
  }
}
