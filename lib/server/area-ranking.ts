import 'server-only';
import type { Db } from '@/db/client';
import {
  type AreaScope,
  areaRankingQuery,
  listAreaHotspots,
  listAreaRanks,
  type RankedArea,
  storeAreaRun,
} from '@/db/queries/area-rankings';
import { type AreaFacts, countAreas, findAreaFacts } from '@/db/queries/areas';
import type { RankingTotals } from '@/db/queries/ranking';
import type { AreaUnit } from '@/db/queries/ranking/scope';
import { findRun, type StoredRun } from '@/db/queries/ranking-runs';
import { addMonths } from '@/lib/format/month';
import { UserError } from '@/lib/user-error';
import type { RankingRequest } from '@/lib/validation/ranking';
import { AUTO } from './auto-ranker';
import {
  describeRanking,
  type PreparedRanking,
  prepareRanking,
  queryOf,
  type Ranking,
  runOf,
  STORE_ATTEMPTS,
} from './ranking';

/** A month's ranking of grids, villages or towns. */
export type AreaRanking = Omit<Ranking, 'cells' | 'cellsTotal'> & {
  unit: AreaUnit;
  areasTotal: number;
  /** Of them, how many have no outline of their own. */
  areasEstimated: number;
  /** Incidents, of all months and kinds, that lie in no area of the unit. */
  incidentsOutside: number;
  areas: RankedArea[];
};

export type ComputedAreaRanking = AreaRanking & Omit<RankingTotals, 'dataVersion'>;

/** All areas of a month, with what changed since the month before. */
export type AreaHotspotList = Omit<AreaRanking, 'areas'> & {
  runId: string;
  areas: (RankedArea & {
    /** Null: there was no such area in the month before. */
    previousRank: number | null;
  })[];
};

type PreparedAreas = PreparedRanking & { scope: AreaScope; facts: AreaFacts };

/**
 * Ranks the grids, villages or towns of a month by what was known when it began: all of them, unless `cells` or `coverage`
 * say how many of the best. The share of `coverage` is one of the ground that the areas cover.
 *
 * @param owner who counts incidents by area, where `db` is bound to somebody.
 * @throws {UserError} as `rankMonth`, and where there are no areas of the unit.
 */
export async function rankAreas(
  db: Db,
  request: RankingRequest,
  unit: AreaUnit,
  owner: Db = db,
): Promise<ComputedAreaRanking> {
  const prepared = await prepareAreaRanking(db, request, unit, owner);
  const { scope, facts, place } = prepared;
  const { rows } = await areaRankingQuery({ ...queryOf(prepared), scope }).execute(db);
  const totals = rows[0] ?? { dataVersion: place.dataVersion, incidents: 0, significantCells: 0 };
  const areas = rows.map(({ dataVersion, incidents, significantCells, ...area }, index) => ({
    rank: index + 1,
    ...area,
  }));
  return {
    ...describeAreas(prepared, totals.dataVersion),
    incidents: totals.incidents,
    significantCells: totals.significantCells,
    areas: shownAreas(areas, request, facts),
  };
}

/**
 * The month's stored ranking of areas, of some towns where ids are given; ranks and stores where there is none.
 *
 * @param owner who counts and stores, where `db` is bound to somebody.
 * @throws {UserError} as {@link rankAreas}.
 */
