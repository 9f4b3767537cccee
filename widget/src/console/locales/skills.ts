import type { Lang } from '../../shared/i18n';

/** The skills that the shipped training data names; a shop's own ones are shown as it wrote them. */
const SKILLS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  account: { en: 'account', fi: 'asiakastili', pl: 'konto' },
  complaints: { en: 'complaints', fi: 'reklamaatiot', pl: 'reklamacje' },
  orders: { en: 'orders', fi: 'tilaukset', pl: 'zamówienia' },
  payments: { en: 'payments', fi: 'maksut', pl: 'płatności' },
  products: { en: 'products', fi: 'tuotteet', pl: 'produkty' },
  returns: { en: 'returns', fi: 'palautukset', pl: 'zwroty' },
};

/** "gift_cards" is "gift cards" where nobody has named it. */
export function skillName(skill: string, lang: Lang): string {
  return SKILLS[skill]?.[lang] ?? skill.replaceAll('_', ' ');
}
