import 'server-only';
import type { Db } from '@/db/client';
import {
  findRankedPlace,
  type RankedCell,
  type RankedPlace,
  type RankingQuery,
  type RankingTotals,
  rankingQuery,
} from '@/db/queries/ranking';
import { isOfAllKinds, type RankingScope } from '@/db/queries/ranking/scope';
import { listKindCodes, listKindGroups } from '@/db/queries/ranking-kinds';
import {
  findRun,
  listHotspots,
  type NewRun,
  type StoredRun,
  storeRun,
} from '@/db/queries/ranking-runs';
import type { Weighing } from '@/geo/ranking/history';
import type { Parameters, Ranker } from '@/geo/ranking/ranker';
import { rankers } from '@/geo/ranking/rankers';
import { monthsBetween } from '@/lib/format/month';
import { UsageError, UserError } from '@/lib/user-error';
import { type RankingRequest, rankingRequest } from '@/lib/validation/ranking';

/** A month's ranking: what was asked, what was known, and the best cells. */
export type Ranking = {
  jurisdiction: string;
  /** `YYYY-MM`. */
  month: string;
  /** Null: all kinds, or those of the group. */
  kind: string | null;
  /** Null: not by group. */
  group: string | null;
  weighing: Weighing;
  /** Whose reports count. */
  origins: readonly string[];
  /** First day of the month: only earlier months were known. */
  asOf: string;
  ranker: string;
  parameters: Record<string, unknown>;
  dataVersion: number;
  methodVersion: number;
  cellsTotal: number;
  runId?: string;
  cells: RankedCell[];
};

/** A ranking with what it says of the jurisdiction as a whole. */
export type ComputedRanking = Ranking & Omit<RankingTotals, 'dataVersion'>;

/** Cells shown where neither a number nor a share is asked for. */
const DEFAULT_CELLS = 50;

/** A request that was read, checked against the database, and is ready to run. */
export type PreparedRanking = {
  scope: RankingScope;
  ranker: Ranker;
  place: RankedPlace;
  limit: number;
  withGeometry: boolean;
  weighing: Weighing;
  /** The ranker's own. */
  rankerParameters: Parameters;
  /** All that makes the run what it is beside its scope, as it is stored. */
  parameters: Record<string, unknown>;
};

/** What is put to the database. */
export function queryOf(prepared: PreparedRanking): Omit<RankingQuery, 'limit'> {
  const { scope, ranker, place, weighing, withGeometry } = prepared;
  const { cellShape, cellSizeMetres, timezone, firstMonth } = place;
  const historySteps =
    firstMonth === null ? 0 : Math.max(0, monthsBetween(firstMonth, scope.month));
  const parts = ranker.parts(prepared.rankerParameters, {
    lattice: { shape: cellShape, sizeMetres: cellSizeMetres },
    stepsAYear: 12,
    historySteps,
    isPartOfAll: !isOfAllKinds(scope),
  });
  return { scope, score: ranker.score, parts, weighing, cellShape, timezone, withGeometry };
}

/**
 * Ranks the cells of a month by what was known when it began.
 *
 * Gives exactly as many cells as asked for, if there are so many: cells without any incident come last.
 *
 * @throws {UserError} for an unknown jurisdiction, kind or ranker, or a jurisdiction without cells.
 */
export async function rankMonth(db: Db, request: RankingRequest): Promise<ComputedRanking> {
  const prepared = await prepareRanking(db, request);
  const { place, limit } = prepared;
  const { rows } = await rankingQuery({ ...queryOf(prepared), limit }).execute(db);
  const totals = rows[0] ?? { dataVersion: place.dataVersion, incidents: 0, significantCells: 0 };
  const cells = rows.map(({ dataVersion, incidents, significantCells, ...cell }, index) => ({
    rank: index + 1,
    ...cell,
  }));
  return {
    ...describeRanking(prepared, totals.dataVersion),
    incidents: totals.incidents,
    significantCells: totals.significantCells,
    cells,
  };
}

/**
 * The stored run that answers the request with the incidents as they are now; ranks and stores where there is
 * none. Safe when several ask at once: one stores, all read the same run.
 *
 * Gives hotspots only, that is cells with a score above zero: fewer than asked for where there are fewer.
 *
 * @throws {UserError} as {@link rankMonth}.
 */
export async function storedRanking(
  db: Db,
  request: RankingRequest,
  owner: Db = db,
): Promise<Ranking & { runId: string }> {
  const prepared = await prepareRanking(db, request);
  const { runId, dataVersion, cellsTotal } = await findOrStoreRun(db, prepared, owner);
  const { jurisdiction } = prepared.scope;
  const cells = await listHotspots(db, { jurisdiction, runId, limit: prepared.limit });
  return { ...describeRanking(prepared, dataVersion), cellsTotal, runId, cells };
}

