import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** The inspectors' red, yellow and green, in Okabe–Ito hues that colour-blind readers tell apart. */
const RISKS = [
  { risk: 'unchecked', colour: { night: '#6f8097', day: '#8794a5' }, size: 0.7 },
  { risk: 'green', colour: { night: '#17b890', day: '#007a5a' }, size: 0.8 },
  { risk: 'yellow', colour: { night: '#f0dc42', day: '#b38a00' }, size: 0.95 },
  { risk: 'red', colour: { night: '#ff7a33', day: '#c24400' }, size: 1.15 },
] as const satisfies readonly { risk: string; colour: Colour; size: number }[];

/** Premises by live risk: the defects still open from the last check. */
export const premises = defineLayer({
  id: 'premises',
  engine: 'maplibre',
  group: 'points',
  minzoom: 9,
  maxzoom: 14,
  depends: [],
  style: ({ theme }) => [
    {
      id: 'premises-point',
      type: 'circle',
      source: 'premises',
      'source-layer': 'premises',
      layout: { 'circle-sort-key': byRisk((_, index) => index, 0) },
      paint: {
        'circle-color': byRisk(({ colour }) => colour[theme], RISKS[0].colour[theme]),
        'circle-radius': [
          'interpolate',
          ['linear'],
          ['zoom'],
          9,
          ['*', 1.7, byRisk(({ size }) => size, 1)],
          12,
          ['*', 3, byRisk(({ size }) => size, 1)],
          16,
          ['*', 8, byRisk(({ size }) => size, 1)],
        ],
        'circle-opacity': 0.92,
        'circle-stroke-color': theme === 'night' ? '#0a111b' : '#ffffff',
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 11, 0, 13, 1],
      },
    },
  ],
  legend: [...RISKS].reverse().map(({ risk, colour }) => ({
    labelKey: `premises.${risk}`,
    swatch: 'circle' as const,
    colour,
  })),
  interactive: ['premises-point'],
  tooltip: {
    lines: [
      { labelKey: 'premisesKind', property: 'kind', format: 'message', group: 'premisesKind' },
      { labelKey: 'risk', property: 'risk', format: 'message', group: 'risk' },
      { labelKey: 'livePoints', property: 'live_points', format: 'count' },
      { labelKey: 'assumedPoints', property: 'assumed_points', format: 'count' },
    ],
  },
});

type Risk = (typeof RISKS)[number];

function byRisk<T extends string | number>(
  value: (risk: Risk, index: number) => T,
  other: T,
): ExpressionSpecification {
  const [first, ...rest] = RISKS;
  return [
    'match',
    ['get', 'risk'],
    first.risk,
    value(first, 0),
    ...rest.flatMap((risk, index) => [risk.risk, value(risk, index + 1)]),
    other,
  ] as ExpressionSpecification;
}
