import { sql } from 'kysely';
import { type FeatureQuery, type TileOf, tilePoint, touchesTile } from './tile-sql';

/** Tables whose rows are named or numbered on the map, and the column that does it. */
const LABELS = {
  village: 'name',
  grid: 'name',
  patrol_zone: 'name',
  black_spot: 'crashes',
} as const;

/**
 * Layers `village_labels`, `grid_labels`, `patrol_zone_labels` (id, name) and `black_spot_labels` (id, crashes): one point
 * a row, on or inside its shape, in the one tile of each zoom that holds it. Drawn from the shapes themselves, which
 * are cut at tile borders, a name would stand once in each piece.
 */
export function labelFeatures(
  table: keyof typeof LABELS,
  { jurisdiction, tile }: TileOf,
): FeatureQuery {
  const text = sql.ref(LABELS[table]);
  return sql`
    SELECT id, ${text}, ${tilePoint('label', tile)} AS geom
    FROM (
      SELECT id, ${text}, ST_PointOnSurface(geom) AS label
      FROM ${sql.table(table)}
      WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    ) AS named
    ORDER BY id`;
}
