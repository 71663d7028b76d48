import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** Incidents per km² and year: the same colour in every month and city. Stops of the viridis ramp, perceptual and safe for colour-blind readers. */
const STOPS = [
  // One incident by itself makes less than four per km²: it is no density.
  { from: 5, colour: { night: '#2a4d7c', day: '#cfe6b4' } },
  { from: 20, colour: { night: '#21908c', day: '#7cc6a4' } },
  { from: 80, colour: { night: '#8fd744', day: '#2a6f97' } },
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
