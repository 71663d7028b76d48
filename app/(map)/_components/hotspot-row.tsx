'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatFixed, formatNumber } from '@/lib/format/numbers';
import { HOTSPOT_CLASSES } from '@/lib/layers/hotspots';
import styles from './hotspot-row.module.css';
import table from './hotspot-table.module.css';
import { isSignificant, usePlaceName, useReason } from './hotspot-text';
import { RankChange } from './rank-change';
import { cellKey, type Hotspot } from './types';

type Props = {
  readonly cell: Hotspot;
  /** Ranked by harm: then that is the reason. */
  readonly byHarm: boolean;
  readonly isTabStop: boolean;
  readonly isHovered: boolean;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
};

/** One hotspot: where, how much, how sure, since when, why. */
export function HotspotRow({ cell, byHarm, isTabStop, isHovered, onHover, onChoose }: Props) {
  const t = useTranslations('panel');
  const { locale, theme } = usePreferences();
  const placeName = usePlaceName();
  const reason = useReason();
  const colour = (HOTSPOT_CLASSES.find(({ upTo }) => cell.rank <= upTo) ?? HOTSPOT_CLASSES[0])
    .colour;
  const { name, town } = placeName(cell);
  return (
    <li data-cell={cellKey(cell)} className={styles.row} data-hovered={isHovered}>
      <button
        type="button"
        className={`${table.grid} ${styles.button}`}
        tabIndex={isTabStop ? 0 : -1}
        onMouseEnter={() => onHover(cellKey(cell))}
        onMouseLeave={() => onHover(null)}
        onFocus={() => onHover(cellKey(cell))}
        onBlur={() => onHover(null)}
        onClick={() => onChoose(cell)}
      >
        <span className={styles.rank}>
          <span className={styles.mark} style={{ background: colour[theme] }} aria-hidden="true" />
          {cell.rank}
        </span>
        <span className={styles.place}>
          <span className={styles.name}>
            <strong title={name}>{name}</strong>
            {isSignificant(cell) ? (
              <span className={styles.significant} title={t('significantHint')}>
                {t('significant')}
              </span>
            ) : null}
          </span>
          <span className={styles.reason}>
            {town === undefined ? null : (
              <>
                <span className={styles.town} title={town}>
                  {town}
                </span>
                {' · '}
              </>
            )}
            <span>
              {byHarm ? t('harm', { harm: formatNumber(cell.harm, locale) }) : reason(cell)}
            </span>
          </span>
        </span>
        <span className={styles.count}>{formatNumber(cell.count, locale)}</span>
        <span className={styles.z}>{cell.z === null ? '–' : formatFixed(cell.z, locale, 2)}</span>
        <RankChange cell={cell} />
      </button>
    </li>
  );
}
