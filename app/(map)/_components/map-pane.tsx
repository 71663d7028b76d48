'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import type { HotspotQuestion } from './hotspot-address';
import { MapLoading } from './map-loading';
import { paddingOf } from './padding';
import type { HotspotList, View } from './types';
import { useColumnsInput } from './use-columns';
import { useGround } from './use-ground';
import type { MapTarget } from './use-map-motion';
import type { MapState } from './use-map-state';
import { useMapStyle } from './use-map-style';
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
  const mapStyle = useMapStyle({ theme, locale, view, list, question, visible, raster });
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
        selected={state.cell}
        hovered={hovered}
        onHover={onHover}
        onChoose={state.choose}
        onCamera={state.moveCamera}
      />
    </main>
  );
}
