import { type Colour, defineLayer } from './define';
import { MAP_FONT } from './palette';

const EDGE: Colour = { night: '#ffd33d', day: '#8a5a00' };
const CORE: Colour = { night: '#10141b', day: '#ffe9a8' };

/** Accident black spots, drawn like the road sign: dark core, yellow edge. */
export const blackSpots = defineLayer({
  id: 'black_spots',
  engine: 'maplibre',
  group: 'points',
  minzoom: 8,
  maxzoom: 14,
  depends: [],
  labelTiles: { id: 'black_spot_labels', minzoom: 12, maxzoom: 14 },
  style: ({ theme }) => [
    {
      id: 'black-spots-edge',
      type: 'line',
      source: 'black_spots',
      'source-layer': 'black_spots',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': EDGE[theme],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 4, 12, 7, 15, 13],
      },
    },
    {
      id: 'black-spots-core',
      type: 'line',
      source: 'black_spots',
      'source-layer': 'black_spots',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': CORE[theme],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 1.6, 12, 3.4, 15, 8],
      },
    },
    {
      id: 'black-spots-point',
      type: 'circle',
      source: 'black_spots',
      'source-layer': 'black_spots',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 3.5, 12, 6, 15, 11],
        'circle-color': CORE[theme],
        'circle-stroke-color': EDGE[theme],
        'circle-stroke-width': 2,
      },
    },
  ],
  labels: ({ theme }) => [
    {
      id: 'black-spots-label',
      type: 'symbol',
      source: 'black_spot_labels',
      'source-layer': 'black_spot_labels',
      minzoom: 12.5,
      layout: {
        'text-field': ['to-string', ['get', 'crashes']],
        'text-font': MAP_FONT,
        'text-size': 12,
        'text-padding': 0,
        'text-offset': [0, -1.3],
      },
      paint: { 'text-color': EDGE[theme], 'text-halo-color': CORE[theme], 'text-halo-width': 2 },
    },
  ],
  legend: [{ labelKey: 'black_spots', swatch: 'sign', colour: EDGE, ramp: [CORE] }],
  interactive: ['black-spots-edge', 'black-spots-point'],
  tooltip: {
    titleProperty: 'name',
    lines: [
      { labelKey: 'crashes', property: 'crashes', format: 'count' },
      { labelKey: 'fatal', property: 'fatal', format: 'count' },
      { labelKey: 'serious', property: 'serious', format: 'count' },
      { labelKey: 'rule', property: 'rule', format: 'text' },
    ],
  },
});
