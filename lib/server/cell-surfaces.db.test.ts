import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { cellsOfBox, insertFacts, insertJurisdiction, type TestFact } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { randomStream } from '@/geo/random/random-stream';
import { addMonths } from '@/lib/format/month';
import { trendOfCell } from './cell-evidence';
import { ensureSurfaces } from './cell-surfaces';
import { prepareRanking, storedRanking } from './ranking';

const database = await openTestDatabase();
const MONTH = '2017-01';

type Surface = { i: number; j: number; density: number; trend: string; cluster: string };

async function surfacesOf(db: Db, jurisdiction: string, month = MONTH): Promise<Surface[]> {
  const { runId } = await storedRanking(db, { jurisdiction, month });
  await ensureSurfaces(db, db, { jurisdiction, runId });
  const { rows } = await sql<Surface>`
    SELECT i, j, density, trend, cluster FROM cell_surface WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId}::bigint
  `.execute(db);
  return rows;
}

/** A year of a steady hot corner and something everywhere. */
function year(): TestFact[] {
  const random = randomStream(5, 'surfaces');
  return Array.from({ length: 12 }, (_, step): TestFact[] => {
    const month = `${addMonths('2016-01', step)}-01`;
    const somewhere = new Map<string, TestFact>();
    for (let draw = 0; draw < 12; draw++) {
      const [i, j] = [Math.floor(20 * random()), Math.floor(20 * random())];
      somewhere.set(`${i},${j}`, { i, j, month, count: 1 });
    }
    for (const [i, j] of [
      [4, 4],
      [4, 5],
      [5, 4],
    ] as const)
      somewhere.set(`${i},${j}`, { i, j, month, count: 6 });
    return [...somewhere.values()];
  }).flat();
}

describe('the surfaces of a run', () => {
  it.each(['square', 'hex'] as const)(
    'have the classes that each cell’s details tell: %s',
    (shape) =>
      inRollback(database, async (db) => {
        const jurisdiction = await insertJurisdiction(db, { shape, cells: cellsOfBox(20, 20) });
        await insertFacts(db, jurisdiction, year());
        const surfaces = await surfacesOf(db, jurisdiction);
        const prepared = await prepareRanking(db, { jurisdiction, month: MONTH });
        const classed = surfaces.filter(({ trend }) => trend !== 'none');
        expect(classed.find(({ i, j }) => i === 4 && j === 4)?.trend).toMatch(
          /^(persistent|intensifying|diminishing)-hot$/,
        );
        for (const { i, j, trend } of classed)
          expect((await trendOfCell(db, prepared, { i, j }))?.class).toBe(trend);
        const quiet = surfaces.find(({ trend }) => trend === 'none')!;
        expect((await trendOfCell(db, prepared, quiet))?.class).toBe('none');
        expect(surfaces.find(({ i, j }) => i === 4 && j === 4)?.cluster).toBe('high-high');
      }),
  );

  it.each(['square', 'hex'] as const)(
    'keep the number of incidents, away from the edge: %s',
    (shape) =>
      inRollback(database, async (db) => {
        const jurisdiction = await insertJurisdiction(db, { shape, cells: cellsOfBox(20, 20) });
        await insertFacts(db, jurisdiction, [
          { i: 9, j: 9, month: '2016-12-01', count: 7 },
          { i: 12, j: 10, month: '2016-02-01', count: 30 },
          { i: 12, j: 10, month: '2015-12-01', count: 500 },
        ]);
        const surfaces = await surfacesOf(db, jurisdiction);
        const squareKilometres = 0.0625 * (shape === 'hex' ? Math.sqrt(3) / 2 : 1);
        const total = surfaces.reduce((sum, { density }) => sum + density * squareKilometres, 0);
        expect(total).toBeCloseTo(37, 1);
        const best = surfaces.toSorted((a, b) => b.density - a.density)[0];
        expect(best).toMatchObject({ i: 12, j: 10 });
      }),
  );

  it('are none where nothing is known, and none of what an older run knew', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(4, 4) });
      expect(await surfacesOf(db, jurisdiction)).toEqual([]);
      const { runId } = await storedRanking(db, { jurisdiction, month: MONTH });
      await insertFacts(db, jurisdiction, [{ i: 1, j: 1, month: '2016-12-01', count: 3 }]);
      await ensureSurfaces(db, db, { jurisdiction, runId });
      const { rows } =
        await sql`SELECT FROM cell_surface WHERE jurisdiction = ${jurisdiction}`.execute(db);
      expect(rows).toHaveLength(0);
      expect((await surfacesOf(db, jurisdiction)).length).toBeGreaterThan(0);
    }));
});
