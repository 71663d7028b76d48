import { defineLayer } from './define';
import { HOTSPOT_CLASSES } from './hotspots';

/** The listed hotspots as columns on a tilted map; the same colours as flat. For the wall, not for measuring. */
export const columns = defineLayer({
  id: 'columns',
  engine: 'deck',
  group: 'analysis',
  minzoom: 6,
  maxzoom: 14,
  depends: ['runId'],
  style: () => [],
  legend: [
    {
      labelKey: 'columns',
      swatch: 'ramp',
      colour: HOTSPOT_CLASSES[1].colour,
      ramp: [HOTSPOT_CLASSES[1].colour, HOTSPOT_CLASSES[0].colour],
    },
  ],
  interactive: [],
  tooltip: { lines: [] },
});
