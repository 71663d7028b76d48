import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';
import { HOTSPOT_CLASSES, SIGNIFICANT_Q } from './hotspots';
import { PALETTE } from './palette';

/** The colours of hotspots: what they mean is how far up in the list, here as a share, since there may be 14 towns or 2,000 grids. */
export const AREA_CLASSES = [
  { upTo: 0.1, labelKey: 'areas.top10' },
  { upTo: 0.25, labelKey: 'areas.top25' },
  { upTo: 0.5, labelKey: 'areas.top50' },
  { upTo: 1, labelKey: 'areas.others' },
].map((areaClass, index) => ({
  ...areaClass,
  colour: HOTSPOT_CLASSES[index]?.colour ?? HOTSPOT_CLASSES[0].colour,
}));

const SIGNIFICANT: Colour = { night: '#ffffff', day: '#0b1524' };

/** Grids, villages or towns of one stored ranking, in the place of the cells. */
export const areas = defineLayer({
  id: 'areas',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['runId'],
  featureId: 'id',
  style: ({ theme }) => [
    {
      id: 'areas-fill',
      type: 'fill',
      source: 'areas',
      'source-layer': 'areas',
      paint: { 'fill-color': byStanding(theme), 'fill-opacity': 0.5 },
    },
    {
      id: 'areas-line',
      type: 'line',
      source: 'areas',
      'source-layer': 'areas',
      paint: {
        'line-color': PALETTE[theme].halo,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 13, 1.2],
      },
    },
    {
      id: 'areas-significant',
      type: 'line',
      source: 'areas',
      'source-layer': 'areas',
      filter: ['all', ['has', 'q'], ['<', ['get', 'q'], SIGNIFICANT_Q], ['>', ['get', 'z'], 0]],
      paint: { 'line-color': SIGNIFICANT[theme], 'line-width': 1.2, 'line-opacity': 0.6 },
    },
  ],
  legend: [
    ...AREA_CLASSES.map(({ labelKey, colour }) => ({ labelKey, colour, swatch: 'fill' as const })),
    { labelKey: 'areas.significant', colour: SIGNIFICANT, swatch: 'outline' },
  ],
  interactive: ['areas-fill'],
  tooltip: {
    titleProperty: 'name',
    lines: [
      { labelKey: 'rank', property: 'rank', format: 'count' },
      { labelKey: 'count12', property: 'count', format: 'count' },
      { labelKey: 'perKm2', property: 'per_km2', format: 'score' },
      { labelKey: 'score', property: 'score', format: 'score' },
    ],
  },
});

function byStanding(theme: keyof Colour): ExpressionSpecification {
  const [first, ...rest] = AREA_CLASSES;
  const stops = rest.flatMap(({ colour }, index) => [
    // A share is within its class up to its end.
    (AREA_CLASSES[index]?.upTo ?? 0) + 1e-9,
    colour[theme],
  ]);
  return ['step', ['get', 'standing'], first?.colour[theme] ?? '', ...stops];
}
