import { html, type TemplateResult } from 'lit';

const ADDRESS = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

/** Text with its web addresses as links. Everything else stays text: what somebody wrote is data. */
export function linked(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0];
    if (!URL.canParse(address)) continue;
    parts.push(text.slice(from, match.index));
    parts.push(html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow ugc">${address}</a>`);
    from = match.index + address.length;
  }
  parts.push(text.slice(from));
  return parts;
}
