'use client';

import { useTranslations } from 'next-intl';
import { HotspotRow } from './hotspot-row';
import styles from './hotspot-table.module.css';
import { cellKey, type Hotspot, type HotspotList } from './types';
import { useListKeys } from './use-list-keys';

type Props = {
  readonly list: HotspotList;
  readonly hovered: string | null;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
};

/** The ranking in words. One tab stop; arrows move within, Enter opens. */
export function HotspotTable({ list, hovered, onHover, onChoose }: Props) {
  const t = useTranslations('panel');
  const { rows, move } = useListKeys(hovered);

  const row = (cell: Hotspot, isTabStop: boolean) => (
    <HotspotRow
      key={cellKey(cell)}
      cell={cell}
      byHarm={list.weighing === 'harm'}
      isTabStop={isTabStop}
      isHovered={hovered === cellKey(cell)}
      onHover={onHover}
      onChoose={onChoose}
    />
  );

  return (
    <>
      <div className={styles.columns} aria-hidden="true">
        <span>{t('rank')}</span>
        <span>{t('place')}</span>
        <span className={styles.number}>{t('count')}</span>
        <span className={styles.number}>{t('z')}</span>
        <span className={styles.number}>{t('change')}</span>
      </div>
      <div className={styles.scroll}>
        <ol
          ref={rows}
          className={styles.rows}
          aria-label={t('listLabel')}
          onKeyDown={move}
          data-testid="ranking"
        >
          {list.cells.map((cell, index) => row(cell, index === 0))}
        </ol>
        {list.exploration.length === 0 ? null : (
          <section className={styles.exploration} aria-label={t('exploration')}>
            <p title={t('explorationHint')}>
              <strong>{t('exploration')}</strong> {t('explorationHint')}
            </p>
            <ol className={styles.explored} data-testid="exploration">
              {list.exploration.map((cell) => row(cell, true))}
            </ol>
          </section>
        )}
      </div>
    </>
  );
}
