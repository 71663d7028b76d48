import type { LayerId } from './index';

/** What each of the three people sees first on the one map: at most three layers. */
export const WORKSPACES = {
  command: ['hotspots', 'patrol_zones'],
  traffic: ['incidents', 'black_spots'],
  fire: ['premises', 'hazards'],
} as const satisfies Record<string, readonly LayerId[]>;

export type Workspace = keyof typeof WORKSPACES;

export const WORKSPACE_IDS = ['command', 'traffic', 'fire'] as const satisfies readonly Workspace[];
