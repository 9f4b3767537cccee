import type { BubbleI18n } from '../shared/locales/bubble';
import type { Choice } from '../shared/protocol';
import type { Session } from './session';

/** What the parts of the panel need to draw themselves and to act. */
export interface Context {
  session: Session;
  i18n: BubbleI18n;
  /** The shop's name, or the general title. */
  name: string;
  choose: (choice: Choice, seq?: number) => void;
  /** Does what a button says that goes away with it. */
  act: (action: () => void) => void;
  leaveMessage: () => void;
}
