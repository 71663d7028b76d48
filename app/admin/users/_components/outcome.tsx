'use client';

import { useTranslations } from 'next-intl';
import type { Answer } from '../../_components/send';
import styles from './users-page.module.css';

type Told = { readonly username?: string; readonly password?: string } | undefined;

type Props = { readonly answer: Answer<Told> | undefined };

/** What came of a change: a password that is shown this once, or why not. */
export function Outcome({ answer }: Props) {
  const t = useTranslations('adminUsers');
  if (!answer) return null;
  if (!answer.ok)
    return (
      <p className={styles.warning} role="alert">
        {answer.isConflict
          ? t('conflict')
          : t('failed', { reason: answer.reason ?? t('unreachable') })}
      </p>
    );
  const password = answer.value?.password;
  if (!password)
    return (
      <p className={styles.done} role="status">
        {t('done')}
      </p>
    );
  return (
    <div className={styles.done} role="status">
      <p>{t('passwordOnce')}</p>
      <code data-testid="password">{password}</code>
      <button type="button" onClick={() => void navigator.clipboard.writeText(password)}>
        {t('copy')}
      </button>
    </div>
  );
}
