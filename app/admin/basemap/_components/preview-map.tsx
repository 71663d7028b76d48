'use client';

import 'maplibre-gl/dist/maplibre-gl.css';
import type { Map as MapLibre } from 'maplibre-gl';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { createMap } from '@/app/(map)/_components/create-map';
import { useMissingTiles } from '@/app/(map)/_components/use-missing-tiles';
import { useRasterFailure } from '@/app/(map)/_components/use-raster-failure';
import type { RasterSettings } from '@/lib/basemap/types';
import type { Theme } from '@/lib/format/theme';
import { buildStyle } from '@/lib/layers/style';
import { townPoints } from '@/lib/layers/town-points';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';
import type { Place } from './types';

type Props = {
  readonly place: Place;
  readonly theme: Theme;
  readonly raster: RasterSettings | null;
  /** Told the HTTP status; 0 where there was no answer. */
  readonly onFailure: (status: number) => void;
};

const NOTHING = { type: 'FeatureCollection' as const, features: [] };
const PADDING = { top: 24, right: 24, bottom: 24, left: 24 };

/** The jurisdiction on the ground that is looked at. */
export function PreviewMap({ place, theme, raster, onFailure }: Props) {
  const t = useTranslations('adminBasemap.preview');
  const { locale } = usePreferences();
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre>();
  const [hasFailed, setFailed] = useState(false);

  const style = () =>
    buildStyle({
      look: { theme, english: locale === 'en' },
      request: {
        origin: window.location.origin,
        jurisdiction: place.code,
        month: '',
        runId: undefined,
        kind: null,
      },
      visible: ['cells'],
      raster,
      towns: [],
      townPoints: townPoints(place.towns, []),
      ranks: NOTHING,
    });
  const begin = useEffectEvent((container: HTMLElement) =>
    createMap({
      container,
      style: style(),
      bounds: place.bounds,
      padding: PADDING,
      camera: null,
      label: t('label'),
    }),
  );
  const restyle = useEffectEvent((drawn: MapLibre) => drawn.setStyle(style(), { diff: true }));

  useEffect(() => {
    if (!holder.current) return;
    try {
      const created = begin(holder.current);
      setMap(created);
      return () => {
        setMap(undefined);
        created.remove();
      };
    } catch {
      // Without WebGL2 there is no map; the form goes on working.
      setFailed(true);
      return;
    }
  }, []);
  useRasterFailure(map, raster, onFailure);
  useMissingTiles(map);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the style is made of, and the effect reads it by its event
  useEffect(() => {
    if (map) restyle(map);
  }, [map, theme, raster, locale]);

  if (hasFailed) return <p className={styles.warning}>{t('failed')}</p>;
  return <div ref={holder} className={styles.map} data-testid="basemap-preview" />;
}
