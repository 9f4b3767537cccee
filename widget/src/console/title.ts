/** The page's title and icon in the browser's tab: how many things call for the agent. */
import calmIcon from './icon.svg?no-inline';
import newsIcon from './icon-news.svg?no-inline';

/** "(2) Vuoro console" with a dot on the icon; both as before for 0. */
export function setBadge(title: string, news: number): void {
  const text = news > 0 ? `(${news}) ${title}` : title;
  if (document.title !== text) document.title = text;
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const href = news > 0 ? newsIcon : calmIcon;
  if (link !== null && link.getAttribute('href') !== href) link.setAttribute('href', href);
}
