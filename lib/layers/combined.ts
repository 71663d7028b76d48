import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** How many times the mean cell's share of crime, crash harm and fire risk: the same colour in every month and city. Stops of the cividis ramp. */
const STOPS = [
  { from: 1, colour: { night: '#2b4470', day: '#f0e4a0' } },
  { from: 5, colour: { night: '#575d6d', day: '#d5c164' } },
  { from: 20, colour: { night: '#a59c74', day: '#8a8678' } },
  { from: 80, colour: { night: '#fee838', day: '#1f3768' } },
] as const satisfies readonly { from: number; colour: Colour }[];

const COINCIDENT: Colour = { night: '#ff5ec4', day: '#b3006b' };

/** Where crime, crashes and fire risk lie together. */
export const combined = defineLayer({
  id: 'combined',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['month'],
  style: ({ theme }) => [
    {
      id: 'combined-fill',
      type: 'fill',
      source: 'combined',
      'source-layer': 'combined',
      paint: { 'fill-color': byTimes(theme), 'fill-opacity': 0.75, 'fill-antialias': false },
    },
    {
      id: 'combined-coincident',
      type: 'line',
      source: 'combined',
      'source-layer': 'combined',
      // Further out the outlines would be all that one sees.
      minzoom: 11,
      filter: ['>=', ['get', 'tops'], 2],
      paint: {
        'line-color': COINCIDENT[theme],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 14, 2],
      },
    },
  ],
  legend: [
    ...STOPS.map(({ from, colour }) => ({
      labelKey: `combined.times${from}`,
      colour,
      swatch: 'fill' as const,
    })),
    { labelKey: 'combined.coincident', colour: COINCIDENT, swatch: 'outline' },
  ],
  interactive: ['combined-fill'],
  tooltip: {
    lines: [
      { labelKey: 'combinedTimes', property: 'times', format: 'score' },
      { labelKey: 'crimeShare', property: 'crime', format: 'score' },
      { labelKey: 'crashShare', property: 'crash', format: 'score' },
      { labelKey: 'fireShare', property: 'fire', format: 'score' },
      { labelKey: 'tops', property: 'tops', format: 'count' },
    ],
  },
});

function byTimes(theme: keyof Colour): ExpressionSpecification {
  const stops = STOPS.flatMap(({ from, colour }) => [Math.log(from), colour[theme]]);
  return ['interpolate', ['linear'], ['ln', ['get', 'times']], ...stops];
}
