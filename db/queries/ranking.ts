import type { Polygon } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { Weighing } from '@/geo/ranking/history';
import type { Part, Ranker } from '@/geo/ranking/ranker';
import type { Db } from '../client';
import { type CellShape, localStatistics } from './ranking/local-statistics';
import { countedCells } from './ranking/part-values';
import type { RankingScope } from './ranking/scope';

/** A cell's place in a ranking. */
export type RankedCell = {
  /** From 1. */
  rank: number;
  i: number;
  j: number;
  /** Centre, degrees in EPSG:4326. */
  lon: number;
  lat: number;
  /** The ranker's own measure: a count or a z-score. */
  score: number;
  /** Incidents of the last 12 months, whatever the ranker. */
  count: number;
  /** Harm of the last 12 months. */
  harm: number;
  /** Gi* of the last 12 months; null where there are fewer than two cells. */
  z: number | null;
  /** Benjamini–Hochberg q of z over all cells. */
  q: number | null;
  geometry?: Polygon;
};

/** What must be known of a jurisdiction before it can be ranked. */
export type RankedPlace = {
  name: string;
  cellShape: CellShape;
  cellSizeMetres: number;
  /** IANA name. */
  timezone: string;
  cellsTotal: number;
  /** First month with facts of any kind, `YYYY-MM-01`; null where there is none. */
  firstMonth: string | null;
  /** Last such month. */
  lastMonth: string | null;
  /** Version of the incidents; 0 where none ever came. */
  dataVersion: number;
};

export type RankingQuery = {
  readonly scope: RankingScope;
  readonly score: Ranker['score'];
  readonly parts: readonly Part[];
  readonly weighing: Weighing;
  readonly cellShape: CellShape;
  /** IANA name. */
  readonly timezone: string;
  /** How many of the best cells to give. */
  readonly limit: number;
  readonly withGeometry?: boolean;
};

/** Version of the jurisdiction's incidents, as a scalar subquery. */
export function incidentsVersion(jurisdiction: string): RawBuilder<number> {
  return sql<number>`coalesce((SELECT version FROM data_version
    WHERE jurisdiction = ${jurisdiction} AND subject = 'incidents'), 0)`;
}

/** The place as a ranking sees it; undefined where there is no such jurisdiction. */
export async function findRankedPlace(
  db: Db,
  jurisdiction: string,
): Promise<RankedPlace | undefined> {
  const { rows } = await sql<RankedPlace>`
    SELECT name, cell_shape AS "cellShape", cell_size_metres AS "cellSizeMetres", timezone,
           (SELECT min(month) FROM cell_month_total WHERE cell_month_total.jurisdiction = jurisdiction.code)::text AS "firstMonth",
           (SELECT max(month) FROM cell_month_total WHERE cell_month_total.jurisdiction = jurisdiction.code)::text AS "lastMonth",
           ${incidentsVersion(jurisdiction)}::float8 AS "dataVersion",
           (SELECT count(*)::int FROM cell WHERE jurisdiction = ${jurisdiction}) AS "cellsTotal"
    FROM jurisdiction WHERE code = ${jurisdiction}
  `.execute(db);
  return rows[0];
}

/**
 * The WITH list that ends in `ranked (i, j, score, count, harm, last_month, z, q)`: every cell of the
 * jurisdiction, unordered. {@link bestFirst} is its order.
 */
export function rankedCells(query: Omit<RankingQuery, 'limit'>): RawBuilder<unknown> {
  const { parts, cellShape: shape } = query;
  const score = query.score === 'gistar' ? sql`coalesce(z, 0)` : sql`measure`;
  return sql`
    WITH ${countedCells(parts, { ...query, shape })}, ${localStatistics(shape, query.scope)}, ranked AS (
      SELECT i, j, (${score})::float8 AS score, count, harm, last_month, z, q FROM local
    )`;
}

/** Total order of the rows of `ranked`, so that a ranking is a function of its input. */
export const bestFirst = sql`score DESC, harm DESC, last_month DESC NULLS LAST, i, j`;

/** What a ranking knew as a whole; on each of its rows, so that all are of one snapshot. */
export type RankingTotals = {
  dataVersion: number;
  /** Incidents of the last 12 months in all cells. */
  incidents: number;
  /** Cells with more than chance explains: z above 0 and q below {@link SIGNIFICANT_Q}. */
  significantCells: number;
};

/** Of the cells called significant, so many in a hundred may be chance. */
export const SIGNIFICANT_Q = 0.05;

/** The best cells of a month and, on each row, the totals. */
export function rankingQuery(
  query: RankingQuery,
): RawBuilder<Omit<RankedCell, 'rank'> & RankingTotals> {
  const { jurisdiction } = query.scope;
  return sql`
    ${rankedCells(query)}, best AS (SELECT * FROM ranked ORDER BY ${bestFirst} LIMIT ${query.limit})
    SELECT i, j, ${centreColumns}, score, count, harm, z, q,
           ${incidentsVersion(jurisdiction)}::float8 AS "dataVersion",
           (SELECT total FROM field) AS incidents,
           (SELECT coalesce(sum(cells), 0)::int FROM judged WHERE z > 0 AND q < ${SIGNIFICANT_Q}) AS "significantCells"
           ${query.withGeometry ? geometryColumn : sql``}
    FROM best JOIN cell USING (i, j) WHERE cell.jurisdiction = ${jurisdiction}
    ORDER BY ${bestFirst}`;
}

/** Six decimals are about 0.1 m. */
const centreColumns = sql`round(ST_X(cell.centre)::numeric, 6)::float8 AS lon,
           round(ST_Y(cell.centre)::numeric, 6)::float8 AS lat`;
const geometryColumn = sql`, ST_AsGeoJSON(cell.geom, 6)::json AS geometry`;
