import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** The classes of emerging hotspots in families: what they ask for is alike. */
const FAMILIES = [
  {
    labelKey: 'trends.rising',
    classes: ['new.hot', 'consecutive.hot'],
    colour: { night: '#ffd166', day: '#d97706' },
  },
  {
    labelKey: 'trends.intensifying',
    classes: ['intensifying.hot'],
    colour: { night: '#ff5470', day: '#b00035' },
  },
  {
    labelKey: 'trends.persistent',
    classes: ['persistent.hot'],
    colour: { night: '#f4845f', day: '#d1495b' },
  },
  {
    labelKey: 'trends.diminishing',
    classes: ['diminishing.hot'],
    colour: { night: '#c08497', day: '#a06a80' },
  },
  {
    labelKey: 'trends.fitful',
    classes: ['sporadic.hot', 'oscillating.hot'],
    colour: { night: '#b388ff', day: '#6d3fc0' },
  },
  {
    labelKey: 'trends.historical',
    classes: ['historical.hot'],
    colour: { night: '#7d8597', day: '#5c677d' },
  },
] as const satisfies readonly { labelKey: string; classes: readonly string[]; colour: Colour }[];

/** All classes of cold: quieter. */
const COLD: Colour = { night: '#3a6ea5', day: '#8db7dc' };

/** How cells came to be hot or cold over twelve months. */
export const trends = defineLayer({
  id: 'trends',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['runId'],
  style: ({ theme }) => [
    {
      id: 'trends-fill',
      type: 'fill',
      source: 'trends',
      'source-layer': 'trends',
      paint: {
        'fill-color': byClass(theme),
        'fill-opacity': ['case', ['in', '.hot', ['get', 'trend']], 0.75, 0.35],
      },
    },
  ],
  legend: [
    ...FAMILIES.map(({ labelKey, colour }) => ({ labelKey, colour, swatch: 'fill' as const })),
    { labelKey: 'trends.cold', colour: COLD, swatch: 'fill' },
  ],
  interactive: ['trends-fill'],
  tooltip: {
    lines: [{ labelKey: 'trend', property: 'trend', format: 'message', group: 'emerging' }],
  },
});

function byClass(theme: keyof Colour): ExpressionSpecification {
  const [first, ...rest] = FAMILIES;
  return [
    'match',
    ['get', 'trend'],
    [...first.classes],
    first.colour[theme],
    ...rest.flatMap(({ classes, colour }) => [[...classes], colour[theme]]),
    COLD[theme],
  ] as ExpressionSpecification;
}
