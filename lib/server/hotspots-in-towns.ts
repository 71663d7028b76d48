import 'server-only';
import type { Db } from '@/db/client';
import { listViewedTowns } from '@/db/queries/map-view';
import { type HotspotList, hotspotList } from './hotspots';

export type HotspotsIn = {
  jurisdiction: string;
  month: string;
  kind: string | null;
  ranker?: string | undefined;
  /** Ids; none: the whole jurisdiction. */
  towns: readonly string[];
};

/** Rows of the list on the page. */
const SHOWN = 50;
/** How deep the whole ranking is searched for cells of the chosen towns. */
const SEARCHED = 600;

/** The month's list, of some towns only where they are given; ranks stay those of the whole jurisdiction. */
export async function listHotspotsIn(
  db: Db,
  { towns, ranker, ...asked }: HotspotsIn,
): Promise<HotspotList> {
  const request = { ...asked, ...(ranker !== undefined && { ranker }) };
  if (towns.length === 0) return hotspotList(db, { ...request, cells: SHOWN });
  const known = await listViewedTowns(db, asked.jurisdiction);
  const names = new Set(known.filter(({ id }) => towns.includes(id)).map(({ name }) => name));
  const list = await hotspotList(db, { ...request, cells: SEARCHED });
  const cells = list.cells.filter(({ townName }) => townName !== null && names.has(townName));
  return { ...list, cells: cells.slice(0, SHOWN) };
}
