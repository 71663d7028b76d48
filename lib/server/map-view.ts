import 'server-only';
import type { Db } from '@/db/client';
import {
  countLayers,
  findFactMonths,
  type LayerCounts,
  listUnits,
  listViewedJurisdictions,
  listViewedKinds,
  listViewedTowns,
  type ViewedJurisdiction,
  type ViewedKind,
  type ViewedTown,
} from '@/db/queries/map-view';
import type { AreaUnit } from '@/db/queries/ranking/scope';
import { addMonths, clampMonth } from '@/lib/format/month';

/** What the map page needs beside the ranking. */
export type MapView = {
  jurisdictions: { code: string; name: string }[];
  jurisdiction: ViewedJurisdiction;
  /** Months that can be ranked; undefined where no incident ever came. */
  months: { first: string; last: string } | undefined;
  /** The month asked for, brought into the range; else the last one with incidents. */
  month: string;
  kinds: ViewedKind[];
  towns: ViewedTown[];
  counts: LayerCounts;
  /** Areas that can be ranked: of these there are some. */
  units: AreaUnit[];
};

/**
 * The page's frame for one jurisdiction and month; an unknown jurisdiction becomes the first there is.
 *
 * @returns undefined where no jurisdiction exists yet.
 */
export async function findMapView(
  db: Db,
  asked: { jurisdiction: string | null; month: string | null; today: string },
): Promise<MapView | undefined> {
  const all = await listViewedJurisdictions(db);
  const jurisdiction = all.find(({ code }) => code === asked.jurisdiction) ?? all[0];
  if (!jurisdiction) return undefined;
  const { code } = jurisdiction;
  const [facts, kinds, towns, counts, units] = await Promise.all([
    findFactMonths(db, code),
    listViewedKinds(db, code),
    listViewedTowns(db, code),
    countLayers(db, code),
    listUnits(db, code),
  ]);
  // A ranking knows the months before its own: so the first month has nothing to go by, and one past the last can be asked.
  const months = facts && { first: addMonths(facts.first, 1), last: addMonths(facts.last, 1) };
  const month = asked.month ?? facts?.last ?? asked.today.slice(0, 7);
  return {
    jurisdictions: all.map(({ code: each, name }) => ({ code: each, name })),
    jurisdiction,
    months,
    month: months ? clampMonth(month, months) : month,
    kinds,
    towns,
    counts,
    units,
  };
}
