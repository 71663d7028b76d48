import { sql } from 'kysely';
import { type FeatureQuery, nearTile, type TileOf } from './tile-sql';

/** A burglary raises the danger around it about so far, for about so long (Townsley, Homel & Chaseling 2003, doi:10.1093/bjc/43.3.615). */
const NEAR_METRES = 200;
const NEAR_DAYS = 14;

/** Metres of the equator in one pixel of a world of 512 pixels. */
const METRES_A_PIXEL = 78271.516964;

/**
 * Layer `near_repeats`: what happened in the {@link NEAR_DAYS} days before a month began and was reported by then (id,
 * kind, days_ago from 1, radius = pixels of {@link NEAR_METRES} in a world of 512 pixels, times 2²²).
 *
 * @param month `YYYY-MM-01`.
 */
export function nearRepeatFeatures({
  jurisdiction,
  tile,
  month,
  kind,
}: TileOf & { month: string; kind?: string | undefined }): FeatureQuery {
  const { z, x, y } = tile;
  const pixels = (NEAR_METRES / METRES_A_PIXEL) * 2 ** 22;
  return sql`
    SELECT id, kind, days_ago, ${pixels}::float8 / cos(radians(ST_Y(point.geom))) AS radius,
           tile_point(point.geom, ${z}::int, ${x}::int, ${y}::int) AS geom
    FROM (
      SELECT id, kind, geom, ${month}::date - (occurred_from AT TIME ZONE timezone)::date AS days_ago,
             ${month}::timestamp AT TIME ZONE timezone AS as_of, reported_at
      FROM incident JOIN (SELECT code, timezone FROM jurisdiction WHERE code = ${jurisdiction}) place ON code = incident.jurisdiction
      WHERE jurisdiction = ${jurisdiction} AND ${nearTile('geom', tile)} ${kind ? sql`AND kind = ${kind}` : sql``}
        AND month >= date_trunc('month', ${month}::date - ${NEAR_DAYS}::int)::date AND month < ${month}::date
    ) AS point
    WHERE days_ago <= ${NEAR_DAYS}::int AND (reported_at IS NULL OR reported_at < as_of)
    ORDER BY days_ago DESC, id`;
}
