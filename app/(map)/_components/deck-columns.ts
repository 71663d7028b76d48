import { ColumnLayer } from '@deck.gl/layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Map as MapLibre } from 'maplibre-gl';
import type { Theme } from '@/lib/format/theme';
import { HOTSPOT_CLASSES } from '@/lib/layers/hotspots';
import type { ColumnsInput, Hotspot } from './types';

/** Height of the tallest column: readable over a county, and not hiding it. */
const TALLEST_METRES = 5_000;
const PITCH_DEGREES = 50;
const MAX_PITCH_DEGREES = 65;

export type Columns = { update(input: ColumnsInput): void; remove(): void };

/** Puts the columns on the map and tilts it; `remove` lays it flat again. */
export function addColumns(map: MapLibre, input: ColumnsInput): Columns {
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [columnLayer(input)] });
  map.addControl(overlay);
  map.setMaxPitch(MAX_PITCH_DEGREES);
  map.easeTo({ pitch: PITCH_DEGREES });
  return {
    update: (changed) => overlay.setProps({ layers: [columnLayer(changed)] }),
    remove() {
      map.removeControl(overlay);
      // At once: an animation would still run when the limit below cuts it off.
      map.jumpTo({ pitch: 0 });
      map.setMaxPitch(0);
    },
  };
}

function columnLayer({ cells, cellSizeMetres, cellShape, theme }: ColumnsInput) {
  const most = Math.max(1, ...cells.map(({ count }) => count));
  const isSquare = cellShape === 'square';
  return new ColumnLayer<Hotspot>({
    id: 'columns',
    data: cells,
    diskResolution: isSquare ? 4 : 6,
    angle: isSquare ? 45 : 0,
    // Of the circle around the cell: a square's corner, a hexagon's edge length.
    radius: isSquare ? cellSizeMetres / Math.SQRT2 : cellSizeMetres / Math.sqrt(3),
    extruded: true,
    elevationScale: TALLEST_METRES / most,
    getPosition: ({ lon, lat }) => [lon, lat],
    getElevation: ({ count }) => count,
    getFillColor: ({ rank }) => colourOf(rank, theme),
    updateTriggers: { getFillColor: theme },
    opacity: 0.85,
  });
}

function colourOf(rank: number, theme: Theme): [number, number, number] {
  const { colour } = HOTSPOT_CLASSES.find(({ upTo }) => rank <= upTo) ?? HOTSPOT_CLASSES[3];
  const value = Number.parseInt(colour[theme].slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
