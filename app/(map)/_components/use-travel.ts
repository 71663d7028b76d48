'use client';

import { useState } from 'react';
import { type Bounds, cellKey, type Hotspot, type RankedArea, type View } from './types';
import type { MapTarget } from './use-map-motion';
import type { MapState } from './use-map-state';

/** Choosing a hotspot or towns is also going there: the address and the camera follow one choice. */
export function useTravel(view: View, state: MapState) {
  const [target, setTarget] = useState<MapTarget>();
  return {
    target,
    chooseCell(cell: Hotspot): void {
      state.choose(cellKey(cell));
      setTarget({ kind: 'cell', lon: cell.lon, lat: cell.lat });
    },
    chooseArea(area: RankedArea): void {
      state.chooseArea(area.id);
      setTarget({ kind: 'place', lon: area.lon, lat: area.lat });
    },
    chooseTowns(ids: readonly string[]): void {
      state.chooseTowns(ids);
      setTarget({ kind: 'bounds', bounds: boundsOf(view, ids) });
    },
  };
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