/** What is stored of a prepared request. */
export function runOf(prepared: PreparedRanking): NewRun {
  return { ...queryOf(prepared), ranker: prepared.ranker, parameters: prepared.parameters };
}

/** Incidents may arrive between storing a run and looking for it, which then is no longer the current one. */
export const STORE_ATTEMPTS = 5;

/**
 * The stored run of a prepared request; ranks and stores where there is none. See {@link storedRanking}.
 *
 * @param owner who stores it, where `db` is bound to somebody: runs are everybody's, and nobody writes their own.
 */
export async function findOrStoreRun(
  db: Db,
  prepared: PreparedRanking,
  owner: Db = db,
): Promise<StoredRun> {
  const key = runOf(prepared);
  for (let attempt = 0; attempt < STORE_ATTEMPTS; attempt++) {
    const known = await findRun(db, key);
    if (known) return known;
    await storeRun(owner, key);
  }
  throw new UserError('Incidents are changing too quickly to store a ranking: try again later.');
}

/**
 * Reads a request and checks it against the database.
 *
 * @throws {UserError} as {@link rankMonth}.
 */
export async function prepareRanking(db: Db, request: RankingRequest): Promise<PreparedRanking> {
  const {
    jurisdiction,
    month,
    kind,
    group,
    weighing,
    origins,
    cells,
    coverage,
    withGeometry,
    ...rest
  } = rankingRequest.parse(request);
  const ranker = rankers.get(rest.ranker);
  if (!ranker)
    throw new UsageError(`no ranker "${rest.ranker}": choose ${[...rankers.keys()].join(', ')}`);
  const place = await findRankedPlace(db, jurisdiction);
  if (!place)
    throw new UserError(`no jurisdiction ${jurisdiction}: create it first, or check its code`);
  if (kind !== null) await requireKind(db, jurisdiction, kind);
  if (group !== null) await requireGroup(db, jurisdiction, group);
  const sortedOrigins = [...new Set(origins)].sort();
  const rankerParameters = ownParameters(ranker, rest.parameters);
  return {
    scope: { jurisdiction, month: `${month}-01`, kind, group, origins: sortedOrigins },
    ranker,
    place,
    limit: coverage === undefined ? (cells ?? DEFAULT_CELLS) : cellsOfShare(coverage, place),
    withGeometry,
    weighing,
    rankerParameters,
    parameters: {
      ...rankerParameters,
      origins: sortedOrigins,
      ...(group !== null && { group }),
      ...(weighing !== 'count' && { weighing }),
    },
  };
}

/** @throws {UsageError} for a name that the ranker does not know. */
function ownParameters(ranker: Ranker, given: Parameters = {}): Parameters {
  const names = Object.keys(ranker.defaults);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `${ranker.id} has no parameter "${unknown}": ${names.length ? `it has ${names.join(', ')}` : 'it has none'}`,
    );
  return { ...ranker.defaults, ...given };
}

/** A share in binary is not quite the decimal that was meant: 0.07 of 100 cells are 7, not 8. */
function cellsOfShare(share: number, { cellsTotal }: RankedPlace): number {
  return Math.ceil(share * cellsTotal - 1e-9 * cellsTotal);
}

async function requireKind(db: Db, jurisdiction: string, kind: string): Promise<void> {
  const known = await listKindCodes(db, jurisdiction);
  if (!known.includes(kind))
    throw new UserError(
      `no kind "${kind}" in ${jurisdiction}: ${known.length ? `choose ${known.join(', ')}, or all` : 'it has no kinds yet, import incidents first'}`,
    );
}

async function requireGroup(db: Db, jurisdiction: string, group: string): Promise<void> {
  const known = await listKindGroups(db, jurisdiction);
  if (!known.includes(group))
    throw new UserError(
      `no group of kinds "${group}" in ${jurisdiction}: ${known.length ? `choose ${known.join(', ')}` : 'its kinds have no groups'}`,
    );
}

/** What a ranking says beside its cells. */
export function describeRanking(
  { scope, ranker, place, weighing, parameters }: PreparedRanking,
  dataVersion: number,
) {
  return {
    jurisdiction: scope.jurisdiction,
    month: scope.month.slice(0, 7),
    kind: scope.kind,
    group: scope.group,
    weighing,
    origins: scope.origins,
    asOf: scope.month,
    ranker: ranker.id,
    parameters,
    dataVersion,
    methodVersion: ranker.methodVersion,
    cellsTotal: place.cellsTotal,
  };
}
