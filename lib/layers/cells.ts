import { type Colour, defineLayer } from './define';

const LINE: Colour = { night: '#4a6280', day: '#8b9bb0' };

/** The analysis lattice itself; from the zoom at which a cell is more than a speck. */
export const cells = defineLayer({
  id: 'cells',
  engine: 'maplibre',
  group: 'analysis',
  minzoom: 12,
  maxzoom: 14,
  depends: [],
  style: ({ theme }) => [
    {
      id: 'cells-line',
      type: 'line',
      source: 'cells',
      'source-layer': 'cells',
      minzoom: 12,
      paint: { 'line-color': LINE[theme], 'line-width': 0.6, 'line-opacity': 0.55 },
    },
  ],
  legend: [{ labelKey: 'cells', swatch: 'outline', colour: LINE }],
  interactive: [],
  tooltip: { lines: [] },
});
