import { type Colour, defineLayer } from './define';

/** Of the warm side, unlike the density's, and paler than a hotspot. */
const ZONE: Colour = { night: '#ff9e64', day: '#c2410c' };

/** Where something happened lately: for some days the places around it are in more danger than others. */
export const nearRepeats = defineLayer({
  id: 'near_repeats',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 10,
  maxzoom: 14,
  depends: ['month', 'kind'],
  style: ({ theme }) => [
    {
      id: 'near-repeats-zone',
      type: 'circle',
      source: 'near_repeats',
      'source-layer': 'near_repeats',
      paint: {
        // A length on the ground: twice as many pixels with each zoom. The property is what it is at zoom 22.
        'circle-radius': ['interpolate', ['exponential', 2], ['zoom'], 0, 0, 22, ['get', 'radius']],
        'circle-color': ZONE[theme],
        'circle-opacity': ['interpolate', ['linear'], ['get', 'days_ago'], 1, 0.22, 14, 0.06],
        'circle-stroke-color': ZONE[theme],
        'circle-stroke-width': 1,
        'circle-stroke-opacity': ['interpolate', ['linear'], ['get', 'days_ago'], 1, 0.9, 14, 0.35],
      },
    },
  ],
  legend: [{ labelKey: 'near_repeats', swatch: 'circle', colour: ZONE }],
  interactive: ['near-repeats-zone'],
  tooltip: { lines: [{ labelKey: 'daysAgo', property: 'days_ago', format: 'count' }] },
});
