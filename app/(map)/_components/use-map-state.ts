'use client';

import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { LayerId } from '@/lib/layers';
import { WORKSPACES, type Workspace } from '@/lib/layers/workspaces';
import { type Camera, mapState, serializeMapState, type Unit } from '@/lib/validation/map-state';
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
      visible: ofUnit(shownLayers(state.layers, state.workspace), state.unit).filter((id) =>
        allowed.includes(id),
      ),
      chooseJurisdiction: (jurisdiction: string) =>
        setState(
          {
            jurisdiction,
            month: null,
            towns: null,
            kind: null,
            group: null,
            cell: null,
            area: null,
            camera: null,
          },
          { shallow: false },
        ),
      chooseMonth: (month: string) => setState({ month }),
      chooseTowns: (towns: readonly string[]) =>
        setState({ towns: towns.length > 0 ? [...towns] : null, cell: null }),
      /** Keeps of the link what could be followed. */
      mend: ({ jurisdiction, month, kind, group, unit, ranker, towns }: HotspotQuestion) =>
        setState(
          (known) => ({
            jurisdiction: known.jurisdiction && jurisdiction,
            month: known.month && month,
            kind,
            group,
            unit,
            ranker: known.ranker && ranker,
            towns: towns.length > 0 ? [...towns] : null,
          }),
          { history: 'replace' },
        ),
      chooseKind: (kind: string | null) => setState({ kind, group: null, cell: null }),
      chooseGroup: (group: string) => setState({ group, kind: null, cell: null }),
      chooseHarm: (harm: boolean) => setState({ harm, cell: null }),
      chooseUnit: (unit: Unit) => setState({ unit, cell: null, area: null }),
      chooseArea: (area: string | null) => setState({ area }),
      chooseFound: (found: boolean) => setState({ found, cell: null }),
      chooseRanker: (ranker: string) => setState({ ranker, cell: null }),
      chooseWorkspace: (workspace: Workspace) => setState({ workspace, layers: null }),
      toggleLayer: (id: LayerId) =>
        setState(({ layers, workspace }) => ({
          // Areas are hotspots of another form: one switch for both.
          layers: toggled(shownLayers(layers, workspace), id === 'areas' ? 'hotspots' : id),
        })),
      choose: (cell: string | null) => setState({ cell }),
      /** Where the list stands without a cell chosen: a link, which leads there also before this page listens. */
      listAddress: serializeMapState('/', { ...state, cell: null }),
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

/** Where areas are ranked they stand in the cells' place, and there are no cells to raise. */
function ofUnit(shown: readonly LayerId[], unit: Unit): readonly LayerId[] {
  if (unit === 'cell') return shown.filter((id) => id !== 'areas');
  return shown.filter((id) => id !== 'columns').map((id) => (id === 'hotspots' ? 'areas' : id));
}

function toggled(shown: readonly LayerId[], id: LayerId): LayerId[] {
  return shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id];
}
