import { type Colour, defineLayer } from './define';
import { MAP_FONT, PALETTE } from './palette';

const LINE: Colour = { night: '#3fc7a8', day: '#0a7a63' };

/** Patrol zones as commanders drew them. */
export const patrolZones = defineLayer({
  id: 'patrol_zones',
  engine: 'maplibre',
  group: 'places',
  minzoom: 8,
  maxzoom: 14,
  depends: [],
  labelTiles: { id: 'patrol_zone_labels', minzoom: 12, maxzoom: 14 },
  style: ({ theme }) => [
    {
      id: 'patrol-zones-fill',
      type: 'fill',
      source: 'patrol_zones',
      'source-layer': 'patrol_zones',
      paint: { 'fill-color': LINE[theme], 'fill-opacity': 0.015 },
    },
    {
      id: 'patrol-zones-line',
      type: 'line',
      source: 'patrol_zones',
      'source-layer': 'patrol_zones',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': LINE[theme],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 13, 1.8],
        'line-dasharray': [4, 2],
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 9, 0.45, 12, 0.9],
      },
    },
  ],
  labels: ({ theme }) => [
    {
      id: 'patrol-zones-label',
      type: 'symbol',
      source: 'patrol_zone_labels',
      'source-layer': 'patrol_zone_labels',
      minzoom: 12,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': MAP_FONT,
        'text-size': 11,
        'text-padding': 24,
      },
      paint: {
        'text-color': LINE[theme],
        'text-halo-color': PALETTE[theme].halo,
        'text-halo-width': 1.5,
      },
    },
  ],
  legend: [{ labelKey: 'patrol_zones', swatch: 'dash', colour: LINE }],
  interactive: ['patrol-zones-fill'],
  tooltip: { titleProperty: 'name', lines: [] },
});
