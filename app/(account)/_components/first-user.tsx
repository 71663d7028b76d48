'use client';

import { useTranslations } from 'next-intl';
import styles from './account-page.module.css';

/** The very first start: nobody can sign in yet, and how to change that. */
export function FirstUser() {
  const t = useTranslations('signIn');
  return (
    <div className={styles.first}>
      <p>{t('first')}</p>
      <code>npx zhantu user create --name NAME --jurisdiction CODE --role admin</code>
    </div>
  );
}
