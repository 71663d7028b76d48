import { type Colour, defineLayer } from './define';
import { MAP_FONT, PALETTE } from './palette';

const LINE: Colour = { night: '#6f8fd6', day: '#3d5ea8' };

/** Administrative grids: what a grid worker answers for. */
export const grids = defineLayer({
  id: 'grids',
  engine: 'maplibre',
  group: 'places',
  minzoom: 9,
  maxzoom: 14,
  depends: [],
  labelTiles: { id: 'grid_labels', minzoom: 14, maxzoom: 14 },
  style: ({ theme }) => [
    {
      id: 'grids-fill',
      type: 'fill',
      source: 'grids',
      'source-layer': 'grids',
      paint: { 'fill-color': LINE[theme], 'fill-opacity': 0.02 },
    },
    {
      id: 'grids-line',
      type: 'line',
      source: 'grids',
      'source-layer': 'grids',
      paint: {
        'line-color': LINE[theme],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.3, 12, 0.8, 15, 1.4],
        'line-opacity': 0.75,
      },
    },
  ],
  labels: ({ theme }) => [
    {
      id: 'grids-label',
      type: 'symbol',
      source: 'grid_labels',
      'source-layer': 'grid_labels',
      minzoom: 14,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': MAP_FONT,
        'text-size': 10.5,
        'text-padding': 10,
      },
      paint: {
        'text-color': LINE[theme],
        'text-halo-color': PALETTE[theme].halo,
        'text-halo-width': 1.4,
      },
    },
  ],
  legend: [{ labelKey: 'grids', swatch: 'outline', colour: LINE }],
  interactive: ['grids-fill'],
  tooltip: { titleProperty: 'name', lines: [] },
});
