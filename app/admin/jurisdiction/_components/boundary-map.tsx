'use client';

import 'maplibre-gl/dist/maplibre-gl.css';
import type { Polygon } from 'geojson';
import type { Map as MapLibre } from 'maplibre-gl';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { createMap } from '@/app/(map)/_components/create-map';
import { buildStyle } from '@/lib/layers/style';
import { BoundaryDrawing } from './boundary-drawing';
import styles from './jurisdiction-page.module.css';
import { editableRing, type Settings } from './types';

type Props = { readonly settings: Settings; readonly onDraw: (polygon: Polygon) => void };

type Mode = 'edit' | 'draw';

const NOTHING = { type: 'FeatureCollection' as const, features: [] };
const PADDING = { top: 24, right: 24, bottom: 24, left: 24 };

/** The boundary on our own basemap, and the tools that change it where it is a single ring. */
export function BoundaryMap({ settings, onDraw }: Props) {
  const t = useTranslations('adminJurisdiction.boundary');
  const { theme, locale } = usePreferences();
  const holder = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<BoundaryDrawing>();
  const [mode, setMode] = useState<Mode>('edit');
  const [hasFailed, setFailed] = useState(false);
  const ring = editableRing(settings.boundary);

  const begin = useEffectEvent((container: HTMLElement) => {
    const style = buildStyle({
      look: { theme, english: locale === 'en' },
      request: {
        origin: window.location.origin,
        jurisdiction: settings.code,
        month: '',
        runId: undefined,
        kind: null,
      },
      visible: [],
      raster: null,
      towns: [],
      townPoints: NOTHING,
      ranks: NOTHING,
    });
    const bounds = boundsOf(settings.boundary.coordinates.flat(2));
    const label = t('map');
    return createMap({ container, style, bounds, padding: PADDING, camera: null, label });
  });
  const tell = useEffectEvent((polygon: Polygon) => {
    setMode('edit');
    onDraw(polygon);
  });

  const startDrawing = useEffectEvent((map: MapLibre) => {
    if (ring) setDrawing(new BoundaryDrawing(map, ring, tell));
  });

  useEffect(() => {
    if (!holder.current) return;
    try {
      const map = begin(holder.current);
      map.on('load', () => startDrawing(map));
      return () => map.remove();
    } catch {
      // Without WebGL2 there is no map; a file can be uploaded all the same.
      setFailed(true);
      return;
    }
  }, []);

  if (hasFailed) return <p className={styles.warning}>{t('mapFailed')}</p>;
  return (
    <>
      <div ref={holder} className={styles.map} data-testid="boundary-map" />
      {ring ? (
        <DrawingTools drawing={drawing} mode={mode} onMode={setMode} />
      ) : (
        <p>{t('uploadOnly')}</p>
      )}
    </>
  );
}

type ToolsProps = {
  readonly drawing: BoundaryDrawing | undefined;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
};

function DrawingTools({ drawing, mode, onMode }: ToolsProps) {
  const t = useTranslations('adminJurisdiction.boundary');
  const choose = (chosen: Mode) => {
    onMode(chosen);
    if (chosen === 'edit') drawing?.edit();
    else drawing?.drawAnew();
  };
  return (
    <div className={styles.buttons}>
      {(['edit', 'draw'] as const).map((each) => (
        <button
          key={each}
          type="button"
          disabled={!drawing}
          aria-pressed={mode === each}
          onClick={() => choose(each)}
        >
          {t(each)}
        </button>
      ))}
      <button type="button" disabled={!drawing} onClick={() => drawing?.undo()}>
        {t('undo')}
      </button>
    </div>
  );
}

function boundsOf(positions: readonly number[][]): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of positions) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}
