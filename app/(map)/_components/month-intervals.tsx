'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatMonth } from '@/lib/format/dates';
import { formatFixed, formatNumber } from '@/lib/format/numbers';
import styles from './month-intervals.module.css';
import type { HotspotEvidence } from './types';

/** Each month's count with how far chance alone would carry it, and whether the last one departs. */
export function MonthIntervals({
  evidence: { series, mean, isLastNormal },
}: {
  readonly evidence: HotspotEvidence;
}) {
  const t = useTranslations('months');
  const { locale } = usePreferences();
  const last = series.at(-1);
  if (!last) return null;
  const range = ([low, high]: readonly [number, number]) =>
    `${formatFixed(low, locale, 1)}–${formatFixed(high, locale, 1)}`;
  const highest = Math.max(...series.map(({ interval }) => interval[1]), 1);
  const percent = (value: number) => `${(100 * value) / highest}%`;
  return (
    <div className={styles.months} data-testid="months">
      <p>
        {t('mean', {
          months: series.length,
          mean: formatFixed(mean.value, locale, 1),
          interval: range(mean.interval),
        })}{' '}
        {isLastNormal === null
          ? ''
          : t(isLastNormal ? 'normal' : 'unusual', {
              month: formatMonth(last.month, locale),
              count: formatNumber(last.count, locale),
              interval: range(last.interval),
            })}
      </p>
      <div className={styles.plot} aria-hidden="true">
        <span
          className={styles.mean}
          style={{
            bottom: percent(mean.interval[0]),
            height: percent(mean.interval[1] - mean.interval[0]),
          }}
        />
        {series.map(({ month, count, interval: [low, high] }) => (
          <span key={month} className={styles.month}>
            <span
              className={styles.whisker}
              style={{ bottom: percent(low), height: percent(high - low) }}
            />
            <span className={styles.point} style={{ bottom: percent(count) }} />
          </span>
        ))}
      </div>
      <details>
        <summary>{t('table')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('month')}</th>
              <th scope="col">{t('count')}</th>
              <th scope="col">{t('interval')}</th>
            </tr>
          </thead>
          <tbody>
            {series.toReversed().map(({ month, count, interval }) => (
              <tr key={month}>
                <th scope="row">{formatMonth(month, locale)}</th>
                <td>{formatNumber(count, locale)}</td>
                <td>{range(interval)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <p className={styles.definition}>{t('definition')}</p>
    </div>
  );
}
