import { areas } from './areas';
import { blackSpots } from './black-spots';
import { cells } from './cells';
import { clusters } from './clusters';
import { columns } from './columns';
import { combined } from './combined';
import { density } from './density';
import { grids } from './grids';
import { hazards } from './hazards';
import { hotspots } from './hotspots';
import { incidents } from './incidents';
import { nearRepeats } from './near-repeats';
import { patrolZones } from './patrol-zones';
import { premises } from './premises';
import { trends } from './trends';

/** Every layer that can be switched, in paint order: the last is drawn on top. */
export const layers = [
  incidents,
  hotspots,
  areas,
  density,
  trends,
  clusters,
  combined,
  cells,
  nearRepeats,
  grids,
  patrolZones,
  premises,
  blackSpots,
  hazards,
  columns,
] as const;

export type LayerId = (typeof layers)[number]['id'];

export const LAYER_IDS: readonly LayerId[] = layers.map(({ id }) => id);
