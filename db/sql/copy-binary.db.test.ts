import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../testing/database';
import { BinaryTuples } from './copy-binary';

const database = await openTestDatabase();

const anyText = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((value) => value.replaceAll('\0', ''));
const row = fc.record({
  int4: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  float8: fc.double({ noNaN: true }),
  instant: fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) }),
  day: fc.integer({ min: -40_000, max: 80_000 }),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  text: fc.option(anyText),
  json: fc.option(fc.dictionary(anyText, anyText, { maxKeys: 4 })),
});

async function* once(tuples: BinaryTuples) {
  yield tuples.take();
}

it('gives the database the values that went in', () =>
  fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const tuples = new BinaryTuples();
      rows.forEach((values, n) => {
        tuples.begin(8);
        tuples.int4(n);
        tuples.int4(values.int4);
        tuples.float8(values.float8);
        tuples.timestamptz(values.instant);
        tuples.date(values.day);
        tuples.uuid(values.uuid);
        tuples.text(values.text);
        tuples.jsonb(values.json && JSON.stringify(values.json));
      });
      const read = await database.session(async ({ db, copyBinary }) => {
        await sql`CREATE TEMP TABLE brought (n int, int4 int, float8 float8, instant timestamptz, day date,
          uuid uuid, text text, json jsonb) ON COMMIT DROP`.execute(db);
        const columns = ['n', 'int4', 'float8', 'instant', 'day', 'uuid', 'text', 'json'];
        await copyBinary('brought', columns, once(tuples));
        return sql<Record<string, unknown>>`
          SELECT int4, float8, (extract(epoch FROM instant) * 1000)::float8 AS instant, day - '1970-01-01'::date AS day,
                 replace(uuid::text, '-', '') AS uuid, text, json
          FROM brought ORDER BY n`.execute(db);
      });
      expect(read.rows).toEqual(
        rows.map((values) => ({ ...values, uuid: Buffer.from(values.uuid).toString('hex') })),
      );
    }),
    { numRuns: 50 },
  ));

it('gives rows in the order of their ranks, and of equal rank as they came, again and again', async () => {
  const ranks = fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(ranks, ranks, async (first, second) => {
      const tuples = new BinaryTuples();
      for (const each of [first, second]) {
        each.forEach((rank, n) => {
          tuples.begin(1, rank);
          tuples.text(`${rank} `.repeat(n));
        });
        const expected = each
          .map((rank, n) => ({ rank, text: `${rank} `.repeat(n) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ text }) => text);
        expect(await stored(tuples)).toEqual(expected);
      }
    }),
    { numRuns: 30 },
  );
});

/** What the table holds, as it lies there. */
function stored(tuples: BinaryTuples): Promise<string[]> {
  return database.session(async ({ db, copyBinary }) => {
    await sql`CREATE TEMP TABLE brought (text text) ON COMMIT DROP`.execute(db);
    await copyBinary('brought', ['text'], once(tuples));
    const { rows } = await sql<{ text: string }>`SELECT text FROM brought ORDER BY ctid`.execute(
      db,
    );
    return rows.map(({ text }) => text);
  });
}

it('refuses the one character that PostgreSQL cannot hold', () => {
  expect(() => new BinaryTuples().text('a\0b')).toThrow(RangeError);
});
