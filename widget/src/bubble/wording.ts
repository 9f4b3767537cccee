/** What rows are called in words, on the screen and in the file that the visitor downloads. */

import type { Author } from '../shared/protocol';
import { firstName, type MoveRow } from './rows';
import type { BubbleI18n, BubbleKey } from './texts';

interface Wording {
  i18n: BubbleI18n;
  /** The shop's name, or the general title. */
  name: string;
}

/** What the visitor reads as the author's name: people by their first name only. */
export function authorName(author: Author, { i18n, name }: Wording): string {
  switch (author.kind) {
    case 'visitor':
      return i18n.t('you');
    case 'bot':
      return i18n.t('assistant');
    case 'agent':
      return firstName(author.name) ?? i18n.t('person');
    case 'system':
      return name;
  }
}

const BY_REASON: Partial<Record<MoveRow['reason'], BubbleKey>> = {
  bot_unavailable: 'line_bot_unavailable',
  transferred: 'line_transferred',
  agent_lost: 'line_agent_lost',
  cancelled: 'line_cancelled',
  returned_to_bot: 'line_returned_to_bot',
  accepted: 'line_accepted',
  reopened: 'line_reopened',
  left_message: 'line_left_message',
  closed_by_agent: 'line_closed_by_agent',
  closed_by_visitor: 'line_closed_by_visitor',
  abandoned: 'line_abandoned',
};
const BY_STATE: Record<MoveRow['to'], BubbleKey> = {
  bot: 'line_returned_to_bot',
  queued: 'line_queued',
  human: 'line_accepted',
  closed: 'line_closed',
};

export function moveText(row: MoveRow, { t }: BubbleI18n): string {
  return t(BY_REASON[row.reason] ?? BY_STATE[row.to], { name: row.name ?? t('person') });
}

/** One plain sentence for an error code. */
export function errorText(code: string, { t }: BubbleI18n): string {
  switch (code) {
    case 'rate_limited':
    case 'too_long':
    case 'wrong_state':
    case 'unavailable':
      return t(`error_${code}`);
    default:
      return t('error_other');
  }
}
