'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { HotspotRow } from './hotspot-row';
import styles from './hotspot-table.module.css';
import { cellKey, type Hotspot, type HotspotList } from './types';

type Props = {
  readonly list: HotspotList;
  readonly hovered: string | null;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
};

/** The ranking in words. One tab stop; arrows move within, Enter opens. */
export function HotspotTable({ list, hovered, onHover, onChoose }: Props) {
  const t = useTranslations('panel');
  const rows = useRef<HTMLOListElement>(null);

  // The pointer is on the map: bring the row it means into sight.
  useEffect(() => {
    if (hovered === null || rows.current?.matches(':hover')) return;
    rows.current?.querySelector(`[data-cell="${hovered}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [hovered]);

  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...(rows.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const ends = { Home: 0, End: buttons.length - 1 }[event.key];
    const to = ends ?? (step === undefined ? undefined : at + step);
    const next = to === undefined ? undefined : buttons[to];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  const row = (cell: Hotspot, isTabStop: boolean) => (
    <HotspotRow
      key={cellKey(cell)}
      cell={cell}
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
