import { I18n, type Lang } from '../../i18n';
import { en } from './en';
import { fi } from './fi';
import { pl } from './pl';

export type BubbleI18n = I18n<typeof en>;
export type BubbleKey = keyof typeof en;

/** The bubble's texts in one language. */
export function bubbleI18n(lang: Lang): BubbleI18n {
  return new I18n<typeof en>({ en, fi, pl }, lang);
}
