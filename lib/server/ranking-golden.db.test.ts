import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { rankingQuery } from '@/db/queries/ranking';
import { insertFacts, insertJurisdiction } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { neighbours } from '@/geo/grid/neighbours';
import { gistar } from '@/geo/ranking/rankers/gistar';
import { localGiStar } from '@/geo/stats/getis-ord';
import { twoSidedP } from '@/geo/stats/normal';
import {
  column,
  type GoldenRow,
  hasSharedGolden,
  largestDifference,
  readFixture,
  readSharedGolden,
  SHARED_GOLDEN_NOTE,
} from '@/geo/testing/golden';

const database = await openTestDatabase();

/** Feeds a golden grid to the database as cells and facts, and gives back its z and q in the golden's order. */
async function rankGolden(db: Db, rows: readonly GoldenRow[], shape: 'square' | 'hex') {
  // The goldens' hexagons are pointy-topped with odd rows shifted: ours with rows and columns exchanged.
  const [across, up] = shape === 'hex' ? (['j', 'i'] as const) : (['i', 'j'] as const);
  const cells = rows.map((row) => ({ i: row[across]!, j: row[up]!, count: row.n! }));
  const jurisdiction = await insertJurisdiction(db, { shape, cells });
  const facts = cells.filter(({ count }) => count > 0);
  await insertFacts(
    db,
    jurisdiction,
    facts.map((fact) => ({ ...fact, month: '2016-06-01' })),
  );
  const { rows: ranked } = await rankingQuery({
    scope: { jurisdiction, month: '2016-12-01', kind: null, group: null, origins: ['citizen'] },
    score: 'gistar',
    parts: gistar.parts(
      {},
      { lattice: { shape, sizeMetres: 250 }, stepsAYear: 12, historySteps: 6, isPartOfAll: false },
    ),
    weighing: 'count',
    timezone: 'Asia/Shanghai',
    cellShape: shape,
    limit: rows.length,
  }).execute(db);
  const found = new Map(ranked.map((cell) => [`${cell.i},${cell.j}`, cell]));
  const inOrder = cells.map(({ i, j }) => found.get(`${i},${j}`)!);
  return {
    z: Float64Array.from(inOrder, ({ z }) => z!),
    q: Float64Array.from(inOrder, ({ q }) => q!),
    counts: Float64Array.from(cells, ({ count }) => count),
    around: neighbours(shape, cells),
  };
}

describe('Gi* in SQL', () => {
  it('agrees with R spdep on 4,225 squares to 1e-9', () =>
    inRollback(database, async (db) => {
      const rows = readFixture('gistar-square-500m.csv');
      const { z } = await rankGolden(db, rows, 'square');
      expect(largestDifference(z, column(rows, 'gistar_z'))).toBeLessThan(1e-9);
    }));

  it.skipIf(!hasSharedGolden).each([
    ['gistar_p_fdr_sq250_100k.csv', 'square'],
    ['gistar_p_fdr_hex250_100k.csv', 'hex'],
  ] as const)(`agrees with R on %s: z to 1e-9, q to 1e-7${SHARED_GOLDEN_NOTE}`, (file, shape) =>
    inRollback(database, async (db) => {
      const rows = readSharedGolden(file);
      const { z, q, counts, around } = await rankGolden(db, rows, shape);
      expect(largestDifference(z, column(rows, 'z'))).toBeLessThan(1e-9);
      expect(largestDifference(q, column(rows, 'p_bh'))).toBeLessThan(1e-7);
      expect(largestDifference(z, localGiStar(counts, around))).toBeLessThan(1e-9);
    }),
  );

  it('computes p as the typed-array version does', async () => {
    const z = Array.from({ length: 801 }, (_, index) => (index - 400) / 10);
    const { rows } = await sql<{ p: number }>`
      SELECT two_sided_p(z) AS p FROM unnest(${z}::float8[]) WITH ORDINALITY AS given (z, place) ORDER BY place
    `.execute(database.db);
    const gaps = rows.map(({ p }, index) => Math.abs(p - twoSidedP(z[index]!)) / (p || 1));
    expect(Math.max(...gaps)).toBeLessThan(1e-13);
  });
});
