import type { ExpressionSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';

/** Okabe–Ito hues, lightened for the night ground. */
const MAJOR: Colour = { night: '#ff8fc7', day: '#b0337c' };
const GENERAL: Colour = { night: '#63bdf2', day: '#0868a8' };
const CLOSED: Colour = { night: '#66788f', day: '#8794a5' };

/** Names of the triangle images; `lib/layers/images.ts` draws them. */
export const HAZARD_IMAGES = {
  'hazard-major': MAJOR,
  'hazard-general': GENERAL,
  'hazard-closed': CLOSED,
} as const satisfies Record<string, Colour>;

const isClosed: ExpressionSpecification = [
  'in',
  ['get', 'state'],
  ['literal', ['closed', 'withdrawn']],
];

/** Hazard points by severity; what is closed steps back. */
export const hazards = defineLayer({
  id: 'hazards',
  engine: 'maplibre',
  group: 'points',
  minzoom: 9,
  maxzoom: 14,
  depends: [],
  style: () => [
    {
      id: 'hazards-point',
      type: 'symbol',
      source: 'hazards',
      'source-layer': 'hazards',
      // From afar what is done would cover what is open.
      filter: ['any', ['>=', ['zoom'], 12], ['!', isClosed]],
      layout: {
        'icon-image': [
          'case',
          isClosed,
          'hazard-closed',
          ['==', ['get', 'severity'], 'major'],
          'hazard-major',
          'hazard-general',
        ],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.28, 12, 0.5, 15, 0.9],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['case', isClosed, 0, ['==', ['get', 'severity'], 'major'], 2, 1],
      },
    },
  ],
  legend: [
    { labelKey: 'hazards.major', swatch: 'triangle', colour: MAJOR },
    { labelKey: 'hazards.general', swatch: 'triangle', colour: GENERAL },
    { labelKey: 'hazards.closed', swatch: 'triangle', colour: CLOSED },
  ],
  interactive: ['hazards-point'],
  tooltip: {
    titleProperty: 'title',
    lines: [
      { labelKey: 'category', property: 'category', format: 'message', group: 'hazardCategory' },
      { labelKey: 'severity', property: 'severity', format: 'message', group: 'hazardSeverity' },
      { labelKey: 'state', property: 'state', format: 'message', group: 'hazardState' },
    ],
  },
});
