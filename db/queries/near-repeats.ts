import { sql } from 'kysely';
import type { Db } from '../client';
import { isOfKinds, type RankingScope } from './ranking/scope';

/** Where and when incidents happened, in the order of their ids. */
export type PlacedIncidents = {
  /** Easting in metres of the jurisdiction's metric CRS; y northing likewise. */
  x: Float64Array;
  y: Float64Array;
  /** Days from the first of the span, by the jurisdiction's clock. */
  days: Float64Array;
};

/**
 * Incidents of some months. Not from facts: a near repeat is a matter of metres and days.
 *
 * @param scope without its month; `from` and `to` are first days of months, `YYYY-MM-01`, both included.
 */
export async function listPlacedIncidents(
  db: Db,
  scope: Omit<RankingScope, 'month'>,
  { from, to }: { from: string; to: string },
): Promise<PlacedIncidents> {
  const { jurisdiction, origins } = scope;
  const { rows } = await sql<{ x: number; y: number; day: number }>`
    SELECT ST_X(metric) AS x, ST_Y(metric) AS y, (occurred_from AT TIME ZONE timezone)::date - ${from}::date AS day
    FROM (SELECT timezone, metric_srid FROM jurisdiction WHERE code = ${jurisdiction}) place
    CROSS JOIN incident
    CROSS JOIN LATERAL (SELECT ST_Transform(geom, metric_srid) AS metric) projected
    WHERE jurisdiction = ${jurisdiction} AND month BETWEEN ${from}::date AND ${to}::date
      AND origin = ANY(${origins}::text[]) AND ${isOfKinds(scope)}
    ORDER BY month, id
  `.execute(db);
  return {
    x: Float64Array.from(rows, ({ x }) => x),
    y: Float64Array.from(rows, ({ y }) => y),
    days: Float64Array.from(rows, ({ day }) => day),
  };
}
