'use client';

import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { LayerId } from '@/lib/layers';
import { WORKSPACES, type Workspace } from '@/lib/layers/workspaces';
import { type Camera, mapState } from '@/lib/validation/map-state';
import type { HotspotQuestion } from './hotspot-address';

/**
 * The state in the address. What people choose makes a step to go back to; the camera only replaces.
 *
 * @param allowed the layers that the person may see; a link's others stay off.
 */
export function useMapState(allowed: readonly LayerId[]) {
  const [state, setState] = useQueryStates(mapState, { history: 'push' });
  return useMemo(
    () => ({
      ...state,
      visible: shownLayers(state.layers, state.workspace).filter((id) => allowed.includes(id)),
      chooseJurisdiction: (jurisdiction: string) =>
        setState(
          { jurisdiction, month: null, towns: null, kind: null, cell: null, camera: null },
          { shallow: false },
        ),
      chooseMonth: (month: string) => setState({ month }),
      chooseTowns: (towns: readonly string[]) =>
        setState({ towns: towns.length > 0 ? [...towns] : null, cell: null }),
      /** Keeps of the link what could be followed. */
      mend: ({ jurisdiction, month, kind, ranker, towns }: HotspotQuestion) =>
        setState(
          (known) => ({
            jurisdiction: known.jurisdiction && jurisdiction,
            month: known.month && month,
            kind,
            ranker: known.ranker && ranker,
            towns: towns.length > 0 ? [...towns] : null,
          }),
          { history: 'replace' },
        ),
      chooseKind: (kind: string | null) => setState({ kind, cell: null }),
      chooseFound: (found: boolean) => setState({ found, cell: null }),
      chooseRanker: (ranker: string) => setState({ ranker, cell: null }),
      chooseWorkspace: (workspace: Workspace) => setState({ workspace, layers: null }),
      toggleLayer: (id: LayerId) =>
        setState(({ layers, workspace }) => ({
          layers: toggled(shownLayers(layers, workspace), id),
        })),
      choose: (cell: string | null) => setState({ cell }),
      moveCamera: (camera: Camera) => setState({ camera }, { history: 'replace' }),
      present: state.present,
      togglePresent: () =>
        setState((known) => ({ present: !known.present }), { history: 'replace' }),
    }),
    [state, setState, allowed],
  );
}

export type MapState = ReturnType<typeof useMapState>;

/** Those in the link, or those that the workspace begins with. */
function shownLayers(layers: readonly LayerId[] | null, workspace: Workspace): readonly LayerId[] {
  return layers ?? WORKSPACES[workspace];
}

function toggled(shown: readonly LayerId[], id: LayerId): LayerId[] {
  return shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id];
}
