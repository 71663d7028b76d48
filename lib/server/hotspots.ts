import 'server-only';
import type { Db } from '@/db/client';
import { type KindShare, listKindShares } from '@/db/queries/hotspot-details';
import { type CellPlace, listPlaceNames, type PlaceName } from '@/db/queries/place-names';
import type { RankedCell } from '@/db/queries/ranking';
import { listRanks } from '@/db/queries/ranking-runs';
import { addMonths } from '@/lib/format/month';
import type { RankingRequest } from '@/lib/validation/ranking';
import { prepareRanking, type Ranking, storedRanking } from './ranking';

type Hotspot = RankedCell &
  Omit<PlaceName, 'i' | 'j'> & {
    /** Kinds of the last 12 months, most frequent first. */
    kinds: KindShare[];
    /** Null: no hotspot in the month before. */
    previousRank: number | null;
    /** Places climbed since the month before; negative: fallen; null: no hotspot then. */
    rankChange: number | null;
  };

export type HotspotList = Omit<Ranking, 'cells'> & { runId: string; cells: Hotspot[] };

/**
 * The month's stored ranking as a list for people: with place names, kinds, and what changed since the month
 * before, whose ranking is stored too if it is not yet.
 *
 * @throws {UserError} for an unknown jurisdiction, kind or ranker.
 */
export async function hotspotList(db: Db, request: RankingRequest): Promise<HotspotList> {
  const { scope } = await prepareRanking(db, request);
  const ranking = await storedRanking(db, request);
  const previous = await storedRanking(db, { ...request, month: addMonths(request.month, -1) });
  const { cells, ...run } = ranking;
  const names = byCell(await listPlaceNames(db, scope.jurisdiction, cells));
  const kinds = byCell(await listKindShares(db, { ...scope, kind: null }, cells));
  const ranks = byCell(await listRanks(db, previous, cells));
  return {
    ...run,
    cells: cells.map((cell) => {
      const key = cellKey(cell);
      const previousRank = ranks.get(key)?.rank ?? null;
      return {
        ...cell,
        ...(names.get(key) ?? NAMELESS),
        kinds: kinds.get(key)?.kinds ?? [],
        previousRank,
        rankChange: previousRank === null ? null : previousRank - cell.rank,
      };
    }),
  };
}

const NAMELESS = { placeName: null, placeKind: null, townName: null, townNameEn: null };

function byCell<Row extends CellPlace>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [cellKey(row), row]));
}

function cellKey({ i, j }: CellPlace): string {
  return `${i},${j}`;
}
