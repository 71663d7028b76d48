import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Db } from '../../client';
import { inRollback, openTestDatabase } from '../../testing/database';

const database = await openTestDatabase();

const rows = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('a', 'b', 'c'),
    month: fc.constantFrom('2020-01-01', '2020-02-01'),
    i: fc.integer({ min: 0, max: 2 }),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  { selector: ({ kind, month, i }) => [kind, month, i].join(), minLength: 1, maxLength: 12 },
);

/** What the triggers keep, beside what a fresh sum gives. */
async function kept(db: Db): Promise<{ kept: unknown; summed: unknown }> {
  const result = await sql<{ kept: unknown; summed: unknown }>`
    SELECT (SELECT json_agg(known ORDER BY month, origin, i, j) FROM cell_month_total known) AS kept,
           (SELECT json_agg(fresh ORDER BY month, origin, i, j) FROM (
              SELECT jurisdiction, month, origin, i, j, sum(count) AS count,
                     sum((harm * 1e6)::bigint)::bigint AS harm_millionths
              FROM cell_month GROUP BY jurisdiction, month, origin, i, j) fresh) AS summed
  `.execute(db);
  return result.rows[0]!;
}

it('sums over kinds follow every way of writing facts', () =>
  fc.assert(
    fc.asyncProperty(rows, rows, fc.constantFrom('a', 'b'), async (first, second, kind) => {
      await inRollback(database, async (db) => {
        for (const batch of [first, second]) {
          await sql`
            INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
            SELECT '330784', kind, month, 'citizen', i, 0, count, count * 0.1
            FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS x (kind text, month date, i int, count int)
            ON CONFLICT (jurisdiction, month, kind, origin, i, j) DO UPDATE
              SET count = cell_month.count + excluded.count, harm = cell_month.harm + excluded.harm
          `.execute(db);
          const now = await kept(db);
          expect(now.kept).toEqual(now.summed);
        }
        await sql`UPDATE cell_month SET count = count + 1, harm = harm * 3 WHERE kind = ${kind}`.execute(
          db,
        );
        const updated = await kept(db);
        expect(updated.kept).toEqual(updated.summed);
        await sql`DELETE FROM cell_month WHERE kind = ${kind} OR i = 0`.execute(db);
        const deleted = await kept(db);
        expect(deleted.kept).toEqual(deleted.summed);
      });
    }),
    { numRuns: 25 },
  ));
