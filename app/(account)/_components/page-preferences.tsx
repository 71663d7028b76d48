'use client';

import { IconMoon, IconSun } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { rememberLocale, rememberTheme, usePreferences } from '@/app/_components/preferences';
import styles from './account-page.module.css';

/** Language, and day or night. */
export function PagePreferences() {
  const t = useTranslations('top');
  const router = useRouter();
  const { locale, theme, setTheme } = usePreferences();
  const otherTheme = theme === 'night' ? 'day' : 'night';
  const otherLocale = locale === 'en' ? 'zh-CN' : 'en';
  const themeLabel = otherTheme === 'day' ? t('toDay') : t('toNight');
  return (
    <div className={styles.preferences}>
      <button
        type="button"
        // Begins with what is seen, so that it can be spoken to.
        aria-label={`${t('languageOther')} ${t('language')}`}
        onClick={() => {
          rememberLocale(otherLocale);
          router.refresh();
        }}
      >
        <span lang={otherLocale}>{t('languageOther')}</span>
      </button>
      <button
        type="button"
        aria-label={themeLabel}
        title={themeLabel}
        onClick={() => {
          setTheme(otherTheme);
          rememberTheme(otherTheme);
        }}
      >
        {theme === 'night' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </button>
    </div>
  );
}
