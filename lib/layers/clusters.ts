import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** The four ways in which a cell and those around it can be alike or unlike; the colours that maps of local Moran have. */
const CLUSTERS = [
  { id: 'high-high', labelKey: 'clusters.highHigh', colour: { night: '#ff5a5f', day: '#c1121f' } },
  { id: 'high-low', labelKey: 'clusters.highLow', colour: { night: '#ffb4a2', day: '#e5827a' } },
  { id: 'low-high', labelKey: 'clusters.lowHigh', colour: { night: '#8ecae6', day: '#6aa9d6' } },
  { id: 'low-low', labelKey: 'clusters.lowLow', colour: { night: '#2f6690', day: '#1d4e89' } },
] as const satisfies readonly { id: string; labelKey: string; colour: Colour }[];

/** Cells that differ from what chance would put beside each other, after correction. */
export const clusters = defineLayer({
  id: 'clusters',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['runId'],
  style: ({ theme }) => [
    {
      id: 'clusters-fill',
      type: 'fill',
      source: 'clusters',
      'source-layer': 'clusters',
      paint: { 'fill-color': byCluster(theme), 'fill-opacity': 0.7 },
    },
  ],
  legend: CLUSTERS.map(({ labelKey, colour }) => ({ labelKey, colour, swatch: 'fill' as const })),
  interactive: ['clusters-fill'],
  tooltip: {
    lines: [{ labelKey: 'cluster', property: 'cluster', format: 'message', group: 'cluster' }],
  },
});

function byCluster(theme: keyof Colour): ExpressionSpecification {
  const [first, ...rest] = CLUSTERS;
  return [
    'match',
    ['get', 'cluster'],
    first.id,
    first.colour[theme],
    ...rest.flatMap(({ id, colour }) => [id, colour[theme]]),
    'transparent',
  ];
}
