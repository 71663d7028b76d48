import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { tileAt } from '@/geo/projection/web-mercator';
import { cellsOfBox, insertJurisdiction } from '../../testing/builders';
import { inRollback, openTestDatabase } from '../../testing/database';
import { cellFeatures } from './cells';

const database = await openTestDatabase();

it.each([
  ['square', 20, 12],
  ['square', 250, 12],
  ['square', 250, 17],
  ['hex', 20, 12],
  ['hex', 250, 13],
  ['hex', 2000, 15],
] as const)(
  'draws a %s of %i m at zoom %i by scaling as the geometry library would',
  async (shape, cellSizeMetres, zoom) => {
    await inRollback(database, async (db) => {
      // On both sides of the tile's edges, and of the lattice's origin.
      const cells = cellsOfBox(24, 24, { i: -12, j: -12 });
      const jurisdiction = await insertJurisdiction(db, { shape, cellSizeMetres, cells });
      const { rows: middle } = await sql<{ lon: number; lat: number }>`
        SELECT ST_X(centre) AS lon, ST_Y(centre) AS lat FROM cell WHERE i = 0 AND j = 0`.execute(
        db,
      );
      const { lon, lat } = middle[0]!;
      const tile = tileAt(lon, lat, zoom);
      const { rows: found } = await sql<{ cells: number; differing: number; faulty: number }>`
        SELECT count(*)::int AS cells,
               count(*) FILTER (WHERE NOT ST_Equals(
                 feature.geom, tile_shape(mercator, ${tile.z}::int, ${tile.x}::int, ${tile.y}::int)))::int AS differing,
               count(*) FILTER (WHERE NOT (ST_IsValid(feature.geom) AND ST_IsPolygonCCW(feature.geom)
                 AND ST_SRID(feature.geom) = 0))::int AS faulty
        FROM (${cellFeatures({ jurisdiction, tile })}) AS feature JOIN cell USING (i, j)
        WHERE feature.geom IS NOT NULL`.execute(db);
      expect(found[0]).toMatchObject({ differing: 0, faulty: 0 });
      expect(found[0]!.cells).toBeGreaterThan(0);
    });
  },
);
