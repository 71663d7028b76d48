import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type Tile, tileAt } from '@/geo/projection/web-mercator';
import type { Db } from '../../client';
import { cellsOfBox, insertFacts, insertJurisdiction, type TestFact } from '../../testing/builders';
import { inRollback, openTestDatabase } from '../../testing/database';
import { findJurisdiction } from '../jurisdictions';
import { incidentFeatures } from './incidents';

const database = await openTestDatabase();

/** Of the default jurisdiction: metres of its lattice's cells. */
const SIZE_METRES = 250;
/** Cells around the lattice's origin, some of them outside the boundary's box; all within its buffer. */
const index = fc.integer({ min: -30, max: 60 });
const facts = fc.uniqueArray(
  fc.record({ i: index, j: index, count: fc.integer({ min: 1, max: 100_000 }) }),
  { minLength: 1, maxLength: 40, selector: ({ i, j }) => `${i},${j}` },
);

async function askedOf(db: Db, shape: 'square' | 'hex', tile: Tile) {
  const code = await insertJurisdiction(db, { shape, cellSizeMetres: SIZE_METRES });
  await sql`UPDATE jurisdiction SET buffer_metres = 40000 WHERE code = ${code}`.execute(db);
  const { lattice, metricSrid } = (await findJurisdiction(db, code))!;
  return { jurisdiction: code, tile, lattice, metricSrid };
}

type Drawn = { count: number; x: number; y: number };

async function draw(db: Db, asked: Parameters<typeof incidentFeatures>[0]): Promise<Drawn[]> {
  const { rows } = await sql<Drawn>`
    SELECT count, ST_X(geom) AS x, ST_Y(geom) AS y FROM (${incidentFeatures(asked)}) AS feature
    WHERE geom IS NOT NULL`.execute(db);
  return rows;
}

const month = { fromMonth: '2020-01-01', toMonth: '2020-01-01' };
/** The lattice's origin. */
const home = (z: number) => tileAt(120, 28.825, z);

describe.each(['square', 'hex'] as const)('blocks of %s cells', (shape) => {
  it.each([0, 7, 9, 10, 11])('count every incident once over the tiles of zoom %i', async (z) => {
    const { x, y } = home(z);
    const tiles = [-2, -1, 0, 1, 2].flatMap((right) =>
      [-2, -1, 0, 1, 2].map((down) => ({ z, x: x + right, y: y + down })),
    );
    const exists = (tile: Tile) => tile.x >= 0 && tile.y >= 0 && tile.x < 2 ** z && tile.y < 2 ** z;
    await fc.assert(
      fc.asyncProperty(facts, async (cells) => {
        await inRollback(database, async (db) => {
          const asked = await askedOf(db, shape, home(z));
          await insertFacts(
            db,
            asked.jurisdiction,
            cells.map((cell): TestFact => ({ ...cell, month: '2020-01-01' })),
          );
          let counted = 0;
          for (const tile of tiles.filter(exists))
            for (const { count } of await draw(db, { ...asked, ...month, tile })) counted += count;
          expect(counted).toBe(cells.reduce((sum, { count }) => sum + count, 0));
        });
      }),
      { numRuns: 5 },
    );
  });

  it('stand at the mean of the centres of their cells', async () => {
    await inRollback(database, async (db) => {
      const cells = cellsOfBox(4, 4);
      const code = await insertJurisdiction(db, { shape, cellSizeMetres: SIZE_METRES, cells });
      const { lattice, metricSrid } = (await findJurisdiction(db, code))!;
      await insertFacts(db, code, [
        { i: 1, j: 2, month: '2020-01-01', count: 3 },
        { i: 1, j: 2, month: '2020-01-01', count: 1, origin: 'patrol' },
      ]);
      const tile = home(11);
      const drawn = await draw(db, { jurisdiction: code, tile, lattice, metricSrid, ...month });
      const { rows: expected } = await sql<Drawn>`
        SELECT 4 AS count, ST_X(unit) AS x, ST_Y(unit) AS y
        FROM cell, LATERAL tile_point(centre, ${tile.z}::int, ${tile.x}::int, ${tile.y}::int) AS unit
        WHERE i = 1 AND j = 2`.execute(db);
      expect(drawn).toEqual(expected);
    });
  });
});

describe('where incidents are read instead', () => {
  const asked = { jurisdiction: '330784', metricSrid: 4549, tile: home(12) };
  const lattice = (sizeMetres: number) =>
    ({ shape: 'square', sizeMetres, originX: 0, originY: 0 }) as const;
  const readsFacts = (query: Parameters<typeof incidentFeatures>[0]) =>
    incidentFeatures(query).compile(database.db).sql.includes('cell_month');

  it('is from the zoom at which a cell is larger than a bin, or than two over months', () => {
    const of250 = { ...asked, lattice: lattice(250) };
    expect(readsFacts({ ...of250, ...month })).toBe(false);
    expect(readsFacts({ ...of250, ...month, tile: home(11) })).toBe(true);
    expect(readsFacts(of250)).toBe(true);
    expect(readsFacts({ ...of250, tile: home(13) })).toBe(false);
    expect(readsFacts({ ...asked, lattice: lattice(1000), tile: home(11) })).toBe(false);
  });
});

it('gives nothing, and no error, on the other side of the world', async () => {
  await inRollback(database, async (db) => {
    const asked = await askedOf(db, 'square', { z: 10, x: 340, y: 600 });
    expect(await draw(db, { ...asked, ...month })).toEqual([]);
  });
});
