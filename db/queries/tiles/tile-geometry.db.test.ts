import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { tileAt } from '@/geo/projection/web-mercator';
import { openTestDatabase } from '../../testing/database';

const { db } = await openTestDatabase();

const ZOOM = 11;
const home = tileAt(120.05, 28.85, ZOOM);
/** Tiles of the neighbourhood in which the random shapes lie whole. */
const columns = [home.x - 2, home.x + 2] as const;
const rows = [home.y - 2, home.y + 2] as const;
const vertex = fc.tuple(
  fc.double({ min: 119.9, max: 120.2, noNaN: true }),
  fc.double({ min: 28.72, max: 28.98, noNaN: true }),
);
/** All on one line: an area of nothing. */
const FLAT: [number, number][] = [
  [120.05584716796878, 28.72],
  [119.9, 28.72],
  [119.9, 28.72],
];
/** A sliver of 4 m by a nanometre. */
const SLIVER: [number, number][] = [
  [119.9, 28.72],
  [119.90000000000002, 28.72],
  [119.90000009536747, 28.720000000000006],
  [119.90004301071168, 28.720000000000006],
];
/** Crosses its own pieces where tiles overlap. */
const CROSSING: [number, number][] = [
  [120.05587494228884, 28.72],
  [120.05585394889586, 28.870317647803887],
  [120.06225992653948, 28.74765252475836],
];
const RUNS = { numRuns: 30 };

/** The shape in each tile of the neighbourhood, without its margin, moved back to where it lies in the world. */
function pieces(wkt: string, margin: number) {
  return sql`
    SELECT tile_x, tile_y, tile_geometry(ST_GeomFromText(${wkt}, 4326), ${ZOOM}::int, tile_x, tile_y, ${margin}::int) AS geom
    FROM generate_series(${columns[0]}::int, ${columns[1]}::int) AS tile_x,
         generate_series(${rows[0]}::int, ${rows[1]}::int) AS tile_y`;
}

/** The whole shape in units of the world at this zoom. */
function whole(wkt: string) {
  return sql`ST_SetSRID(ST_TransScale(ST_Transform(ST_GeomFromText(${wkt}, 4326), 3857),
    20037508.342789244, -20037508.342789244, ${2 ** ZOOM * 4096}::float8 / 40075016.685578488, ${-(2 ** ZOOM) * 4096}::float8 / 40075016.685578488), 0)`;
}

/** How far a line's points, of which there are many, lie from another at most. Buffers of crossing lines would be exact, but break embedded. */
const farthest = (line: RawBuilder<unknown>, other: RawBuilder<unknown>) => sql<number>`(
    SELECT coalesce(max(ST_Distance(point.geom, ${other})), 0) FROM ST_DumpPoints(ST_Segmentize(${line}, 16)) AS point)`;

const text = (points: readonly (readonly number[])[]) => points.map((p) => p.join(' ')).join(',');

