'use client';

import { useTranslations } from 'next-intl';
import styles from './rank-change.module.css';
import type { Hotspot } from './types';

/** Places climbed or fallen since last month. A shape says it too, not the colour alone. */
export function RankChange({
  cell: { rank, previousRank },
}: {
  readonly cell: Pick<Hotspot, 'rank' | 'previousRank'>;
}) {
  const t = useTranslations('panel');
  if (previousRank === null) return <span className={styles.fresh}>{t('new')}</span>;
  const climbed = previousRank - rank;
  if (climbed === 0)
    return (
      <span className={styles.same}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{t('unchanged')}</span>
      </span>
    );
  const up = climbed > 0;
  const places = Math.abs(climbed);
  return (
    <span className={up ? styles.up : styles.down}>
      <span aria-hidden="true">
        {up ? '▲' : '▼'} {places > 999 ? '999+' : places}
      </span>
      <span className="visually-hidden">{up ? t('up', { places }) : t('down', { places })}</span>
    </span>
  );
}
