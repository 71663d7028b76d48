'use client';

import { useTranslations } from 'next-intl';
import styles from './jurisdiction-page.module.css';

export type Failed = { readonly isConflict: boolean; readonly reason: string | null };

type Props = { readonly failed: Failed | undefined };

/** Why something was not done, and the way on. */
export function Failure({ failed }: Props) {
  const t = useTranslations('adminJurisdiction');
  if (!failed) return null;
  return (
    <div className={styles.warning} role="alert">
      <p>
        {failed.isConflict
          ? t('conflict')
          : t('failed', { reason: failed.reason ?? t('unreachable') })}
      </p>
      {failed.isConflict ? (
        <button type="button" onClick={() => window.location.reload()}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
