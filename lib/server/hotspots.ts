import 'server-only';
import type { Db } from '@/db/client';
import { type KindShare, listKindShares } from '@/db/queries/hotspot-details';
import { type CellPlace, listPlaceNames, type PlaceName } from '@/db/queries/place-names';
import type { RankedCell } from '@/db/queries/ranking';
import { drawExploration, listHotspots, listRanks } from '@/db/queries/ranking-runs';
import { listTownHotspots, listUnknownTowns } from '@/db/queries/town-hotspots';
import { rankers } from '@/geo/ranking/rankers';
import { addMonths } from '@/lib/format/month';
import { UserError } from '@/lib/user-error';
import type { RankingRequest } from '@/lib/validation/ranking';
import type { Actor } from './access/actor';
import { type Action, can } from './access/permissions';
import { AUTO, type Choice, type Evidence, findChoice, resolveRanker } from './auto-ranker';
import { describeRanking, findOrStoreRun, prepareRanking, type Ranking } from './ranking';

type Hotspot = RankedCell &
  Omit<PlaceName, 'i' | 'j'> & {
    /** Kinds of the last 12 months, most frequent first. */
    kinds: KindShare[];
    /** Null: no hotspot in the month before. */
    previousRank: number | null;
    /** Places climbed since the month before; negative: fallen; null: no hotspot then. */
    rankChange: number | null;
  };

export type HotspotList = Omit<Ranking, 'cells'> & {
  runId: string;
  /** What speaks for a ranker that was chosen by backtest; null: the reader chose it, or may not read what speaks for it. */
  auto: { evidence: Evidence | null; isPending: boolean } | null;
  /** Drawn at random from below the list, beside it; none where towns are chosen. */
  exploration: Hotspot[];
  /** Hotspots that the chosen towns have, listed or not; null where no town was chosen. */
  hotspotsInTowns: number | null;
  cells: Hotspot[];
};

/**
 * The month's stored ranking as a list for people: with place names, kinds, and what changed since the month
 * before, whose ranking is stored too if it is not yet.
 *
 * @param owner who stores runs, where `db` is bound to somebody.
 * @param towns ids: the best cells of these towns, with their ranks in the whole jurisdiction; none: all.
 * @throws {UserError} for an unknown jurisdiction, kind, ranker or town.
 */
export async function hotspotList(
  db: Db,
  { towns = [], ...asked }: RankingRequest & { towns?: readonly string[] },
  owner: Db = db,
): Promise<HotspotList> {
  const { request, choice } = await resolveRanker(owner, asked);
  const prepared = await prepareRanking(db, request);
  const { scope, limit } = prepared;
  const { jurisdiction } = scope;
  await requireTowns(db, jurisdiction, towns);
  const { runId, ...found } = await findOrStoreRun(db, prepared, owner);
  const month = `${addMonths(request.month, -1)}-01`;
  const earlier = { ...prepared, scope: { ...scope, month } };
  const previous = await findOrStoreRun(db, earlier, owner);
  const shown = { jurisdiction, runId, limit };
  const { cells, hotspotsTotal } =
    towns.length > 0
      ? await listTownHotspots(db, { ...shown, towns })
      : { cells: await listHotspots(db, shown), hotspotsTotal: null };
  const draws = towns.length > 0 ? 0 : Math.ceil(EXPLORATION_SHARE * cells.length);
  const explored = await drawExploration(db, { ...shown, month: request.month, draws });
  const all = [...cells, ...explored];
  const names = byCell(await listPlaceNames(db, jurisdiction, all));
  const kinds = byCell(await listKindShares(db, { ...scope, kind: null, group: null }, all));
  const ranks = byCell(await listRanks(db, { jurisdiction, runId: previous.runId }, all));
  const described = all.map((cell) => {
    const key = cellKey(cell);
    const previousRank = ranks.get(key)?.rank ?? null;
    return {
      ...cell,
      ...(names.get(key) ?? NAMELESS),
      kinds: kinds.get(key)?.kinds ?? [],
      previousRank,
      rankChange: previousRank === null ? null : previousRank - cell.rank,
    };
  });
  return {
    ...describeRanking(prepared, found.dataVersion),
    cellsTotal: found.cellsTotal,
    runId,
    auto: choice && (await readableChoice(db, asked, choice)),
    hotspotsInTowns: hotspotsTotal,
    cells: described.slice(0, cells.length),
    exploration: described.slice(cells.length),
  };
}

/** Who is bound to towns takes the same ranker as all, but does not read what happened in the other towns. */
async function readableChoice(
  db: Db,
  asked: RankingRequest,
  { evidence, isPending }: Choice,
): Promise<HotspotList['auto']> {
  if (evidence === null) return { evidence, isPending };
  const readable = (await findChoice(db, asked)).evidence;
  return readable && { evidence: readable, isPending };
}

/** What it takes to ask for a ranking: others than the police know the one of all kinds together, of twelve months. */
export function actionOf({
  kind,
  group,
  weighing,
  origins = ['citizen'],
  ranker,
}: {
  kind?: string | null;
  group?: string | null;
  weighing?: string;
  origins?: readonly string[];
  ranker?: string | undefined;
}): Action {
  const isOpen =
    kind == null &&
    group == null &&
    (weighing === undefined || weighing === 'count') &&
    origins.every((origin) => origin === 'citizen') &&
    (ranker === undefined || OPEN_RANKERS.includes(ranker));
  return isOpen ? 'ranking.view' : 'evidence.view';
}

/** Those that migrations/0032_backtest.sql shows to everybody. */
const OPEN_RANKERS: readonly string[] = ['count_12m', 'gistar'];

/** The rankers that somebody may choose from. */
export function rankersOf(actor: Actor): string[] {
  return [AUTO, ...rankers.keys()].filter((ranker) => can(actor, actionOf({ ranker })));
}

/** So many cells beside the list, as a share of its length, are patrolled to learn whether the list misses something. */
const EXPLORATION_SHARE = 0.05;

const NAMELESS = { placeName: null, placeKind: null, townName: null, townNameEn: null };

async function requireTowns(db: Db, jurisdiction: string, towns: readonly string[]): Promise<void> {
  if (towns.length === 0) return;
  const unknown = await listUnknownTowns(db, jurisdiction, towns);
  if (unknown.length > 0)
    throw new UserError(
      `no town ${unknown.map((id) => `"${id}"`).join(', ')} in ${jurisdiction}: towns are asked for by their ids`,
    );
}

function byCell<Row extends CellPlace>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [cellKey(row), row]));
}

function cellKey({ i, j }: CellPlace): string {
  return `${i},${j}`;
}
