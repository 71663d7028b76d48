import { type RawBuilder, sql } from 'kysely';
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
export type RunKey = Omit<RankingQuery, 'limit' | 'cellShape' | 'withGeometry'> & {
  readonly parameters: object;
};

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

/**
 * Ranks and stores the run with a hotspot for each cell whose score is above zero, in one statement: facts and
 * data version are of one snapshot, and a second request for the same run adds nothing.
 */
export async function storeRun(
  db: Db,
  key: RunKey & Pick<RankingQuery, 'cellShape'>,
): Promise<void> {
  await storeRunQuery(key).execute(db);
  // Without statistics a tile walks the whole run instead of looking its few cells up; the embedded database
  // gathers none by itself. Where the role does not own the table, PostgreSQL warns and its autovacuum does it.
  await refreshStatistics(db, ['hotspot']);
}

export function storeRunQuery(key: RunKey & Pick<RankingQuery, 'cellShape'>): RawBuilder<unknown> {
  const { jurisdiction, month, kind } = key.scope;
  return sql`
    ${rankedCells(key)}, run AS (
      INSERT INTO ranking_run (jurisdiction, month, kind, ranker, parameters, as_of, data_version,
                               method_version, cells_total)
      SELECT ${jurisdiction}, ${month}::date, ${kind}::text, ${key.ranker.id},
             ${JSON.stringify(key.parameters)}::jsonb, ${month}::date, ${incidentsVersion(jurisdiction)},
             ${key.ranker.methodVersion}::int, (SELECT count(*) FROM ranked)
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
