'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Answer } from '@/app/_components/send';
import { kindRefusalOf } from '@/lib/kinds/refusals';
import styles from '../../_components/admin-table.module.css';
import type { Place } from './types';

type Told = { readonly job?: string } | undefined;

type Refused = Extract<Answer<Told>, { ok: false }>;

type Props = {
  readonly answer: Answer<Told> | undefined;
  readonly place: Place;
  /** Shows what the server has now. */
  readonly onLoad: () => void;
};

/** What came of a change: done, asked of a job, or why not. */
export function Outcome({ answer, place, onLoad }: Props) {
  const t = useTranslations('adminKinds');
  if (!answer) return null;
  if (!answer.ok) return <Refusal refused={answer} onLoad={onLoad} />;
  const job = answer.value?.job;
  return (
    <p className={styles.done} role="status">
      {job ? t('ordered', { job }) : t('done')}{' '}
      {job ? <Link href={`/jobs?jurisdiction=${place.code}`}>{t('see')}</Link> : null}
    </p>
  );
}

function Refusal({ refused, onLoad }: { refused: Refused; onLoad: () => void }) {
  const t = useTranslations('adminKinds');
  const { code, reason, requestId } = refused;
  const refusal = kindRefusalOf(code);
  const why = refusal ? t(`refusal.${refusal}`) : t('refusal.other', { id: requestId ?? '—' });
  return (
    <div className={styles.warning} role="alert">
      <p>{reason === null ? t('unreachable') : why}</p>
      {refusal === 'CONFLICT' ? (
        <button type="button" onClick={onLoad}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
