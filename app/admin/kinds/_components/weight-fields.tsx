'use client';

import { useTranslations } from 'next-intl';
import { MAXIMUM_HARM_DAYS } from '@/lib/validation/kind-limits';
import styles from '../../_components/admin-table.module.css';

export type TypedWeight = { readonly days: string; readonly source: string };

type Props = {
  readonly weight: TypedWeight;
  readonly onChange: (weight: TypedWeight) => void;
};

/** The fields of what one incident of a kind weighs, and where that comes from. */
export function WeightFields({ weight, onChange }: Props) {
  const t = useTranslations('adminKinds');
  return (
    <>
      <label className={styles.field}>
        <span>{t('weight')}</span>
        <input
          type="number"
          required
          min={0}
          max={MAXIMUM_HARM_DAYS}
          step="any"
          value={weight.days}
          onChange={(event) => onChange({ ...weight, days: event.target.value })}
        />
        <small>{t('weightHint', { maximum: MAXIMUM_HARM_DAYS })}</small>
      </label>
      <label className={styles.field}>
        <span>{t('source')}</span>
        <input
          value={weight.source}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => onChange({ ...weight, source: event.target.value })}
        />
        <small>{t('sourceHint')}</small>
      </label>
    </>
  );
}

/** As a request names it: an empty source is none. */
export function weightOf({ days, source }: TypedWeight) {
  return { harmWeight: Number(days), harmSource: source.trim() === '' ? null : source };
}
