'use client';

import { useTranslations } from 'next-intl';
import styles from './empty-ranking.module.css';
import type { View } from './types';

type Props = {
  readonly view: View;
  readonly towns: readonly string[];
  readonly ranking: { readonly data: object | undefined; readonly error: Error | undefined };
  readonly onClearTowns: () => void;
};

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** What stands in the list's place: rows to come, or why there are none and what to do. */
export function EmptyRanking({ view, towns, ranking, onClearTowns }: Props) {
  const t = useTranslations('state');
  if (!view.months)
    return (
      <div className={styles.empty}>
        <h3>{t('noIncidents', { name: view.jurisdiction.name })}</h3>
        <p>{t('noIncidentsHint')}</p>
        <code>
          npx zhantu import incidents FILE --jurisdiction {view.jurisdiction.code} --columns …
        </code>
      </div>
    );
  if (!ranking.data)
    return ranking.error ? null : (
      <div className={styles.skeleton} role="status" aria-label={t('loading')}>
        {SKELETON_ROWS.map((row) => (
          <span key={row} />
        ))}
      </div>
    );
  if (towns.length > 0)
    return (
      <div className={styles.empty}>
        <h3>{t('emptyTown')}</h3>
        <p>{t('emptyTownHint')}</p>
        <button type="button" onClick={onClearTowns}>
          {t('clearTowns')}
        </button>
      </div>
    );
  return (
    <div className={styles.empty}>
      <h3>{t('emptyRanking')}</h3>
      <p>{t('emptyRankingHint')}</p>
    </div>
  );
}
