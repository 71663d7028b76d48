import type { SearchParams } from 'nuqs/server';
import { createLoader } from 'nuqs/server';
import { campaignBriefs } from '@/lib/server/campaign-briefs';
import { database } from '@/lib/server/database';
import { listHotspotsIn } from '@/lib/server/hotspots-in-towns';
import { findMapView } from '@/lib/server/map-view';
import { mapState } from '@/lib/validation/map-state';
import {
  campaignsAddress,
  DEFAULT_RANKER,
  hotspotAddress,
  RANKERS,
} from './_components/hotspot-address';
import { NoJurisdiction } from './_components/no-jurisdiction';
import { Workspace } from './_components/workspace';

const loadMapState = createLoader(mapState);

/** The first ranking is read here, so that the page speaks before the map is there. */
export default async function MapPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await loadMapState(searchParams);
  const { db } = await database();
  const view = await findMapView(db, { ...state, today: new Date().toISOString() });
  if (!view) return <NoJurisdiction />;
  const question = {
    jurisdiction: view.jurisdiction.code,
    month: view.month,
    kind: view.kinds.some(({ code }) => code === state.kind) ? state.kind : null,
    ranker: RANKERS.find((id) => id === state.ranker) ?? DEFAULT_RANKER,
    towns: state.towns ?? [],
  };
  const [list, campaigns] = await Promise.all([
    view.months && listHotspotsIn(db, question),
    campaignBriefs(db, question.jurisdiction, question.month),
  ]);
  return (
    <Workspace
      view={view}
      initial={{
        ...(list && { ranking: { address: hotspotAddress(question), data: list } }),
        campaigns: { address: campaignsAddress(question), data: campaigns },
      }}
    />
  );
}
