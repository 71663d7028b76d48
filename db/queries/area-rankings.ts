import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import {
  bestFirst,
  incidentsVersion,
  type RankingQuery,
  type RankingTotals,
  rankedCells,
  SIGNIFICANT_Q,
} from './ranking';
import type { AreaUnit, RankingScope } from './ranking/scope';
import type { NewRun } from './ranking-runs';
import { refreshStatistics } from './statistics';

/** An area's place in a ranking. */
export type RankedArea = {
  /** From 1. */
  rank: number;
  /** The id of the grid, village or town. */
  id: string;
  townId: string | null;
  name: string;
  nameEn: string | null;
  /** Whether its outline is not known: what is nearer to this village than to any other. */
  isEstimated: boolean;
  squareKilometres: number;
  /** Of a point inside, degrees in EPSG:4326. */
  lon: number;
  lat: number;
  /** The ranker's own measure. */
  score: number;
  /** Incidents of the last 12 months, whatever the ranker. */
  count: number;
  /** Harm of the last 12 months. */
  harm: number;
  /** Gi* of the last 12 months; null where there are fewer than two areas. */
  z: number | null;
  /** Benjamini–Hochberg q of z over all areas of the unit. */
  q: number | null;
};

export type AreaScope = RankingScope & { readonly unit: AreaUnit };

/** All areas of a unit, best first, and, on each row, the totals. */
export function areaRankingQuery(
  query: Omit<RankingQuery, 'limit' | 'scope'> & { readonly scope: AreaScope },
): RawBuilder<Omit<RankedArea, 'rank'> & RankingTotals> {
  const { jurisdiction, unit } = query.scope;
  return sql`
    ${rankedCells(query)}
    SELECT area.id, town_id AS "townId", name, name_en AS "nameEn", is_estimated AS "isEstimated",
           square_kilometres AS "squareKilometres", ${pointColumns},
           score, count, harm, z, q, ${incidentsVersion(jurisdiction)}::float8 AS "dataVersion",
           (SELECT total FROM field) AS incidents,
           (SELECT coalesce(sum(cells), 0)::int FROM judged WHERE z > 0 AND q < ${SIGNIFICANT_Q}) AS "significantCells"
    FROM ranked JOIN area ON area.jurisdiction = ${jurisdiction} AND unit = ${unit} AND place = i
    ORDER BY ${bestFirst}`;
}

/** Six decimals are about 0.1 m. */
const pointColumns = sql`round(ST_X(point)::numeric, 6)::float8 AS lon, round(ST_Y(point)::numeric, 6)::float8 AS lat`;

/** Ranks and stores the run with all its areas, in one statement; a second request for the same run adds nothing. */
export async function storeAreaRun(
  db: Db,
  run: Omit<NewRun, 'scope'> & { readonly scope: AreaScope },
): Promise<void> {
  await storeAreaRunQuery(run).execute(db);
  await refreshStatistics(db, ['area_hotspot']);
}

export function storeAreaRunQuery(
  run: Omit<NewRun, 'scope'> & { readonly scope: AreaScope },
): RawBuilder<unknown> {
  const { jurisdiction, unit, month, kind } = run.scope;
  return sql`
    ${rankedCells(run)}, run AS (
      INSERT INTO ranking_run (jurisdiction, month, kind, ranker, parameters, as_of, data_version,
                               method_version, cells_total)
      SELECT ${jurisdiction}, ${month}::date, ${kind}::text, ${run.ranker.id},
             ${JSON.stringify(run.parameters)}::jsonb, ${month}::date, ${incidentsVersion(jurisdiction)},
             ${run.ranker.methodVersion}::int, (SELECT count(*) FROM ranked)
      ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO area_hotspot (jurisdiction, run_id, rank, area_id, town_id, name, name_en, is_estimated, square_kilometres,
                              lon, lat, score, count, harm, z, q)
    SELECT ${jurisdiction}, run.id, row_number() OVER (ORDER BY ${bestFirst}), area.id, town_id, name, name_en, is_estimated,
           square_kilometres, ${pointColumns}, score, count, harm, z, q
    FROM ranked JOIN area ON area.jurisdiction = ${jurisdiction} AND unit = ${unit} AND place = i CROSS JOIN run`;
}

/** All areas of a stored run, best first; of some towns only where ids are given. */
export async function listAreaHotspots(
  db: Db,
  {
    jurisdiction,
    runId,
    towns = [],
  }: { jurisdiction: string; runId: string; towns?: readonly string[] },
): Promise<RankedArea[]> {
  const { rows } = await sql<RankedArea>`
    SELECT rank, area_id AS id, town_id AS "townId", name, name_en AS "nameEn", is_estimated AS "isEstimated",
           square_kilometres AS "squareKilometres", lon, lat, score, count, harm, z, q
    FROM area_hotspot
    WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId}::bigint
      ${towns.length > 0 ? sql`AND town_id = ANY(${towns}::text[])` : sql``}
    ORDER BY rank
  `.execute(db);
  return rows;
}

/** Ranks of the areas of a stored run, by id. */
export async function listAreaRanks(
  db: Db,
  { jurisdiction, runId }: { jurisdiction: string; runId: string },
): Promise<{ id: string; rank: number }[]> {
  const { rows } = await sql<{ id: string; rank: number }>`
    SELECT area_id AS id, rank FROM area_hotspot
    WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId}::bigint
  `.execute(db);
  return rows;
}
