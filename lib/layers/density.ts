import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** Incidents per km² and year: the same colour in every month and city. Stops of the viridis ramp, perceptual and safe for colour-blind readers. */
const STOPS = [
  { from: 1, colour: { night: '#31446b', day: '#d7e8b0' } },
  { from: 5, colour: { night: '#21908c', day: '#8fd0a0' } },
  { from: 20, colour: { night: '#35b779', day: '#2c9c90' } },
  { from: 80, colour: { night: '#9fda3a', day: '#2a5f88' } },
  { from: 320, colour: { night: '#fde725', day: '#3b1a5a' } },
] as const satisfies readonly { from: number; colour: Colour }[];

/** Where incidents lie close together, smoothed. */
export const density = defineLayer({
  id: 'density',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['runId'],
  style: ({ theme }) => [
    {
      id: 'density-fill',
      type: 'fill',
      source: 'density',
      'source-layer': 'density',
      filter: ['>=', ['get', 'density'], STOPS[0].from],
      paint: {
        'fill-color': byDensity(theme),
        'fill-opacity': 0.6,
        // Cells side by side would show their seams.
        'fill-antialias': false,
      },
    },
  ],
  legend: STOPS.map(({ from, colour }) => ({
    labelKey: `density.from${from}`,
    colour,
    swatch: 'fill' as const,
  })),
  interactive: ['density-fill'],
  tooltip: { lines: [{ labelKey: 'density', property: 'density', format: 'score' }] },
});

/** Between two stops by the logarithm: densities differ by orders of magnitude. */
function byDensity(theme: keyof Colour): ExpressionSpecification {
  const stops = STOPS.flatMap(({ from, colour }) => [Math.log(from), colour[theme]]);
  return ['interpolate', ['linear'], ['ln', ['get', 'density']], ...stops];
}
