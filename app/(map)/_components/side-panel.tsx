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
import type { HotspotQuestion } from './hotspot-address';
import { HotspotDetailsPanel } from './hotspot-details';
import { HotspotTable } from './hotspot-table';
import { LinkNotice } from './link-notice';
import { OriginsSwitch } from './origins-switch';
import { RankingEvidence } from './ranking-evidence';
import type { UnknownPart } from './read-link';
import styles from './side-panel.module.css';
import { cellKey, type Hotspot, type HotspotList, type View } from './types';
import type { Ranking } from './use-hotspots';
import type { MapState } from './use-map-state';

type Props = {
  readonly view: View;
  readonly state: MapState;
  readonly question: HotspotQuestion;
  readonly unknown: readonly UnknownPart[];
  readonly ranking: Ranking;
  readonly hovered: string | null;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
  readonly onClearTowns: () => void;
};

/** The ranked list, and the details of the one chosen: the map in words. */
export function SidePanel(props: Props) {
  const { view, state, question, unknown, ranking, open, onToggle } = props;
  const t = useTranslations('panel');
  const list = ranking.data;
  const cell = [...(list?.cells ?? []), ...(list?.exploration ?? [])].find(
    (each) => cellKey(each) === state.cell,
  );
  return (
    <>
      <aside
        className={styles.panel}
        data-open={open}
        aria-label={t('label')}
        aria-busy={ranking.isLoading}
      >
        <PanelHead {...props} />
        <LinkNotice unknown={unknown} onMend={() => state.mend(question)} />
        {list && !cell ? <RankingEvidence list={list} /> : null}
        {ranking.error ? <ReadFailure onRetry={() => ranking.mutate()} /> : null}
        <div className={styles.body}>
          {list && cell ? (
            <HotspotDetailsPanel
              {...props}
              list={list}
              cell={cell}
              onClose={() => state.choose(null)}
            />
          ) : list && list.cells.length > 0 ? (
            <HotspotTable {...props} list={list} />
          ) : (
            <EmptyRanking {...props} towns={question.towns} />
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
        {view.jurisdiction.name} {list ? t('listed', { count: list.cells.length }) : ''}
      </p>
    </>
  );
}

function PanelHead({ view, state, question, ranking, open, onToggle }: Props) {
  const t = useTranslations('panel');
  const { locale } = usePreferences();
  const list = ranking.data;
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.title}>{t('title')}</h2>
        {list && view.months ? (
          <p className={styles.subtitle}>
            {formatMonth(question.month, locale)} · {shown(list)}
            <br />
            {t('basis', { asOf: formatDay(list.asOf, locale) })} ·{' '}
            {t('cells', { total: formatNumber(list.cellsTotal, locale) })}
          </p>
        ) : null}
        {view.hasEvidence && view.months ? (
          <OriginsSwitch withFound={question.found} onChange={state.chooseFound} />
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

  /** How many of how many: a list that ends early must not look like all there is. */
  function shown({ cells, hotspotsInTowns }: HotspotList): string {
    const count = cells.length;
    if (hotspotsInTowns === null) return t('first', { count });
    const total = formatNumber(hotspotsInTowns, locale);
    return hotspotsInTowns > count ? t('firstInTowns', { count, total }) : t('inTowns', { total });
  }
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
