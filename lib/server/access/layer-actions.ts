import 'server-only';
import { LAYER_IDS, type LayerId } from '@/lib/layers';
import type { TileLayer } from '@/lib/validation/tiles';
import type { Actor } from './actor';
import { type Action, can } from './permissions';

/** What it takes to see each layer; `columns` has no tiles, it raises the listed hotspots. */
export const LAYER_ACTIONS = {
  outline: 'map.view',
  towns: 'map.view',
  villages: 'map.view',
  village_labels: 'map.view',
  grids: 'map.view',
  grid_labels: 'map.view',
  roads: 'map.view',
  water: 'map.view',
  cells: 'map.view',
  hotspots: 'ranking.view',
  columns: 'ranking.view',
  areas: 'evidence.view',
  density: 'evidence.view',
  trends: 'evidence.view',
  clusters: 'evidence.view',
  combined: 'premises.view',
  incidents: 'incident.view',
  near_repeats: 'incident.view',
  patrol_zones: 'patrol_zone.view',
  patrol_zone_labels: 'patrol_zone.view',
  hazards: 'hazard.view',
  black_spots: 'black_spot.view',
  black_spot_labels: 'black_spot.view',
  premises: 'premises.view',
} as const satisfies Record<TileLayer | LayerId, Action>;

/** The layers that an actor may switch on. */
export function layersOf(actor: Actor): LayerId[] {
  return LAYER_IDS.filter((id) => can(actor, LAYER_ACTIONS[id]));
}
