'use client';

import { createTheme, MantineProvider } from '@mantine/core';
import { NextIntlClientProvider } from 'next-intl';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useMemo, useState } from 'react';
import type { Theme } from '@/lib/format/theme';
import type { Locale } from '@/lib/i18n/locale';
import type { Messages } from '@/lib/i18n/messages';
import { PreferencesContext } from './preferences';

const MANTINE_THEME = createTheme({
  fontFamily: 'var(--font)',
  primaryColor: 'cyan',
  defaultRadius: 4,
  respectReducedMotion: true,
});

type Props = {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly messages: Messages;
  readonly nonce: string;
  readonly children: ReactNode;
};

/** Language, theme and URL state for every page. */
export function Providers({ locale, theme: initialTheme, messages, nonce, children }: Props) {
  const [theme, setTheme] = useState(initialTheme);
  const preferences = useMemo(() => ({ locale, theme, setTheme }), [locale, theme]);
  return (
    <NuqsAdapter>
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <MantineProvider
          theme={MANTINE_THEME}
          forceColorScheme={theme === 'night' ? 'dark' : 'light'}
          getStyleNonce={() => nonce}
        >
          <PreferencesContext value={preferences}>{children}</PreferencesContext>
        </MantineProvider>
      </NextIntlClientProvider>
    </NuqsAdapter>
  );
}
