import type { Lang } from '../shared/i18n';
import type { Choice, ContactKind } from '../shared/protocol';
import type { Memory } from './memory';
import type { Row } from './rows';
import type { Session } from './session';
import type { BubbleI18n } from './texts';

/** What the parts of the panel need to draw themselves and to act. */
export interface Context {
  session: Session;
  memory: Memory;
  i18n: BubbleI18n;
  rows: readonly Row[];
  /** The shop's name, or the general title. */
  name: string;
  /** The form that stands in place of the chat. */
  form: ContactKind | null;
  /** The visitor is asked whether to end the chat. */
  endAsked: boolean;
  choose: (choice: Choice, seq?: number) => void;
  /** Does what a button says that goes away with it. */
  act: (action: () => void) => void;
  showForm: (kind: ContactKind | null) => void;
  askEnd: (asked: boolean) => void;
  chooseLang: (lang: Lang) => void;
  scrolled: () => void;
}
