'use client';

import { type ReactNode, useState } from 'react';
import { CampaignStrip } from './campaign-strip';
import { LayerDrawer } from './layer-drawer';
import { MapPane } from './map-pane';
import { readLink } from './read-link';
import { SidePanel } from './side-panel';
import { TopBar } from './top-bar';
import type { Campaign, HotspotList, Read, View } from './types';
import { useAreas, useCampaigns, useHotspots } from './use-hotspots';
import { useMapState } from './use-map-state';
import { useShortcuts } from './use-shortcuts';
import { useTravel } from './use-travel';
import styles from './workspace.module.css';
import { WorkspaceRail } from './workspace-rail';

export type WorkspaceProps = {
  readonly view: View;
  /** Who is signed in, for the top bar. */
  readonly account: ReactNode;
  readonly initial: {
    readonly ranking?: Read<HotspotList>;
    readonly campaigns: Read<readonly Campaign[]>;
  };
};

/** The map workspace: one map below, everything else around it, all of it driven by the address. */
export function Workspace({ view, account, initial }: WorkspaceProps) {
  const state = useMapState(view.layers);
  const { question, unknown } = readLink(view, state);
  const byCell = question.unit === 'cell';
  const ranking = useHotspots(view.months && byCell ? question : undefined, initial.ranking);
  const areaRanking = useAreas(view.months && !byCell ? question : undefined);
  const campaigns = useCampaigns(question, initial.campaigns);
  const { target, chooseCell, chooseArea, chooseTowns } = useTravel(view, state);
  const [hovered, setHovered] = useState<string | null>(null);
  const [layersOpen, setLayersOpen] = useState(false);
  const [panelOpen, setPanelOpen] = useState(true);
  useShortcuts({
    month: question.month,
    months: view.months,
    onMonth: state.chooseMonth,
    onPresent: state.togglePresent,
    onEscape: () => (state.cell === null ? setLayersOpen(false) : state.choose(null)),
  });
  const shared = { view, state, question };
  const pointing = { hovered, onHover: setHovered };

  return (
    <div
      className={styles.workspace}
      data-present={state.present}
      data-panel={panelOpen ? 'open' : 'closed'}
    >
      <MapPane
        {...shared}
        {...pointing}
        list={ranking.data}
        areas={areaRanking.data}
        target={target}
        panelOpen={panelOpen}
        hasStrip={campaigns.length > 0}
      />
      <TopBar {...shared} campaigns={campaigns} onTowns={chooseTowns} account={account} />
      <WorkspaceRail
        current={state.workspace}
        onChoose={state.chooseWorkspace}
        effectOf={view.hasEffects ? view.jurisdiction.code : undefined}
      />
      <CampaignStrip campaigns={campaigns} />
      <LayerDrawer
        {...shared}
        open={layersOpen}
        onToggle={() => setLayersOpen((known) => !known)}
      />
      <SidePanel
        {...shared}
        {...pointing}
        unknown={unknown}
        ranking={ranking}
        areaRanking={areaRanking}
        open={panelOpen}
        onToggle={() => setPanelOpen((known) => !known)}
        onChoose={chooseCell}
        onChooseArea={chooseArea}
        onClearTowns={() => chooseTowns([])}
      />
    </div>
  );
}
