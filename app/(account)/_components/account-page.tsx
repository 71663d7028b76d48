'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import styles from './account-page.module.css';
import { PagePreferences } from './page-preferences';

type Props = {
  readonly title: 'signIn.title' | 'account.title';
  readonly isWide?: boolean;
  readonly children: ReactNode;
};

/** A page about an account: the product's seal, what the page is for, language and theme. */
export function AccountPage({ title, isWide = false, children }: Props) {
  const t = useTranslations();
  return (
    <main className={`${styles.page} ${isWide ? styles.top : ''}`}>
      <PagePreferences />
      <div className={styles.head}>
        <span className={styles.seal} aria-hidden="true" lang="zh">
          战
        </span>
        <div>
          <h1>{t('app.name')}</h1>
          <p>{t(title)}</p>
        </div>
      </div>
      {isWide ? children : <div className={styles.card}>{children}</div>}
    </main>
  );
}
