import { type Colour, defineLayer } from './define';

/** Stops of the viridis ramp: cool, so that it never reads as a ranking. */
const RAMP = [
  { at: 0.15, colour: { night: '#1f4e79', day: '#bfe3d0' } },
  { at: 0.4, colour: { night: '#1f8a8c', day: '#5fc2a9' } },
  { at: 0.7, colour: { night: '#52c569', day: '#2b8a9a' } },
  { at: 1, colour: { night: '#e9f56b', day: '#2c3e7d' } },
] as const satisfies readonly { at: number; colour: Colour }[];

/** Density of the month's incidents; single points from the zoom at which tiles hold them. */
export const incidents = defineLayer({
  id: 'incidents',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['month', 'kind'],
  style: ({ theme }) => [
    {
      id: 'incidents-heat',
      type: 'heatmap',
      source: 'incidents',
      'source-layer': 'incidents',
      maxzoom: 15.5,
      paint: {
        'heatmap-weight': ['min', 1, ['/', ['get', 'count'], 12]],
        'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 8, 0.5, 11, 1.1, 14, 3],
        'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 8, 8, 11, 20, 14, 30],
        'heatmap-opacity': ['interpolate', ['linear'], ['zoom'], 13.5, 0.75, 15.5, 0.15],
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          0,
          // Of the ramp's own hue: from a black that cannot be seen the ramp would begin as smoke.
          `${RAMP[0].colour[theme]}00`,
          ...RAMP.flatMap(({ at, colour }) => [at, colour[theme]]),
        ],
      },
    },
    {
      id: 'incidents-point',
      type: 'circle',
      source: 'incidents',
      'source-layer': 'incidents',
      minzoom: 14,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 2.5, 17, 6],
        'circle-color': RAMP[3].colour[theme],
        'circle-opacity': 0.85,
        'circle-stroke-width': 1,
        'circle-stroke-color': theme === 'night' ? '#0a111b' : '#ffffff',
      },
    },
  ],
  legend: [
    {
      labelKey: 'incidents',
      swatch: 'ramp',
      colour: RAMP[0].colour,
      ramp: RAMP.map(({ colour }) => colour),
    },
  ],
  interactive: [],
  tooltip: { lines: [] },
});
