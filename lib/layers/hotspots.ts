import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { type Colour, defineLayer } from './define';
import { PALETTE } from './palette';

/**
 * Classes by rank, best first: they mean the same for every ranker, month and city. Stops of the magma ramp
 * (perceptual, safe for colour-blind readers); at night the best is the lightest, by day the darkest.
 */
export const HOTSPOT_CLASSES = [
  {
    upTo: 10,
    labelKey: 'hotspots.top10',
    colour: { night: '#fcd58e', day: '#4b1079' },
    opacity: 0.88,
  },
  {
    upTo: 50,
    labelKey: 'hotspots.top50',
    colour: { night: '#f4705c', day: '#a02f7e' },
    opacity: 0.78,
  },
  {
    upTo: 200,
    labelKey: 'hotspots.top200',
    colour: { night: '#b63679', day: '#ee6b5f' },
    opacity: 0.62,
  },
  {
    upTo: Number.POSITIVE_INFINITY,
    labelKey: 'hotspots.others',
    colour: { night: '#6b2a8e', day: '#fbbf8c' },
    opacity: 0.42,
  },
] as const satisfies readonly { upTo: number; labelKey: string; colour: Colour; opacity: number }[];

/** The largest q that counts as significant after correction. */
export const SIGNIFICANT_Q = 0.05;

const SIGNIFICANT: Colour = { night: '#ffffff', day: '#0b1524' };

/** Cells of one stored ranking, coloured by rank. */
export const hotspots = defineLayer({
  id: 'hotspots',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['runId'],
  featureId: 'id',
  style: ({ theme }) => [
    {
      id: 'hotspots-fill',
      type: 'fill',
      source: 'hotspots',
      'source-layer': 'hotspots',
      paint: {
        'fill-color': byRank(({ colour }) => colour[theme]),
        'fill-opacity': byRank(({ opacity }) => opacity),
      },
    },
    {
      id: 'hotspots-significant',
      type: 'line',
      source: 'hotspots',
      'source-layer': 'hotspots',
      minzoom: 11.5,
      filter: ['all', ['has', 'q'], ['<', ['get', 'q'], SIGNIFICANT_Q], ['>', ['get', 'z'], 0]],
      paint: {
        'line-color': SIGNIFICANT[theme],
        'line-width': ['interpolate', ['linear'], ['zoom'], 11.5, 0.5, 15, 1.5],
        'line-opacity': 0.55,
      },
    },
  ],
  legend: [
    ...HOTSPOT_CLASSES.map(({ labelKey, colour }) => ({
      labelKey,
      colour,
      swatch: 'fill' as const,
    })),
    { labelKey: 'hotspots.significant', colour: SIGNIFICANT, swatch: 'outline' },
  ],
  interactive: ['hotspots-fill'],
  tooltip: {
    lines: [
      { labelKey: 'rank', property: 'rank', format: 'count' },
      { labelKey: 'count12', property: 'count', format: 'count' },
      { labelKey: 'score', property: 'score', format: 'score' },
    ],
  },
});

/** Outlines of the hovered and the selected cell, or area; drawn above everything. */
export function rankedFocus(source: string, theme: 'night' | 'day'): LayerSpecification {
  const selected: ExpressionSpecification = ['boolean', ['feature-state', 'selected'], false];
  const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hovered'], false];
  return {
    id: `${source}-focus`,
    type: 'line',
    source,
    'source-layer': source,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': ['case', selected, PALETTE[theme].focus, PALETTE[theme].hover],
      'line-width': ['case', selected, 3, hovered, 2.5, 0],
      'line-opacity': ['case', selected, 1, hovered, 1, 0],
    },
  };
}

function byRank<T extends string | number>(
  value: (hotspotClass: (typeof HOTSPOT_CLASSES)[number]) => T,
): ExpressionSpecification {
  const [first, ...rest] = HOTSPOT_CLASSES;
  const stops = rest.flatMap((later, index) => {
    const previous = HOTSPOT_CLASSES[index];
    return [(previous?.upTo ?? 0) + 1, value(later)];
  });
  return ['step', ['get', 'rank'], value(first), ...stops];
}