describe('tile_geometry', () => {
  it('keeps areas valid, whole-numbered, turned as the format asks, and inside the margin', async () => {
    const polygon = fc.array(vertex, { minLength: 3, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(polygon, async (points) => {
        // Any vertices at all: most such rings cross themselves, as a hand-drawn zone may.
        const wkt = `POLYGON((${text([...points, points[0]!])}))`;
        const { rows: broken } = await sql`
          SELECT ST_AsText(geom) FROM (${pieces(wkt, 64)}) AS piece
          WHERE NOT (ST_IsValid(geom) AND ST_IsPolygonCCW(geom) AND ST_Equals(geom, ST_SnapToGrid(geom, 1))
            AND ST_CoveredBy(geom, ST_MakeEnvelope(-64, -64, 4160, 4160)) AND ST_Dimension(geom) = 2)`.execute(
          db,
        );
        expect(broken).toEqual([]);
      }),
      { ...RUNS, examples: [[FLAT], [SLIVER]] },
    );
  });

  it('covers with its pieces what the whole area covers', async () => {
    const triangle = fc.tuple(vertex, vertex, vertex);
    await fc.assert(
      fc.asyncProperty(triangle, async (points) => {
        const wkt = `POLYGON((${text([...points, points[0]])}))`;
        const { rows: found } = await sql<{ difference: number; perimeter: number }>`
          WITH world AS (SELECT ${whole(wkt)} AS geom)
          SELECT abs(ST_Area(world.geom) - (SELECT coalesce(sum(ST_Area(geom)), 0) FROM (${pieces(wkt, 0)}) AS piece)) AS difference,
                 ST_Perimeter(world.geom) AS perimeter
          FROM world`.execute(db);
        const { difference, perimeter } = found[0]!;
        // Rounding moves each edge by less than one unit.
        expect(difference).toBeLessThanOrEqual(perimeter + 4);
      }),
      RUNS,
    );
  });

  it('keeps a line within two units and a half of where it lay', async () => {
    const line = fc.array(vertex, { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(line, async (points) => {
        const wkt = `LINESTRING(${text(points)})`;
        const { rows: found } = await sql<{ away: number; missing: number }>`
          WITH world AS (SELECT ${whole(wkt)} AS geom),
          drawn AS (
            SELECT ST_Collect(ST_Translate(geom, 4096.0 * tile_x, 4096.0 * tile_y)) AS geom
            FROM (${pieces(wkt, 64)}) AS piece WHERE geom IS NOT NULL
          )
          SELECT ${farthest(sql`drawn.geom`, sql`world.geom`)} AS away, ${farthest(sql`world.geom`, sql`drawn.geom`)} AS missing
          FROM world, drawn`.execute(db);
        expect(found[0]?.away).toBeLessThanOrEqual(2.5);
        expect(found[0]?.missing).toBeLessThanOrEqual(2.5);
      }),
      { ...RUNS, examples: [[CROSSING]] },
    );
  });

  it('gives nothing where nothing is', async () => {
    const { rows: found } = await sql<{ geom: unknown }>`
      SELECT geom FROM (${pieces('POLYGON((0 0,1 0,1 1,0 0))', 64)}) AS piece WHERE geom IS NOT NULL
      UNION ALL SELECT geom FROM (${pieces('LINESTRING(0 0,1 0)', 64)}) AS piece WHERE geom IS NOT NULL
      UNION ALL SELECT geom FROM (${pieces('POLYGON EMPTY', 64)}) AS piece WHERE geom IS NOT NULL`.execute(
      db,
    );
    expect(found).toEqual([]);
  });
});

describe('tile_point', () => {
  it('puts each point into exactly one tile of each zoom, borders included', async () => {
    const place = fc.record({
      z: fc.integer({ min: 0, max: 22 }),
      lon: fc.oneof(
        fc.double({ min: -179.99, max: 179.99, noNaN: true }),
        fc.integer({ min: -1024, max: 1023 }).map((n) => n * 0.17578125),
      ),
      lat: fc.oneof(fc.double({ min: -85, max: 85, noNaN: true }), fc.constant(0)),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ z, lon, lat }) => {
        const { x, y } = tileAt(lon, lat, z);
        const { rows: found } = await sql<{ count: number }>`
          SELECT count(tile_point(ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326), ${z}::int, tile_x, tile_y))::int AS count
          FROM generate_series(${x - 1}::int, ${x + 1}::int) AS tile_x, generate_series(${y - 1}::int, ${y + 1}::int) AS tile_y`.execute(
          db,
        );
        expect(found[0]).toEqual({ count: 1 });
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with PROJ', async () => {
    const { rows: found } = await sql<{ difference: number }>`
      SELECT max(greatest(
        abs(tile_unit_x(lon, 22) - (ST_X(metres) / 40075016.685578488 + 0.5) * 4096 * 2 ^ 22),
        abs(tile_unit_y(lat, 22) - (0.5 - ST_Y(metres) / 40075016.685578488) * 4096 * 2 ^ 22)
      )) AS difference
      FROM generate_series(-179, 179, 10) AS lon, generate_series(-84, 84, 4) AS lat,
           LATERAL (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)) AS projected (metres)`.execute(
      db,
    );
    // A unit at zoom 22 is 2.3 mm.
    expect(found[0]!.difference).toBeLessThan(1e-3);
  });
});