export async function areaHotspotList(
  db: Db,
  { towns = [], ...request }: RankingRequest & { towns?: readonly string[] },
  unit: AreaUnit,
  owner: Db = db,
): Promise<AreaHotspotList> {
  const prepared = await prepareAreaRanking(db, request, unit, owner);
  const { jurisdiction } = prepared.scope;
  const { runId, dataVersion } = await findOrStoreAreaRun(db, prepared, owner);
  const month = `${addMonths(request.month, -1)}-01`;
  const earlier = { ...prepared, scope: { ...prepared.scope, month } };
  const previous = await findOrStoreAreaRun(db, earlier, owner);
  const areas = await listAreaHotspots(db, { jurisdiction, runId, towns });
  const ranks = new Map(
    (await listAreaRanks(db, { jurisdiction, runId: previous.runId })).map(({ id, rank }) => [
      id,
      rank,
    ]),
  );
  return {
    ...describeAreas(prepared, dataVersion),
    runId,
    areas: shownAreas(areas, request, prepared.facts).map((area) => ({
      ...area,
      previousRank: ranks.get(area.id) ?? null,
    })),
  };
}

async function findOrStoreAreaRun(db: Db, prepared: PreparedAreas, owner: Db): Promise<StoredRun> {
  const run = { ...runOf(prepared), scope: prepared.scope };
  for (let attempt = 0; attempt < STORE_ATTEMPTS; attempt++) {
    const known = await findRun(db, run);
    if (known) return known;
    await storeAreaRun(owner, run);
  }
  throw new UserError('Incidents are changing too quickly to store a ranking: try again later.');
}

/** No backtest chooses for areas: a plain count of every season once. */
const AREA_RANKER = 'count_12m';

/** A request for areas, which are counted first where incidents or outlines have changed. */
async function prepareAreaRanking(
  db: Db,
  request: RankingRequest,
  unit: AreaUnit,
  owner: Db,
): Promise<PreparedAreas> {
  const { cells, coverage, ...asked } = request;
  const ranker = asked.ranker === AUTO ? AREA_RANKER : asked.ranker;
  const prepared = await prepareRanking(db, { ...asked, ranker });
  const { jurisdiction } = prepared.scope;
  const facts = await currentFacts(owner, jurisdiction, unit);
  if (facts.areas === 0)
    throw new UserError(
      `no ${unit}s in ${jurisdiction}: ${unit === 'village' ? 'rank grids or towns instead' : `import them first (zhantu import ${unit}s)`}`,
    );
  const meanMetres = 1000 * Math.sqrt(facts.squareKilometres / facts.areas);
  return {
    ...prepared,
    scope: { ...prepared.scope, unit },
    place: {
      ...prepared.place,
      cellShape: 'square',
      cellSizeMetres: meanMetres,
      cellsTotal: facts.areas,
    },
    parameters: { ...prepared.parameters, unit, areas: facts.placesVersion },
    facts,
  };
}

async function currentFacts(owner: Db, jurisdiction: string, unit: AreaUnit): Promise<AreaFacts> {
  const known = await findAreaFacts(owner, jurisdiction, unit);
  if (known?.isCurrent) return known;
  await countAreas(owner, jurisdiction, unit);
  const counted = await findAreaFacts(owner, jurisdiction, unit);
  if (!counted) throw new Error(`the ${unit}s of ${jurisdiction} were counted and are not there`);
  return counted;
}

/** The best of them, where a number or a share of the ground is asked for; an area that reaches beyond the share is left out, but for the first. */
function shownAreas<Area extends Pick<RankedArea, 'squareKilometres'>>(
  areas: readonly Area[],
  { cells, coverage }: RankingRequest,
  { squareKilometres: total }: AreaFacts,
): Area[] {
  if (coverage === undefined) return areas.slice(0, cells);
  let taken = 0;
  const beyond = areas.findIndex(({ squareKilometres }) => {
    taken += squareKilometres;
    return taken > coverage * total;
  });
  return areas.slice(0, beyond === -1 ? areas.length : Math.max(1, beyond));
}

function describeAreas(prepared: PreparedAreas, dataVersion: number) {
  const { cellsTotal: areasTotal, ...described } = describeRanking(prepared, dataVersion);
  const { facts, scope } = prepared;
  return {
    ...described,
    unit: scope.unit,
    areasTotal,
    areasEstimated: facts.estimated,
    incidentsOutside: facts.incidentsOutside,
  };
}
