import type { I18n, Translation } from '../shared/i18n';
import type { en } from './locales/en';

/** The bubble's texts in one language. */
export type BubbleTexts = Translation<typeof en>;
export type BubbleI18n = I18n<typeof en>;
export type BubbleKey = keyof typeof en;
