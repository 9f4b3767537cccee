import { html, type TemplateResult } from 'lit/html.js';
import { urlOf } from './url';

/** Web addresses with their scheme, and e-mail addresses. Nothing else becomes a link. */
const ADDRESS = /https?:\/\/[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** Text with its addresses as links. Everything else stays text: what somebody wrote is data. */
export function linked(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(match);
    const link = linkTo(address);
    if (link === null) continue;
    parts.push(text.slice(from, index), link);
    from = index + address.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function linkTo(address: string): TemplateResult | null {
  if (!/^https?:/i.test(address)) return html`<a href="mailto:${address}">${address}</a>`;
  if (urlOf(address) === null) return null;
  return html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow ugc">${address}</a>`;
}

/** Of "(see https://shop.example/a_(b)).", the address: what ends a sentence or a bracket around it is not its part. */
function withoutPunctuation(address: string): string {
  const [last] = address.slice(-1);
  const open = { ')': '(', ']': '[' }[last ?? ''];
  const closes = open !== undefined && address.split(open).length < address.split(last ?? '').length;
  return closes || /[.,;:!?*…»”’]/.test(last ?? '') ? withoutPunctuation(address.slice(0, -1)) : address;
}
