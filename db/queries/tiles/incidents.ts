import { type RawBuilder, sql } from 'kysely';
import { TILE_EXTENT } from '@/geo/projection/web-mercator';
import { blockPower, incidentBlocks } from './incident-blocks';
import {
  BIN_BITS,
  BIN_UNITS,
  type IncidentsAsked,
  isOneMonth,
  monthsAndKind,
} from './incident-filter';
import { type FeatureQuery, nearTile } from './tile-sql';

/** From this zoom each incident of one month is a feature; below, those of one bin are one, with their count. */
const SINGLE_FROM_ZOOM = 14;
/** The same where several months are asked for: in one pixel lie many. */
const SINGLE_FROM_ZOOM_OF_MONTHS = 16;

/**
 * Layer `incidents`: points with their `count`; the counts over the tiles of a zoom add up to the incidents asked for.
 *
 * - While a lattice cell is no larger than a bin of 64 units (over several months, two bins): blocks of cells by the
 *   facts, at the mean of the cells' centres.
 * - Then bins, at the mean of the incidents' places.
 * - From zoom 14 (over several months, 16): one feature an incident (id, kind, month, count = 1).
 */
export function incidentFeatures(asked: IncidentsAsked): FeatureQuery {
  const power = blockPower(asked);
  if (power !== undefined) return incidentBlocks(asked, power);
  const singleFrom = isOneMonth(asked) ? SINGLE_FROM_ZOOM : SINGLE_FROM_ZOOM_OF_MONTHS;
  return asked.tile.z >= singleFrom ? singleIncidents(asked) : incidentBins(asked);
}

function singleIncidents(asked: IncidentsAsked): FeatureQuery {
  return sql`
    SELECT id, kind, to_char(month, 'YYYY-MM') AS month, 1 AS count, ST_MakePoint(unit_x, unit_y) AS geom
    FROM (${pointsInTile(asked)}) AS point
    WHERE unit_x BETWEEN 0 AND 4095 AND unit_y BETWEEN 0 AND 4095
    ORDER BY id`;
}

function incidentBins(asked: IncidentsAsked): FeatureQuery {
  const bin = (unit: 'unit_x' | 'unit_y') => sql`(${sql.ref(unit)} >> ${BIN_BITS}::int)`;
  const lastBin = sql`${TILE_EXTENT / BIN_UNITS - 1}::int`;
  // A bin lies in one tile. The tile's own are chosen after the grouping: chosen before, the planner would expect next
  // to nothing, and sort a hundred thousand places instead of hashing them.
  return sql`
    SELECT count, ST_MakePoint(sum_x / count, sum_y / count) AS geom
    FROM (
      SELECT ${bin('unit_x')} AS bin_x, ${bin('unit_y')} AS bin_y,
             count(*)::int AS count, sum(unit_x) AS sum_x, sum(unit_y) AS sum_y
      FROM (${pointsInTile(asked)}) AS point
      GROUP BY bin_x, bin_y OFFSET 0
    ) AS bin
    WHERE bin_x BETWEEN 0 AND ${lastBin} AND bin_y BETWEEN 0 AND ${lastBin}
    ORDER BY bin_y, bin_x`;
}

/** Incidents near the tile with their place in tile units, by arithmetic: a million need no projection library. */
function pointsInTile(asked: IncidentsAsked): RawBuilder<unknown> {
  const { jurisdiction, tile } = asked;
  const { z, x, y } = tile;
  return sql`
    SELECT id, kind, month,
           (floor(tile_unit_x(ST_X(geom), ${z}::int)) - 4096::float8 * ${x}::int)::int AS unit_x,
           (floor(tile_unit_y(ST_Y(geom), ${z}::int)) - 4096::float8 * ${y}::int)::int AS unit_y
    FROM incident
    WHERE jurisdiction = ${jurisdiction} AND ${nearTile('geom', tile)} ${monthsAndKind(asked)}
    OFFSET 0`;
}
