/** Chinese first: what a visitor without a preference gets. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_COOKIE = 'locale';

/** The locale of a cookie's value; zh-CN for anything unknown. */
export function localeOf(value: string | undefined): Locale {
  return LOCALES.find((locale) => locale === value) ?? 'zh-CN';
}
