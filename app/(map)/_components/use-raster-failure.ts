'use client';

import type { ErrorEvent, Map as MapLibre, MapSourceDataEvent } from 'maplibre-gl';
import { useEffect, useEffectEvent } from 'react';
import type { RasterSettings } from '@/lib/basemap/types';
import { RASTER_GROUND } from '@/lib/layers/raster-ground';
import { sourceOf, statusOf } from './tile-error';
import { TileFailures } from './tile-failures';

/** Hears whether the tiles of another server can be had. @param onFailure told the HTTP status; 0 where there was no answer. */
export function useRasterFailure(
  map: MapLibre | undefined,
  raster: RasterSettings | null,
  onFailure: (status: number) => void,
): void {
  const tell = useEffectEvent(onFailure);
  const template = raster?.template;
  useEffect(() => {
    if (!map || template === undefined) return;
    const failures = new TileFailures();
    const hear = (event: ErrorEvent) => {
      if (sourceOf(event) === RASTER_GROUND && failures.fail()) tell(statusOf(event) ?? 0);
    };
    const see = ({ sourceId, tile }: MapSourceDataEvent) => {
      if (sourceId === RASTER_GROUND && tile?.state === 'loaded') failures.load();
    };
    map.on('error', hear);
    map.on('sourcedata', see);
    return () => {
      map.off('error', hear);
      map.off('sourcedata', see);
    };
  }, [map, template]);
}
