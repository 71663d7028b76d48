'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatMonth } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/numbers';
import styles from './sparkline.module.css';

type Series = readonly { readonly month: string; readonly count: number }[];

/** Months that the ranking counts: the later half. */
const WINDOW_MONTHS = 12;

/** Incidents a month; the months that the ranking counts are strong, those before them pale. */
export function Sparkline({ series }: { readonly series: Series }) {
  const t = useTranslations('details');
  const { locale } = usePreferences();
  const highest = Math.max(1, ...series.map(({ count }) => count));
  const total = series.reduce((sum, { count }) => sum + count, 0);
  const first = series.at(0);
  const last = series.at(-1);
  if (!first || !last) return null;
  const max = formatNumber(highest, locale);
  return (
    <figure className={styles.figure}>
      <div
        className={styles.bars}
        role="img"
        aria-label={t('trendLabel', { total: formatNumber(total, locale), max })}
      >
        {series.map(({ month, count }, index) => (
          <span
            key={month}
            className={styles.bar}
            data-counted={index >= series.length - WINDOW_MONTHS}
            style={{ height: `${(count / highest) * 100}%` }}
            title={`${formatMonth(month, locale)}: ${formatNumber(count, locale)}`}
          />
        ))}
        <span className={styles.highest}>{max}</span>
      </div>
      <figcaption className={styles.axis}>
        <span>{formatMonth(first.month, locale)}</span>
        <span>{formatMonth(last.month, locale)}</span>
      </figcaption>
    </figure>
  );
}
