import { type RawBuilder, sql } from 'kysely';
import { cellShape } from './cells';
import { type FeatureQuery, type TileOf, touchesTile } from './tile-sql';

type OfRun = TileOf & { run: string };

/** Layer `density`: cells (id = "i,j", density per km² and year) of one stored run. */
export function densityFeatures(of: OfRun): FeatureQuery {
  return surfaceFeatures(of, { columns: sql`density`, shown: sql`density > 0` });
}

/** Layer `trends`: cells with a class of emerging hotspots (id, trend such as "persistent.hot"). */
export function trendFeatures(of: OfRun): FeatureQuery {
  return surfaceFeatures(of, {
    columns: sql`replace(trend, '-', '.') AS trend`,
    shown: sql`trend <> 'none'`,
  });
}

/** Layer `clusters`: cells with a significant local Moran (id, cluster such as "high-high"). */
export function clusterFeatures(of: OfRun): FeatureQuery {
  return surfaceFeatures(of, { columns: sql`cluster`, shown: sql`cluster <> 'none'` });
}

function surfaceFeatures(
  { jurisdiction, tile, run }: OfRun,
  { columns, shown }: { columns: RawBuilder<unknown>; shown: RawBuilder<unknown> },
): FeatureQuery {
  const clipped = sql`tile_cell(mercator, ${tile.z}::int, ${tile.x}::int, ${tile.y}::int)`;
  // The tile's cells first, by place: a run has thousands of rows, and a tile few cells.
  return sql`
    WITH near AS MATERIALIZED (
      SELECT i, j, mercator FROM cell WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
    )
    SELECT near.i || ',' || near.j AS id, ${columns}, ${cellShape(jurisdiction, tile, clipped)} AS geom
    FROM near
    JOIN cell_surface ON cell_surface.jurisdiction = ${jurisdiction} AND run_id = ${run}::bigint
      AND cell_surface.i = near.i AND cell_surface.j = near.j
    WHERE ${shown} ORDER BY near.i, near.j`;
}
