'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import type { HotspotQuestion } from './hotspot-address';
import { MapLoading } from './map-loading';
import { paddingOf } from './padding';
import type { AreaList, HotspotList, View } from './types';
import { useColumnsInput } from './use-columns';
import { useGround } from './use-ground';
import type { MapTarget } from './use-map-motion';
import type { MapState } from './use-map-state';
import { type Ranked, useMapStyle } from './use-map-style';
import styles from './workspace.module.css';

const MapCanvas = dynamic(() => import('./map-canvas').then((module) => module.MapCanvas), {
  ssr: false,
  loading: MapLoading,
});

type Props = {
  readonly view: View;
  readonly state: MapState;
  readonly question: HotspotQuestion;
  readonly list: HotspotList | undefined;
  readonly areas: AreaList | undefined;
  readonly target: MapTarget | undefined;
  readonly hovered: string | null;
  readonly panelOpen: boolean;
  readonly hasStrip: boolean;
  readonly onHover: (cell: string | null) => void;
};

/** The map with what is asked and known drawn on it. */
export function MapPane({
  view,
  state,
  question,
  list,
  areas,
  target,
  hovered,
  panelOpen,
  hasStrip,
  onHover,
}: Props) {
  const t = useTranslations();
  const { theme, locale } = usePreferences();
  const { visible, present } = state;
  const ground = useGround(view.basemap);
  const { raster } = ground;
  const ranked = useRanked(question.unit, list, areas);
  const mapStyle = useMapStyle({ theme, locale, view, ranked, question, visible, raster });
  const columns = useColumnsInput(view, list, visible);
  return (
    <main className={styles.map} aria-label={t('map.label')}>
      <MapCanvas
        key={view.jurisdiction.code}
        theme={theme}
        mapStyle={mapStyle}
        ground={ground}
        bounds={view.jurisdiction.bounds}
        padding={() => paddingOf({ panelOpen: panelOpen && !present, present, hasStrip })}
        camera={state.camera}
        target={target}
        columns={columns}
        source={question.unit === 'cell' ? 'hotspots' : 'areas'}
        selected={question.unit === 'cell' ? state.cell : state.area}
        hovered={hovered}
        onHover={onHover}
        onChoose={question.unit === 'cell' ? state.choose : state.chooseArea}
        onCamera={state.moveCamera}
      />
    </main>
  );
}

/** What is drawn of the ranking that is asked for; the one of before, in another unit, is none. */
function useRanked(
  unit: HotspotQuestion['unit'],
  list: HotspotList | undefined,
  areas: AreaList | undefined,
): Ranked | undefined {
  return useMemo(() => {
    if (unit === 'cell') return list && { runId: list.runId, places: list.cells };
    return areas?.unit === unit ? { runId: areas.runId, places: areas.areas } : undefined;
  }, [unit, list, areas]);
}
