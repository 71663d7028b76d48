'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatNumber } from '@/lib/format/numbers';
import styles from './hours-heatmap.module.css';
import type { HotspotEvidence } from './types';

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Under so many incidents a pattern of 168 hours is chance. */
const FEW = 30;

/** Incidents by weekday and hour: a table, coloured. */
export function HoursHeatmap({
  hours: { weights, timed, untimed },
  months,
}: {
  readonly hours: HotspotEvidence['hours'];
  readonly months: number;
}) {
  const t = useTranslations('hours');
  const { locale } = usePreferences();
  const highest = Math.max(...weights, Number.MIN_VALUE);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const dayName = (day: number) => weekday.format(Date.UTC(2024, 0, 1 + day));
  return (
    <div className={styles.heatmap} data-testid="hours">
      {timed === 0 ? null : (
        <table>
          <caption className="visually-hidden">{t('caption')}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t('weekday')}</span>
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col">
                  <span className={hour % 6 === 0 ? undefined : 'visually-hidden'}>{hour}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DAYS.map((day) => (
              <tr key={day}>
                <th scope="row">{dayName(day)}</th>
                {HOURS.map((hour) => {
                  const weight = weights[24 * day + hour] ?? 0;
                  const text = formatNumber(weight, locale, 1);
                  return (
                    <td
                      key={hour}
                      title={t('cell', { day: dayName(day), hour, next: hour + 1, count: text })}
                    >
                      <span
                        className={styles.mark}
                        style={{ opacity: weight === 0 ? 0 : 0.12 + 0.88 * (weight / highest) }}
                        aria-hidden="true"
                      />
                      <span className="visually-hidden">{text}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.note}>
        {t('n', { months, count: formatNumber(timed, locale) })}
        {untimed > 0 ? ` ${t('untimed', { count: formatNumber(untimed, locale) })}` : ''}
        {timed < FEW ? ` ${t('few')}` : ''}
      </p>
    </div>
  );
}
