import { sql } from 'kysely';
import { combinedShare, weightsInForce } from '../combined';
import { cellShape } from './cells';
import { type FeatureQuery, type TileOf, touchesTile } from './tile-sql';

/**
 * Layer `combined`: cells (id = "i,j", times = how often the mean cell's share, crime, crash, fire = per cent of all there is, tops =
 * parts among the highest twentieth).
 *
 * @param month `YYYY-MM-01`.
 */
export function combinedFeatures({
  jurisdiction,
  tile,
  month,
}: TileOf & { month: string }): FeatureQuery {
  const clipped = sql`tile_cell(mercator, ${tile.z}::int, ${tile.x}::int, ${tile.y}::int)`;
  return sql`
    WITH near AS MATERIALIZED (
      SELECT i, j, mercator FROM cell WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    )
    SELECT near.i || ',' || near.j AS id, times, 100 * cell_combined.crime AS crime, 100 * cell_combined.crash AS crash,
           100 * cell_combined.fire AS fire, tops,
           ${cellShape(jurisdiction, tile, clipped)} AS geom
    FROM near
    JOIN cell_combined ON cell_combined.jurisdiction = ${jurisdiction} AND month = ${month}::date
      AND cell_combined.i = near.i AND cell_combined.j = near.j
    CROSS JOIN ${weightsInForce(jurisdiction)}
    CROSS JOIN LATERAL (
      SELECT ${combinedShare} * (SELECT count(*) FROM cell WHERE jurisdiction = ${jurisdiction}) AS times,
             top_crime::int + top_crash::int + top_fire::int AS tops
    ) told
    WHERE times >= ${LEAST_TIMES}::float8 ORDER BY near.i, near.j`;
}

/** Of the mean cell's share; less of it is not drawn. */
const LEAST_TIMES = 1;
