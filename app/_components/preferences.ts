'use client';

import { createContext, useContext } from 'react';
import { THEME_COOKIE, type Theme } from '@/lib/format/theme';
import { LOCALE_COOKIE, type Locale } from '@/lib/i18n/locale';

type Preferences = {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
};

export const PreferencesContext = createContext<Preferences>({
  locale: 'zh-CN',
  theme: 'night',
  setTheme() {},
});

export function usePreferences(): Preferences {
  return useContext(PreferencesContext);
}

/** Remembers the theme for a year; the server reads it, so that no page flashes. */
export function rememberTheme(theme: Theme): void {
  remember(THEME_COOKIE, theme);
}

/** Remembers the language; the caller reloads what the server wrote. */
export function rememberLocale(locale: Locale): void {
  remember(LOCALE_COOKIE, locale);
}

function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and on plain http
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}
