import { type RawBuilder, sql } from 'kysely';
import { type AreaUnit, isOfKinds, type RankingScope } from './scope';

/**
 * Incidents of the last days before the ranked month, as a subquery `(i, j, age, count, harm_millionths)`: `age` is 0
 * for the last day. Days are those of the jurisdiction's clock. What was not reported when the month began is left out.
 *
 * @param timezone of the jurisdiction, an IANA name.
 */
export function daysBefore(
  scope: RankingScope,
  { days, timezone }: { days: number; timezone: string },
): RawBuilder<unknown> {
  const { jurisdiction, month, origins, unit } = scope;
  const place =
    unit === undefined ? sql`cell_i AS i, cell_j AS j` : sql`covering.place AS i, 0 AS j`;
  return sql`(
      SELECT ${place}, ${month}::date - 1 - day AS age, count(*) AS count,
             sum((harm_weight * 1e6)::bigint) AS harm_millionths
      FROM incident
      JOIN (SELECT code, harm_weight FROM kind WHERE jurisdiction = ${jurisdiction}) weighed ON weighed.code = incident.kind
      ${unit === undefined ? sql`` : coveringArea(jurisdiction, unit)}
      CROSS JOIN LATERAL (SELECT (occurred_from AT TIME ZONE ${timezone})::date AS day) happened
      WHERE jurisdiction = ${jurisdiction} AND month < ${month}::date
        AND month >= date_trunc('month', ${month}::date - ${days}::int)::date
        AND day >= ${month}::date - ${days}::int
        AND (reported_at IS NULL OR reported_at < ${month}::timestamp AT TIME ZONE ${timezone})
        AND origin = ANY(${origins}::text[]) AND ${isOfKinds(scope)}
      GROUP BY 1, 2, 3
    ) lately`;
}

/** The area that an incident counts in, by the rule of `countAreas`. */
function coveringArea(jurisdiction: string, unit: AreaUnit): RawBuilder<unknown> {
  return sql`CROSS JOIN LATERAL (
        SELECT place FROM area
        WHERE area.jurisdiction = ${jurisdiction} AND unit = ${unit} AND ST_Covers(area.geom, incident.geom)
        ORDER BY place LIMIT 1
      ) covering`;
}
