'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { clampMonth } from '@/lib/format/month';
import { CampaignStrip } from './campaign-strip';
import { DEFAULT_RANKER } from './hotspot-address';
import { LayerDrawer } from './layer-drawer';
import { MapLoading } from './map-loading';
import { paddingOf } from './padding';
import { SidePanel } from './side-panel';
import { TopBar } from './top-bar';
import {
  type Bounds,
  type Campaign,
  cellKey,
  type Hotspot,
  type HotspotList,
  type Read,
  type View,
} from './types';
import { useColumnsInput } from './use-columns';
import { preloadMonth, useCampaigns, useHotspots } from './use-hotspots';
import type { MapTarget } from './use-map-motion';
import { useMapState } from './use-map-state';
import { useMapStyle } from './use-map-style';
import { useShortcuts } from './use-shortcuts';
import styles from './workspace.module.css';
import { WorkspaceRail } from './workspace-rail';

const MapCanvas = dynamic(() => import('./map-canvas').then((module) => module.MapCanvas), {
  ssr: false,
  loading: MapLoading,
});

export type WorkspaceProps = {
  readonly view: View;
  readonly initial: {
    readonly ranking?: Read<HotspotList>;
    readonly campaigns: Read<readonly Campaign[]>;
  };
};

const NO_TOWNS: readonly string[] = [];
const NO_CAMPAIGNS: readonly Campaign[] = [];

/** The map workspace: one map below, everything else around it, all of it driven by the address. */
export function Workspace({ view, initial }: WorkspaceProps) {
  const t = useTranslations();
  const { theme, locale } = usePreferences();
  const state = useMapState();
  const { jurisdiction, months } = view;
  const wanted = state.month ?? view.month;
  const question = {
    jurisdiction: jurisdiction.code,
    month: months ? clampMonth(wanted, months) : wanted,
    kind: state.kind,
    ranker: state.ranker ?? DEFAULT_RANKER,
    towns: state.towns ?? NO_TOWNS,
  };
  const ranking = useHotspots(months && question, initial.ranking);
  const campaigns = useCampaigns(question, initial.campaigns).data ?? NO_CAMPAIGNS;
  const [hovered, setHovered] = useState<string | null>(null);
  const [target, setTarget] = useState<MapTarget>();
  const [layersOpen, setLayersOpen] = useState(false);
  const [panelOpen, setPanelOpen] = useState(true);
  const mapStyle = useMapStyle({
    theme,
    locale,
    view,
    list: ranking.data,
    question,
    visible: state.visible,
  });

  const columns = useColumnsInput(view, ranking.data, state.visible);

  const stepTo = (month: string) => state.chooseMonth(month);
  useShortcuts({
    month: question.month,
    months,
    onMonth: stepTo,
    onPresent: state.togglePresent,
    onEscape: () => (state.cell === null ? setLayersOpen(false) : state.choose(null)),
  });

  const chooseCell = (cell: Hotspot) => {
    state.choose(cellKey(cell));
    setTarget({ kind: 'cell', lon: cell.lon, lat: cell.lat });
  };
  const chooseTowns = (ids: readonly string[]) => {
    state.chooseTowns(ids);
    setTarget({ kind: 'bounds', bounds: boundsOf(view, ids) });
  };
  const padding = () =>
    paddingOf({ panelOpen: panelOpen && !state.present, present: state.present });

  return (
    <div
      className={styles.workspace}
      data-present={state.present}
      data-panel={panelOpen ? 'open' : 'closed'}
    >
      <main className={styles.map} aria-label={t('map.label')}>
        <MapCanvas
          key={jurisdiction.code}
          theme={theme}
          mapStyle={mapStyle}
          bounds={jurisdiction.bounds}
          padding={padding}
          camera={state.camera}
          target={target}
          columns={columns}
          selected={state.cell}
          hovered={hovered}
          onHover={setHovered}
          onChoose={state.choose}
          onCamera={state.moveCamera}
        />
      </main>
      <TopBar
        view={view}
        state={state}
        month={question.month}
        towns={question.towns}
        campaigns={campaigns}
        onApproach={(step) => preloadMonth(question, step)}
        onMonth={stepTo}
        onTowns={chooseTowns}
      />
      <WorkspaceRail current={state.workspace} onChoose={state.chooseWorkspace} />
      <CampaignStrip campaigns={campaigns} />
      <LayerDrawer
        open={layersOpen}
        onToggle={() => setLayersOpen((known) => !known)}
        visible={state.visible}
        counts={view.counts}
        onToggleLayer={state.toggleLayer}
      />
      <SidePanel
        view={view}
        month={question.month}
        towns={question.towns}
        ranking={ranking}
        chosen={state.cell}
        hovered={hovered}
        open={panelOpen}
        onToggle={() => setPanelOpen((known) => !known)}
        onHover={setHovered}
        onChoose={chooseCell}
        onClose={() => state.choose(null)}
        onClearTowns={() => chooseTowns([])}
      />
    </div>
  );
}

/** The box around the towns; the whole jurisdiction where none is chosen. */
function boundsOf({ jurisdiction, towns }: View, ids: readonly string[]): Bounds {
  const chosen = towns.filter(({ id }) => ids.includes(id)).map(({ bounds }) => bounds);
  if (chosen.length === 0) return jurisdiction.bounds;
  return [
    Math.min(...chosen.map(([west]) => west)),
    Math.min(...chosen.map(([, south]) => south)),
    Math.max(...chosen.map(([, , east]) => east)),
    Math.max(...chosen.map(([, , , north]) => north)),
  ];
}
