/** The page's title with the number of unread messages before it: "(2) Kaarna". */

let own = '';
let added = '';

/** The title as the page wants it. */
export function pageTitle(): string {
  const { title } = document;
  return added !== '' && title === added + own ? own : title;
}

/** Zero gives the page its title back. */
export function countInTitle(unread: number): void {
  const title = pageTitle();
  own = title;
  added = unread > 0 ? `(${unread}) ` : '';
  if (document.title !== added + own) document.title = added + own;
}
