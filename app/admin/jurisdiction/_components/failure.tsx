'use client';

import { useTranslations } from 'next-intl';
import type { Answer } from '@/app/_components/send';
import { jurisdictionRefusalOf } from '@/lib/jurisdictions/refusals';
import styles from './jurisdiction-page.module.css';

/** What the server refused, or what the page itself could not take, in the page's own words. */
export type Failed = Extract<Answer<unknown>, { ok: false }> | { readonly words: string };

type Props = { readonly failed: Failed | undefined };

/** Why something was not done, and the way on. */
export function Failure({ failed }: Props) {
  const t = useTranslations('adminJurisdiction');
  if (!failed) return null;
  if ('words' in failed)
    return (
      <p className={styles.warning} role="alert">
        {failed.words}
      </p>
    );
  const { code, paths, reason, requestId } = failed;
  const refusal = jurisdictionRefusalOf(code, paths);
  const why = refusal ? t(`refusal.${refusal}`) : t('refusal.other', { id: requestId ?? '—' });
  return (
    <div className={styles.warning} role="alert">
      <p>{reason === null ? t('unreachable') : why}</p>
      {refusal === 'CONFLICT' ? (
        <button type="button" onClick={() => window.location.reload()}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
