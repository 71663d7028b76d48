import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neighbours } from '@/geo/grid/neighbours';
import type { Db } from '../../client';
import { insertJurisdiction } from '../../testing/builders';
import { inRollback, openTestDatabase } from '../../testing/database';

const database = await openTestDatabase();

const cells = fc.uniqueArray(
  fc.record({ i: fc.integer({ min: -2, max: 3 }), j: fc.integer({ min: -2, max: 3 }) }),
  { selector: ({ i, j }) => `${i},${j}`, minLength: 1, maxLength: 36 },
);

/** What the triggers keep, beside a fresh count over the cells there are. */
async function keptAndCounted(db: Db, code: string, shape: 'square' | 'hex') {
  const stored = await db
    .selectFrom('cell')
    .where('jurisdiction', '=', code)
    .select(['i', 'j', 'neighbourhood_size as size'])
    .execute();
  const { offsets } = neighbours(shape, stored);
  const counted = stored.map((_, at) => (offsets[at + 1] ?? 0) - (offsets[at] ?? 0));
  return { kept: stored.map(({ size }) => size), counted };
}

it.each(['square', 'hex'] as const)('%s cells know how many are around them', (shape) =>
  fc.assert(
    fc.asyncProperty(cells, fc.integer({ min: -2, max: 3 }), async (all, removedColumn) => {
      await inRollback(database, async (db) => {
        const code = await insertJurisdiction(db, { shape, cells: all });
        const added = await keptAndCounted(db, code, shape);
        expect(added.kept).toEqual(added.counted);
        await db
          .deleteFrom('cell')
          .where('jurisdiction', '=', code)
          .where('i', '=', removedColumn)
          .execute();
        const removed = await keptAndCounted(db, code, shape);
        expect(removed.kept).toEqual(removed.counted);
      });
    }),
    { numRuns: 25 },
  ),
);
