import type { SearchParams } from 'nuqs/server';
import { createLoader } from 'nuqs/server';
import { campaignBriefs } from '@/lib/server/campaign-briefs';
import { database } from '@/lib/server/database';
import { hotspotList } from '@/lib/server/hotspots';
import { findMapView } from '@/lib/server/map-view';
import { mapState } from '@/lib/validation/map-state';
import { campaignsAddress, hotspotAddress } from './_components/hotspot-address';
import { NoJurisdiction } from './_components/no-jurisdiction';
import { readLink } from './_components/read-link';
import { Workspace } from './_components/workspace';

const loadMapState = createLoader(mapState);

/** The first ranking is read here, so that the page speaks before the map is there. */
export default async function MapPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await loadMapState(searchParams);
  const { db } = await database();
  const view = await findMapView(db, { ...state, today: new Date().toISOString() });
  if (!view) return <NoJurisdiction />;
  const { question } = readLink(view, state);
  const [list, campaigns] = await Promise.all([
    view.months && hotspotList(db, question),
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
