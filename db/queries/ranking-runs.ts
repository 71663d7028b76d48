import { type RawBuilder, sql } from 'kysely';
import type { Ranker } from '@/geo/ranking/ranker';
import type { Db } from '../client';
import { type CellPlace, wantedCells } from './place-names';
import {
  bestFirst,
  incidentsVersion,
  type RankedCell,
  type RankingQuery,
  rankedCells,
} from './ranking';
import { refreshStatistics } from './statistics';

/** What makes two stored runs the same, beside the data. */
export type RunKey = Pick<RankingQuery, 'scope'> & {
  readonly ranker: Pick<Ranker, 'id' | 'methodVersion'>;
  readonly parameters: object;
};

/** A run that is to be stored: how it is to be ranked, too. */
export type NewRun = RunKey & Omit<RankingQuery, 'limit' | 'withGeometry'>;

export type StoredRun = { runId: string; dataVersion: number; cellsTotal: number };

/** The stored run that knows the incidents as they are now; undefined where there is none. */
export async function findRun(db: Db, key: RunKey): Promise<StoredRun | undefined> {
  const { jurisdiction, month, kind } = key.scope;
  const { rows } = await sql<StoredRun>`
    SELECT id AS "runId", data_version::float8 AS "dataVersion", cells_total AS "cellsTotal"
    FROM ranking_run
    WHERE jurisdiction = ${jurisdiction} AND month = ${month}::date AND kind IS NOT DISTINCT FROM ${kind}
      AND ranker = ${key.ranker.id} AND method_version = ${key.ranker.methodVersion}
      AND parameters = ${JSON.stringify(key.parameters)}::jsonb
      AND data_version = ${incidentsVersion(jurisdiction)}
  `.execute(db);
  return rows[0];
}

export type FoundRun = {
  /** `YYYY-MM`. */
  month: string;
  kind: string | null;
  ranker: string;
  parameters: unknown;
  dataVersion: number;
  methodVersion: number;
  cellsTotal: number;
};

/** A stored run by its id; undefined where there is none. @param id a whole number. */
export async function findStoredRun(
  db: Db,
  jurisdiction: string,
  id: string,
): Promise<FoundRun | undefined> {
  const { rows } = await sql<FoundRun>`
    SELECT to_char(month, 'YYYY-MM') AS month, kind, ranker, parameters, data_version::float8 AS "dataVersion",
           method_version AS "methodVersion", cells_total AS "cellsTotal"
    FROM ranking_run WHERE jurisdiction = ${jurisdiction} AND id = ${id}::bigint
  `.execute(db);
  return rows[0];
}

/**
 * Ranks and stores the run with a hotspot for each cell whose score is above zero, in one statement: facts and
 * data version are of one snapshot, and a second request for the same run adds nothing.
 */
export async function storeRun(db: Db, run: NewRun): Promise<void> {
  await storeRunQuery(run).execute(db);
  // Without statistics a tile walks the whole run instead of looking its few cells up; the embedded database
  // gathers none by itself. Where the role does not own the table, PostgreSQL warns and its autovacuum does it.
  await refreshStatistics(db, ['hotspot']);
}

export function storeRunQuery(run: NewRun): RawBuilder<unknown> {
  const { jurisdiction, month, kind } = run.scope;
  return sql`
    ${rankedCells(run)}, run AS (
      INSERT INTO ranking_run (jurisdiction, month, kind, ranker, parameters, as_of, data_version,
                               method_version, cells_total)
      SELECT ${jurisdiction}, ${month}::date, ${kind}::text, ${run.ranker.id},
             ${JSON.stringify(run.parameters)}::jsonb, ${month}::date, ${incidentsVersion(jurisdiction)},
             ${run.ranker.methodVersion}::int, (SELECT count(*) FROM ranked)
      ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO hotspot (jurisdiction, run_id, rank, i, j, score, count, harm, z, q)
    SELECT ${jurisdiction}, run.id, row_number() OVER (ORDER BY ${bestFirst}), i, j, score, count, harm, z, q
    FROM ranked CROSS JOIN run WHERE score > 0`;
}

/** The best cells of a stored run. */
export async function listHotspots(
  db: Db,
  { jurisdiction, runId, limit }: { jurisdiction: string; runId: string; limit: number },
): Promise<RankedCell[]> {
  const { rows } = await hotspotsQuery({ jurisdiction, runId, limit }).execute(db);
  return rows;
}

export function hotspotsQuery({
  jurisdiction,
  runId,
  limit,
}: {
  jurisdiction: string;
  runId: string;
  limit: number;
}): RawBuilder<RankedCell> {
  return sql<RankedCell>`
    SELECT rank, i, j, round(ST_X(cell.centre)::numeric, 6)::float8 AS lon,
           round(ST_Y(cell.centre)::numeric, 6)::float8 AS lat, score, count, harm, z, q
    FROM hotspot JOIN cell USING (jurisdiction, i, j)
    WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId} AND rank <= ${limit}
    ORDER BY rank`;
}

/** Cells are plausible down to so many times the length of the list. */
const PLAUSIBLE_LISTS = 10;

/**
 * Plausible hotspots below the list, drawn at random: what is never looked at is never found. The draw is the same for
 * the same month, so that all who look at it mean the same cells, and another for the next.
 *
 * @param limit length of the list that they are drawn from below.
 */
export async function drawExploration(
  db: Db,
  {
    jurisdiction,
    runId,
    limit,
    month,
    draws,
  }: {
    jurisdiction: string;
    runId: string;
    limit: number;
    /** `YYYY-MM`. */
    month: string;
    draws: number;
  },
): Promise<RankedCell[]> {
  const { rows } = await sql<RankedCell>`
    SELECT rank, i, j, round(ST_X(cell.centre)::numeric, 6)::float8 AS lon,
           round(ST_Y(cell.centre)::numeric, 6)::float8 AS lat, score, count, harm, z, q
    FROM hotspot JOIN cell USING (jurisdiction, i, j)
    WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId} AND rank > ${limit}
      AND rank <= ${limit * PLAUSIBLE_LISTS}
    ORDER BY md5(concat_ws('/', ${jurisdiction}::text, ${month}::text, i, j)) LIMIT ${draws}
  `.execute(db);
  return rows;
}

/** Ranks that the given cells have in a stored run; those that are no hotspots there are left out. */
export async function listRanks(
  db: Db,
  { jurisdiction, runId }: { jurisdiction: string; runId: string },
  cells: readonly CellPlace[],
): Promise<(CellPlace & { rank: number })[]> {
  const { rows } = await sql<CellPlace & { rank: number }>`
    SELECT i, j, rank FROM ${wantedCells(cells)} JOIN hotspot USING (i, j)
    WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId}
  `.execute(db);
  return rows;
}
