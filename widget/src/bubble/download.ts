/** The conversation as a text file, made from what the page holds. */

import type { Row } from './rows';
import type { BubbleI18n } from './texts';
import { authorName, moveText } from './wording';

interface Source {
  i18n: BubbleI18n;
  /** The shop's name. */
  name: string;
}

/** Who said what and when, day by day. Words that the server does not have say so. */
export function transcriptText(rows: readonly Row[], { i18n, name }: Source): string {
  const lines = rows.map((row) => lineOf(row, { i18n, name }));
  return `${i18n.t('file_title', { name })}\n${lines.join('\n')}\n`;
}

export function download(rows: readonly Row[], source: Source): void {
  const link = document.createElement('a');
  const file = new Blob([transcriptText(rows, source)], { type: 'text/plain;charset=utf-8' });
  link.href = URL.createObjectURL(file);
  link.download = `${source.name} ${new Date().toLocaleDateString('sv')}.txt`;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function lineOf(row: Row, source: Source): string {
  const { i18n } = source;
  switch (row.kind) {
    case 'day':
      return `\n${i18n.date(row.at)}\n`;
    case 'message':
      return `${i18n.time(row.at)} ${authorName(row.author, source)}: ${row.text}`;
    case 'outgoing':
      return `(${i18n.t('not_sent')}) ${i18n.t('you')}: ${row.text}`;
    case 'move':
      return `${i18n.time(row.at)} — ${moveText(row, i18n)}`;
    case 'contact': {
      const what = i18n.t(row.contact === 'callback' ? 'contact_asked' : 'contact_left');
      return [`${i18n.time(row.at)} — ${what}`, row.text, row.address].filter(Boolean).join('\n');
    }
    case 'rating':
      return `${i18n.time(row.at)} — ${row.score}/5`;
  }
}
