'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import styles from './jurisdiction-page.module.css';
import type { BoundaryChange } from './types';

type Props = { readonly change: BoundaryChange };

/** What a boundary would change, before it is saved. */
export function BoundaryPreview({ change }: Props) {
  const t = useTranslations('adminJurisdiction.preview');
  const { locale } = usePreferences();
  const counts = [
    ['gained', change.cellsGained],
    ['lost', change.cellsLost],
    ['unranked', change.incidentsUnranked],
    ['incidents', change.incidentsOutside],
    ['hazards', change.hazardsOutside],
    ['premises', change.premisesOutside],
    ['towns', change.townsOutside],
  ] as const;
  return (
    <div className={styles.preview} role="status">
      <h3>{t('title')}</h3>
      <dl className={styles.facts}>
        <div>
          <dt>{t('area')}</dt>
          <dd>
            {t('areaValue', {
              before: squareKilometres(change.squareMetresBefore, locale),
              after: squareKilometres(change.squareMetresAfter, locale),
            })}
          </dd>
        </div>
        {counts.map(([key, count]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{count.toLocaleString(locale)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('kept')}</p>
    </div>
  );
}

/** An area in square kilometres, to the hectare. */
export function squareKilometres(squareMetres: number, locale: string): string {
  return (squareMetres / 1e6).toLocaleString(locale, { maximumFractionDigits: 2 });
}
