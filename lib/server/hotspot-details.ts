import 'server-only';
import type { Db } from '@/db/client';
import {
  type CellHistory,
  findCellHistory,
  type KindShare,
  listKindShares,
} from '@/db/queries/hotspot-details';
import { type CellPlace, listPlaceNames, type PlaceName } from '@/db/queries/place-names';
import { listRanks } from '@/db/queries/ranking-runs';
import { addMonths } from '@/lib/format/month';
import { UserError } from '@/lib/user-error';
import type { RankingRequest } from '@/lib/validation/ranking';
import { resolveRanker } from './auto-ranker';
import { type ScorePart, scoreParts, type TrendOfCell, trendOfCell } from './cell-evidence';
import { prepareRanking, storedRanking } from './ranking';

export type HotspotDetails = PlaceName &
  CellHistory & {
    /** Kinds of the last 12 months, most frequent first. */
    kinds: KindShare[];
    /** What the score is a sum of; null for Gi*, which is none. */
    parts: ScorePart[] | null;
    /** Null where there are too few months to tell. */
    trend: TrendOfCell | null;
    /** Null: no hotspot that month. */
    rank: number | null;
    previousRank: number | null;
  };

/**
 * One cell as the details panel shows it, with what was known when the month began.
 *
 * @param owner who stores runs, where `db` is bound to somebody.
 * @throws {UserError} for a cell that does not exist, or as `rankMonth`.
 */
export async function hotspotDetails(
  db: Db,
  request: RankingRequest & CellPlace,
  owner: Db = db,
): Promise<HotspotDetails> {
  const { i, j, ...asked } = request;
  const { request: ranked } = await resolveRanker(owner, asked);
  const prepared = await prepareRanking(db, ranked);
  const { scope, place } = prepared;
  const history = await findCellHistory(db, scope, place.cellShape, { i, j });
  const [name] = await listPlaceNames(db, scope.jurisdiction, [{ i, j }]);
  if (!history || !name) throw new UserError(`no cell ${i}, ${j} in ${scope.jurisdiction}`);
  const [share] = await listKindShares(db, { ...scope, kind: null, group: null }, [{ i, j }]);
  const previousMonth = addMonths(request.month, -1);
  return {
    ...name,
    ...history,
    kinds: share?.kinds ?? [],
    parts: await scoreParts(db, prepared, { i, j }),
    trend: await trendOfCell(db, prepared, { i, j }),
    rank: await rankOf(db, ranked, { i, j }, owner),
    previousRank: await rankOf(db, { ...ranked, month: previousMonth }, { i, j }, owner),
  };
}

async function rankOf(
  db: Db,
  request: RankingRequest,
  cell: CellPlace,
  owner: Db,
): Promise<number | null> {
  const run = await storedRanking(db, { ...request, cells: 1, coverage: undefined }, owner);
  const [ranked] = await listRanks(db, run, [cell]);
  return ranked?.rank ?? null;
}
