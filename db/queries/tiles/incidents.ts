import { type RawBuilder, sql } from 'kysely';
import { type FeatureQuery, nearTile, type TileOf } from './tile-sql';

/** From this zoom each incident is a feature; below, those of one bin are one feature with their count. */
const SINGLE_INCIDENTS_FROM_ZOOM = 14;
/** Side of a bin in tile units: 8 pixels of a 512-pixel tile. */
const BIN_UNITS = 64;

export type IncidentFilter = {
  /** First and last month, YYYY-MM-01; absent: no limit. */
  readonly fromMonth?: string | undefined;
  readonly toMonth?: string | undefined;
  readonly kind?: string | undefined;
};

/**
 * Layer `incidents`: points with their `count`; the counts over the tiles of a zoom add up to the incidents asked for.
 * From zoom 14 one feature an incident (id, kind, month, count = 1); below, one a bin, at the mean of its places.
 */
export function incidentFeatures(asked: TileOf & IncidentFilter): FeatureQuery {
  const points = pointsInTile(asked);
  if (asked.tile.z >= SINGLE_INCIDENTS_FROM_ZOOM) {
    return sql`
      SELECT id, kind, to_char(month, 'YYYY-MM') AS month, 1 AS count, ST_MakePoint(unit_x, unit_y) AS geom
      FROM (${points}) AS point
      WHERE unit_x BETWEEN 0 AND 4095 AND unit_y BETWEEN 0 AND 4095
      ORDER BY id`;
  }
  return sql`
    SELECT count(*)::int AS count, ST_MakePoint(sum(unit_x) / count(*), sum(unit_y) / count(*)) AS geom
    FROM (
      SELECT unit_x, unit_y, unit_x / ${BIN_UNITS}::int AS bin_x, unit_y / ${BIN_UNITS}::int AS bin_y
      FROM (${points}) AS point
      WHERE unit_x BETWEEN 0 AND 4095 AND unit_y BETWEEN 0 AND 4095
    ) AS binned
    GROUP BY bin_x, bin_y
    ORDER BY bin_y, bin_x`;
}

/** Incidents near the tile with their place in tile units, by arithmetic: a million need no projection library. */
function pointsInTile({
  jurisdiction,
  tile,
  fromMonth,
  toMonth,
  kind,
}: TileOf & IncidentFilter): RawBuilder<unknown> {
  const { z, x, y } = tile;
  return sql`
    SELECT id, kind, month,
           (floor(tile_unit_x(ST_X(geom), ${z}::int)) - 4096::float8 * ${x}::int)::int AS unit_x,
           (floor(tile_unit_y(ST_Y(geom), ${z}::int)) - 4096::float8 * ${y}::int)::int AS unit_y
    FROM incident
    WHERE jurisdiction = ${jurisdiction} AND ${nearTile('geom', tile)}
      ${fromMonth ? sql`AND month >= ${fromMonth}::date` : sql``}
      ${toMonth ? sql`AND month <= ${toMonth}::date` : sql``}
      ${kind ? sql`AND kind = ${kind}` : sql``}
    OFFSET 0`;
}
