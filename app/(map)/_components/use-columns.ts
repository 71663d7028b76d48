'use client';

import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useMemo, useRef } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import type { LayerId } from '@/lib/layers';
import type { Columns } from './deck-columns';
import type { ColumnsInput, HotspotList, View } from './types';

/** What the columns show of a list; undefined while they are off. The same object while nothing of it changes. */
export function useColumnsInput(
  { jurisdiction: { cellSizeMetres, cellShape } }: View,
  list: HotspotList | undefined,
  visible: readonly LayerId[],
): ColumnsInput | undefined {
  const { theme } = usePreferences();
  const on = visible.includes('columns');
  const cells = list?.cells;
  return useMemo(
    () => (on && cells ? { cells, cellSizeMetres, cellShape, theme } : undefined),
    [on, cells, cellSizeMetres, cellShape, theme],
  );
}

/** Draws the columns while there is something to draw. deck.gl is fetched when they are first switched on. */
export function useColumns(map: MapLibre | undefined, input: ColumnsInput | undefined): void {
  const latest = useRef(input);
  const drawn = useRef<Columns>(undefined);
  const on = input !== undefined;

  useEffect(() => {
    latest.current = input;
    if (input) drawn.current?.update(input);
  }, [input]);

  useEffect(() => {
    if (!map || !on) return;
    let stopped = false;
    void import('./deck-columns').then(({ addColumns }) => {
      // Switched off again while it was on its way.
      if (stopped || !latest.current) return;
      drawn.current = addColumns(map, latest.current);
    });
    return () => {
      stopped = true;
      drawn.current?.remove();
      drawn.current = undefined;
    };
  }, [map, on]);
}
