import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openTestDatabase } from '@/db/testing/database';
import { contentHash, type RowContent } from './content-hash';

const database = await openTestDatabase();

/** The definition, in the database's own words. */
async function hashesOf(rows: readonly RowContent[], srid: number): Promise<string[]> {
  const { rows: hashed } = await sql<{ hash: string }>`
    SELECT md5(
      coalesce(length("sourceId") || ':' || "sourceId", '') || E'\t' ||
      coalesce(length(kind) || ':' || kind, '') || E'\t' ||
      coalesce("occurredFrom"::text, '') || E'\t' ||
      coalesce(nullif("occurredTo", "occurredFrom")::text, '') || E'\t' ||
      coalesce("reportedAt"::text, '') || E'\t' ||
      coalesce(x || E'\t' || y, '') || E'\t' || ${String(srid)} || E'\t' ||
      origin || E'\t' || coalesce(details::text, '') || E'\t' ||
      coalesce(attributes::text, '') || E'\t' || coalesce(shape, '')) AS hash
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS staged (
      "sourceId" text, kind text, "occurredFrom" bigint, "occurredTo" bigint, "reportedAt" bigint,
      x float8, y float8, origin text, details jsonb, attributes jsonb, shape text)
  `.execute(database.db);
  return hashed.map(({ hash }) => hash);
}

const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((value) => value.replaceAll('\0', ''));
const instant = fc.option(fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2100, 0) }));
const coordinate = fc.oneof(
  fc.double({ min: -1.5e8, max: 1.5e8, noNaN: true }),
  fc.constantFrom(0, 1e-4, 9.99e-5, 1e-7, 120.0471, 500_000, 0.1 + 0.2, -1e-5),
);
const plain = fc.oneof(text, fc.integer({ min: 0, max: 1e12 }), fc.boolean());
const row = fc.record({
  sourceId: fc.option(text),
  kind: fc.option(text),
  occurredFrom: instant,
  occurredTo: instant,
  reportedAt: instant,
  x: coordinate.map((value) => value + 0),
  y: coordinate.map((value) => value + 0),
  origin: fc.constantFrom('citizen', 'patrol'),
  details: fc.option(fc.dictionary(text, plain, { maxKeys: 5, noNullPrototype: true })),
  attributes: fc.option(fc.dictionary(text, text, { maxKeys: 5, noNullPrototype: true })),
  shape: fc.option(fc.constant('{"type":"Point","coordinates":[1,2]}')),
});

it('is the hash that the database would make', () =>
  fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      expect(rows.map((one) => Buffer.from(contentHash(one, 4326)).toString('hex'))).toEqual(
        await hashesOf(rows, 4326),
      );
    }),
    { numRuns: 100 },
  ));
