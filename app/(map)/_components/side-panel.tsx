'use client';

import {
  IconChevronDown,
  IconChevronRight,
  IconLayoutSidebarRightExpand,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatDay, formatMonth } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/numbers';
import { EmptyRanking } from './empty-ranking';
import { HotspotDetailsPanel } from './hotspot-details';
import { HotspotTable } from './hotspot-table';
import styles from './side-panel.module.css';
import { cellKey, type Hotspot, type View } from './types';
import type { Ranking } from './use-hotspots';

type Props = {
  readonly view: View;
  readonly month: string;
  readonly towns: readonly string[];
  readonly ranking: Ranking;
  readonly chosen: string | null;
  readonly hovered: string | null;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
  readonly onClose: () => void;
  readonly onClearTowns: () => void;
};

/** The ranked list, and the details of the one chosen: the map in words. */
export function SidePanel(props: Props) {
  const { view, ranking, chosen, open, onToggle } = props;
  const t = useTranslations('panel');
  const list = ranking.data;
  const cell = list?.cells.find((each) => cellKey(each) === chosen);
  return (
    <>
      <aside
        className={styles.panel}
        data-open={open}
        aria-label={t('label')}
        aria-busy={ranking.isLoading}
      >
        <PanelHead {...props} />
        {ranking.error ? <ReadFailure onRetry={() => ranking.mutate()} /> : null}
        <div className={styles.body}>
          {list && cell ? (
            <HotspotDetailsPanel {...props} list={list} cell={cell} />
          ) : list && list.cells.length > 0 ? (
            <HotspotTable {...props} list={list} />
          ) : (
            <EmptyRanking {...props} />
          )}
        </div>
      </aside>
      {open ? null : (
        <button type="button" className={styles.reopen} onClick={onToggle}>
          <IconLayoutSidebarRightExpand size={18} aria-hidden="true" />
          {t('open')}
        </button>
      )}
      <p className="visually-hidden" role="status">
        {view.jurisdiction.name} {list ? formatCells(list.cells.length) : ''}
      </p>
    </>
  );

  function formatCells(count: number): string {
    return t('filtered', { count });
  }
}

function PanelHead({ view, month, towns, ranking, open, onToggle }: Props) {
  const t = useTranslations('panel');
  const { locale } = usePreferences();
  const list = ranking.data;
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.title}>{t('title')}</h2>
        {list && view.months ? (
          <p className={styles.subtitle}>
            {towns.length > 0
              ? `${formatMonth(month, locale)} · ${t('filtered', { count: list.cells.length })}`
              : t('subtitle', { month: formatMonth(month, locale), count: list.cells.length })}
            <br />
            {t('basis', { asOf: formatDay(list.asOf, locale) })} ·{' '}
            {t('cells', { total: formatNumber(list.cellsTotal, locale) })}
          </p>
        ) : null}
      </div>
      <button
        type="button"
        className={styles.collapse}
        aria-expanded={open}
        aria-label={open ? t('close') : t('open')}
        title={open ? t('close') : t('open')}
        onClick={onToggle}
      >
        <IconChevronRight className={styles.wide} size={18} />
        <IconChevronDown className={styles.narrow} size={18} />
      </button>
      {ranking.isValidating ? <span className={styles.progress} aria-hidden="true" /> : null}
    </header>
  );
}

function ReadFailure({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations('state');
  return (
    <div className={styles.failure} role="alert">
      <div>
        <strong>{t('error')}</strong>
        <p>{t('errorHint')}</p>
      </div>
      <button type="button" onClick={onRetry}>
        {t('retry')}
      </button>
    </div>
  );
}
