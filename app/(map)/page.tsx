import type { Route } from 'next';
import { redirect } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { createLoader } from 'nuqs/server';
import type { Actor } from '@/lib/server/access/actor';
import { layersOf } from '@/lib/server/access/layer-actions';
import { can } from '@/lib/server/access/permissions';
import { actorDatabase, findVisitor, placesOf } from '@/lib/server/access/request-actor';
import { viewedBasemap } from '@/lib/server/basemap';
import { campaignBriefs } from '@/lib/server/campaign-briefs';
import { storingDatabase } from '@/lib/server/database';
import { env } from '@/lib/server/env';
import { actionOf, hotspotList, rankersOf } from '@/lib/server/hotspots';
import { findMapView } from '@/lib/server/map-view';
import { askForBacktest } from '@/lib/server/order-backtest';
import { mapState, serializeMapState } from '@/lib/validation/map-state';
import { ORIGINS } from '@/lib/validation/ranking';
import {
  campaignsAddress,
  type HotspotQuestion,
  hotspotAddress,
} from './_components/hotspot-address';
import { MapAccount } from './_components/map-account';
import { NoAccess } from './_components/no-access';
import { NoJurisdiction } from './_components/no-jurisdiction';
import { readLink } from './_components/read-link';
import { Workspace } from './_components/workspace';

const loadMapState = createLoader(mapState);

/** The first ranking is read here, so that the page speaks before the map is there. */
export default async function MapPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await loadMapState(searchParams);
  const visitor = await findVisitor();
  const places = await placesOf(visitor);
  const place = places.find(({ code }) => code === state.jurisdiction) ?? places[0];
  if (!place) {
    if (visitor) return <NoAccess />;
    redirect(`/sign-in?${new URLSearchParams({ next: serializeMapState('/', state) })}` as Route);
  }
  const { actor, database } = await actorDatabase(place.code, 'map.view');
  const { db } = database;
  const today = new Date().toISOString();
  const found = await findMapView(db, { ...state, jurisdiction: place.code, today });
  if (!found) return <NoJurisdiction />;
  const view = {
    ...found,
    jurisdictions: places,
    kinds: can(actor, 'evidence.view') ? found.kinds : [],
    units: can(actor, 'evidence.view') ? found.units : [],
    rankers: rankersOf(actor),
    layers: layersOf(actor),
    hasEvidence: can(actor, 'evidence.view'),
    hasEffects: can(actor, 'effect.view') && actor.towns === null,
    basemap: await viewedBasemap(db, place.code, env().ZHANTU_BASEMAP_HOSTS),
  };
  const { question } = readLink(view, state);
  const [list, campaigns] = await Promise.all([
    view.months && firstRanking(db, actor, question),
    campaignBriefs(db, question.jurisdiction, question.month),
  ]);
  return (
    <Workspace
      view={view}
      account={
        visitor && (
          <MapAccount
            name={visitor.name}
            role={actor.role}
            place={place.name}
            adminOf={can(actor, 'audit.read') ? place.code : undefined}
          />
        )
      }
      initial={{
        ...(list && { ranking: { address: hotspotAddress(question), data: list } }),
        campaigns: { address: campaignsAddress(question), data: campaigns },
      }}
    />
  );
}

/** The ranking that the page begins with; undefined where the person may not see it. */
async function firstRanking(
  db: Parameters<typeof hotspotList>[0],
  actor: Actor,
  { found, harm, unit, ...question }: HotspotQuestion,
) {
  // Areas may have to be counted first: the page does not wait for that.
  if (unit !== 'cell') return undefined;
  const asked = {
    ...question,
    ...(found && { origins: [...ORIGINS] }),
    ...(harm && { weighing: 'harm' as const }),
  };
  if (!can(actor, actionOf(asked))) return undefined;
  const owner = await storingDatabase();
  const list = await hotspotList(db, asked, owner.db);
  if (list.auto?.isPending) await askForBacktest(owner.db, actor, list);
  return list;
}
