import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { copyLine } from './sql/copy-text';
import { inRollback, openTestDatabase } from './testing/database';

const database = await openTestDatabase();
const { db } = database;

/** What both backends must give alike: the rest of the code never asks which one it runs on. */
describe(`a database of either backend`, () => {
  it('hands over each type the same way', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      SELECT 9007199254740993::int8 AS int8, 1.50::numeric AS numeric, date '2024-02-29' AS date,
             timestamptz '2024-02-29 12:00:00+08' AS instant, interval '90 minutes' AS interval,
             '\\x00ff'::bytea AS bytea, '{"a": [1, null]}'::jsonb AS json, ARRAY['a"b', NULL, 'c\\d'] AS texts,
             ST_SetSRID(ST_MakePoint(1, 2), 4326) AS point, true AS flag, 1.5::float8 AS float8, 7::int4 AS int4
    `.execute(db);
    expect({ ...rows[0], bytea: [...(rows[0]!.bytea as Uint8Array)] }).toEqual({
      int8: '9007199254740993',
      numeric: '1.50',
      date: '2024-02-29',
      instant: new Date('2024-02-29T04:00:00Z'),
      interval: '01:30:00',
      bytea: [0, 255],
      json: { a: [1, null] },
      texts: ['a"b', null, 'c\\d'],
      point: '0101000020E6100000000000000000F03F0000000000000040',
      flag: true,
      float8: 1.5,
      int4: 7,
    });
  });

  it('takes each parameter type the same way', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      SELECT ${12}::text AS number_as_text, ${'7'}::int4 AS text_as_number, ${new Date('2024-01-01T00:00:00Z')}::timestamptz AS instant,
             ${{ a: 'é"' }}::jsonb AS json, ${['x', 'y,"z', null]}::text[] AS texts, ${[1, 2]}::int4[] AS numbers,
             ${new Uint8Array([1, 254])}::bytea AS bytea, ${null}::text AS nothing, ${true}::bool AS flag
    `.execute(db);
    expect({ ...rows[0], bytea: [...(rows[0]!.bytea as Uint8Array)] }).toEqual({
      number_as_text: '12',
      text_as_number: 7,
      instant: new Date('2024-01-01T00:00:00Z'),
      json: { a: 'é"' },
      texts: ['x', 'y,"z', null],
      numbers: [1, 2],
      bytea: [1, 254],
      nothing: null,
      flag: true,
    });
  });

  it('loads rows by COPY, and takes them back when the session fails', async () => {
    const lines = async function* () {
      yield copyLine(['330784', '永康\t市\\\n']) + copyLine(['990001', null]);
    };
    await sql`CREATE TABLE copied (code text, name text)`.execute(db);
    await database.session(async (session) => {
      await session.copyFrom('copied', ['code', 'name'], lines());
    });
    await expect(
      database.session(async (session) => {
        await session.copyFrom('copied', ['code', 'name'], lines());
        throw new Error('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    const { rows } = await sql`SELECT code, name FROM copied ORDER BY code`.execute(db);
    expect(rows).toEqual([
      { code: '330784', name: '永康\t市\\\n' },
      { code: '990001', name: null },
    ]);
  });

  it('names the constraint that an error broke', async () => {
    await expect(
      sql`INSERT INTO data_version (jurisdiction, subject) VALUES ('000000', 'x')`.execute(db),
    ).rejects.toMatchObject({ code: '23503', constraint: 'data_version_jurisdiction_fkey' });
  });

  it('keeps concurrent transactions apart', async () => {
    await sql`CREATE TABLE counter (n int4)`.execute(db);
    await sql`INSERT INTO counter VALUES (0)`.execute(db);
    const add = () =>
      db.transaction().execute(async (transaction) => {
        await sql`UPDATE counter SET n = n + 1`.execute(transaction);
      });
    await Promise.all(Array.from({ length: 8 }, add));
    expect((await sql<{ n: number }>`SELECT n FROM counter`.execute(db)).rows).toEqual([{ n: 8 }]);
  });

  it('compiles no statement: that would take longer than to run it', async () => {
    const { rows } = await sql<{ compiles: boolean }>`
      SELECT current_setting('jit')::boolean AND pg_jit_available() AS compiles`.execute(db);
    expect(rows).toEqual([{ compiles: false }]);
  });

  it('says when a commit was a rollback', async () => {
    const attempt = db.transaction().execute(async (transaction) => {
      await sql`SELECT 1 / 0`.execute(transaction).catch(() => {});
    });
    await expect(attempt).rejects.toThrow();
  });

  it('leaves nothing behind a rolled-back test', async () => {
    await inRollback(database, async (transaction) => {
      await sql`CREATE TABLE leftover (n int4)`.execute(transaction);
    });
    const { rows } = await sql`SELECT to_regclass('leftover') AS found`.execute(db);
    expect(rows).toEqual([{ found: null }]);
  });
});
