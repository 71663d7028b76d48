import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Tooltip.css';
import './_components/tokens.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeOf } from '@/lib/format/theme';
import { LOCALE_COOKIE, localeOf } from '@/lib/i18n/locale';
import { messagesOf } from '@/lib/i18n/messages';
import { Providers } from './_components/providers';

export async function generateMetadata(): Promise<Metadata> {
  const { app } = await messagesOf(await requestLocale());
  return { title: app.title, description: app.description, applicationName: app.name };
}

export async function generateViewport(): Promise<Viewport> {
  const night = themeOf((await cookies()).get(THEME_COOKIE)?.value) === 'night';
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    themeColor: night ? '#070b12' : '#f7f8fa',
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get('x-nonce') ?? '';
  return (
    <html lang={locale} data-mantine-color-scheme={theme === 'night' ? 'dark' : 'light'}>
      <body>
        <Providers locale={locale} theme={theme} messages={await messagesOf(locale)} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}

async function requestLocale() {
  return localeOf((await cookies()).get(LOCALE_COOKIE)?.value);
}
