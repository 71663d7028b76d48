'use client';

import type { ErrorEvent, Map as MapLibre, MapSourceDataEvent } from 'maplibre-gl';
import { useCallback, useEffect, useState } from 'react';
import { isLeaving, leaveForSignIn } from '@/app/_components/leave';
import { RASTER_GROUND } from '@/lib/layers/raster-ground';
import { sourceOf, statusOf } from './tile-error';

const NONE: ReadonlySet<string> = new Set();
const UNAUTHORIZED = 401;

/**
 * Hears which sources of the map could not be read in part: their tiles stay empty, and an empty map would say that
 * there is nothing.
 */
export function useMissingTiles(map: MapLibre | undefined): {
  readonly missing: ReadonlySet<string>;
  readonly retry: () => void;
} {
  const [missing, setMissing] = useState(NONE);
  useEffect(() => {
    if (!map) return;
    const hear = (event: ErrorEvent) => {
      const source = sourceOf(event);
      if (isLeaving() || isAnothers(source)) return;
      if (statusOf(event) === UNAUTHORIZED) leaveForSignIn();
      else if (source) setMissing((before) => new Set(before).add(source));
      else reportError(event.error);
    };
    const forget = ({ sourceDataType, sourceId }: MapSourceDataEvent) => {
      if (sourceDataType !== 'metadata') return;
      setMissing((before) => {
        if (!before.has(sourceId)) return before;
        return new Set([...before].filter((each) => each !== sourceId));
      });
    };
    map.on('error', hear);
    map.on('sourcedata', forget);
    return () => {
      map.off('error', hear);
      map.off('sourcedata', forget);
    };
  }, [map]);

  const retry = useCallback(() => {
    setMissing(NONE);
    if (map) readAnew(map, missing);
  }, [map, missing]);
  return { missing, retry };
}

/**
 * Takes sources out of the style and puts them back. MapLibre 6.17.0 offers `refreshTiles`, which waits for ever where a tile
 * has failed: it takes the failed request for one that is still under way.
 */
function readAnew(map: MapLibre, missing: ReadonlySet<string>): void {
  const style = map.getStyle();
  const kept = Object.entries(style.sources).filter(([source]) => !missing.has(source));
  const layers = style.layers.filter(
    (layer) => !('source' in layer && missing.has(String(layer.source))),
  );
  map.setStyle({ ...style, sources: Object.fromEntries(kept), layers }, { diff: true });
  map.setStyle(style, { diff: true });
}

/** Another server knows nothing of our sessions, and our own ground takes the place of its tiles. */
function isAnothers(source: string | undefined): boolean {
  return source === RASTER_GROUND;
}
