import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../testing/database';
import { BinaryTuples } from './copy-binary';

const database = await openTestDatabase();

const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((value) => value.replaceAll('\0', ''));
const row = fc.record({
  int4: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  float8: fc.double({ noNaN: true }),
  instant: fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) }),
  day: fc.integer({ min: -40_000, max: 80_000 }),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  text: fc.option(text),
  json: fc.option(fc.dictionary(text, text, { maxKeys: 4 })),
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

it('refuses the one character that PostgreSQL cannot hold', () => {
  expect(() => new BinaryTuples().text('a\0b')).toThrow(RangeError);
});
