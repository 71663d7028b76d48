'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatMonth } from '@/lib/format/dates';
import { addMonths } from '@/lib/format/month';
import { formatFixed, formatProbability } from '@/lib/format/numbers';
import styles from './cell-trend.module.css';
import type { CellTrend as Trend } from './types';

/** How the cell came to be what it is: a mark for each month, and the class that they make. */
export function CellTrend({ trend }: { readonly trend: Trend }) {
  const t = useTranslations('emerging');
  const { locale } = usePreferences();
  const [pattern = 'none', heat] = trend.class.split('-');
  const name =
    heat && isPattern(pattern) ? t(`${pattern}.${heat === 'hot' ? 'hot' : 'cold'}`) : t('none');
  return (
    <div className={styles.trend} data-testid="trend">
      <p>
        <strong>{name}</strong>{' '}
        {t(`direction.${trend.direction}`, { p: formatProbability(trend.p, locale) })}
      </p>
      <ol className={styles.steps}>
        {trend.steps.map(({ z, state }, step) => {
          const month = formatMonth(addMonths(trend.from, step), locale);
          const text = t('step', {
            month,
            z: formatFixed(z, locale, 2),
            state: t(`state.${STATES[state + 1] ?? 'none'}`),
          });
          return (
            <li key={month} data-state={STATES[state + 1]} title={text}>
              <span className="visually-hidden">{text}</span>
            </li>
          );
        })}
      </ol>
      <p className={styles.definition}>{t('definition')}</p>
    </div>
  );
}

const STATES = ['cold', 'none', 'hot'] as const;

const PATTERNS = [
  'new',
  'consecutive',
  'intensifying',
  'diminishing',
  'persistent',
  'sporadic',
  'oscillating',
  'historical',
] as const;

function isPattern(text: string): text is (typeof PATTERNS)[number] {
  return PATTERNS.some((pattern) => pattern === text);
}
