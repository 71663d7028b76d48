'use client';

import { useTranslations } from 'next-intl';
import type { BasemapRefusal } from '@/lib/basemap/refusals';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';

export type WhyNot = {
  /** Undefined: one that has no text of its own. */
  readonly refusal: BasemapRefusal | undefined;
  readonly requestId?: string | null;
  /** The server did not answer. */
  readonly isSilent?: boolean;
};

/** Why nothing was saved, and the way on. */
export function Refused({ whyNot }: { readonly whyNot: WhyNot | undefined }) {
  const t = useTranslations('adminBasemap');
  if (!whyNot) return null;
  const { refusal, requestId, isSilent } = whyNot;
  const why = refusal ? t(`refusal.${refusal}`) : t('refusal.other', { id: requestId ?? '—' });
  return (
    <div className={styles.warning} role="alert">
      <p>{isSilent ? t('unreachable') : why}</p>
      {refusal === 'CONFLICT' ? (
        <button type="button" onClick={() => window.location.reload()}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
