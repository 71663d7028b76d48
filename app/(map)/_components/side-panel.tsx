'use client';

import { IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { EmptyRanking } from './empty-ranking';
import type { HotspotQuestion } from './hotspot-address';
import { HotspotTable } from './hotspot-table';
import { LinkNotice } from './link-notice';
import { PanelHead } from './panel-head';
import { PanelLoading } from './panel-loading';
import { RankingEvidence } from './ranking-evidence';
import type { UnknownPart } from './read-link';
import styles from './side-panel.module.css';
import { type AreaList, cellKey, type Hotspot, type RankedArea, type View } from './types';
import type { AreaRanking, Ranking } from './use-hotspots';
import type { MapState } from './use-map-state';

const HotspotDetailsPanel = dynamic(
  () => import('./hotspot-details').then((module) => module.HotspotDetailsPanel),
  { loading: PanelLoading },
);
const AreaTable = dynamic(() => import('./area-table').then((module) => module.AreaTable), {
  loading: PanelLoading,
});

type Props = {
  readonly view: View;
  readonly state: MapState;
  readonly question: HotspotQuestion;
  readonly unknown: readonly UnknownPart[];
  readonly ranking: Ranking;
  readonly areaRanking: AreaRanking;
  readonly hovered: string | null;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onHover: (place: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
  readonly onChooseArea: (area: RankedArea) => void;
  readonly onClearTowns: () => void;
};

/** The ranked list, and the details of the one chosen: the map in words. */
export function SidePanel(props: Props) {
  const { state, question, unknown, ranking, areaRanking, open, onToggle } = props;
  const t = useTranslations('panel');
  const byCell = question.unit === 'cell';
  const asked = byCell ? ranking : areaRanking;
  // Of another unit: what was asked for before.
  const areas = areaRanking.data?.unit === question.unit ? areaRanking.data : undefined;
  return (
    <>
      <aside
        className={styles.panel}
        data-open={open}
        aria-label={t('label')}
        aria-busy={asked.isLoading}
      >
        <PanelHead
          {...props}
          list={byCell ? ranking.data : undefined}
          areas={areas}
          isValidating={asked.isValidating}
        />
        <LinkNotice unknown={unknown} onMend={() => state.mend(question)} />
        {byCell ? <Cells {...props} /> : <Areas {...props} areas={areas} />}
      </aside>
      {open ? null : (
        <button type="button" className={styles.reopen} onClick={onToggle}>
          <IconLayoutSidebarRightExpand size={18} aria-hidden="true" />
          {t('open')}
        </button>
      )}
      <Announced {...props} areas={areas} />
    </>
  );
}

function Cells(props: Props) {
  const { state, question, ranking } = props;
  const list = ranking.data;
  const cell = [...(list?.cells ?? []), ...(list?.exploration ?? [])].find(
    (each) => cellKey(each) === state.cell,
  );
  return (
    <>
      {list && !cell ? <RankingEvidence list={list} /> : null}
      {ranking.error ? <ReadFailure onRetry={() => ranking.mutate()} /> : null}
      <div className={styles.body}>
        {list && cell ? (
          <HotspotDetailsPanel
            {...props}
            list={list}
            cell={cell}
            listAddress={state.listAddress}
            onClose={() => state.choose(null)}
          />
        ) : list && list.cells.length > 0 ? (
          <HotspotTable {...props} list={list} />
        ) : (
          <EmptyRanking {...props} towns={question.towns} />
        )}
      </div>
    </>
  );
}

function Areas(props: Props & { readonly areas: AreaList | undefined }) {
  const { view, state, question, areaRanking, areas, onChooseArea } = props;
  const ranking = { data: areas, error: areaRanking.error };
  return (
    <>
      {areaRanking.error ? <ReadFailure onRetry={() => areaRanking.mutate()} /> : null}
      <div className={styles.body}>
        {areas && areas.areas.length > 0 ? (
          <AreaTable
            {...props}
            list={areas}
            towns={view.towns}
            selected={state.area}
            onChoose={onChooseArea}
          />
        ) : (
          <EmptyRanking {...props} ranking={ranking} towns={question.towns} />
        )}
      </div>
    </>
  );
}

function Announced({ view, ranking, areas }: Props & { readonly areas: AreaList | undefined }) {
  const t = useTranslations('panel');
  const cells = ranking.data?.cells;
  return (
    <p className="visually-hidden" role="status">
      {view.jurisdiction.name} {cells ? t('listed', { count: cells.length }) : ''}
      {areas ? t('listedAreas', { count: areas.areas.length }) : ''}
    </p>
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
