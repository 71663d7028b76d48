import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type ActorSettings, forActor } from './actor-database';
import type { Db } from './client';
import { harden, isSeparated, listHardeningGaps } from './hardening';
import { insertJurisdiction } from './testing/builders';
import { openTestDatabases } from './testing/database';

const { owner, app } = await openTestDatabases();
await harden(owner.db);
for (const code of ['330784', '330785']) await insertJurisdiction(owner.db, { code });

const COMMANDER: ActorSettings = {
  jurisdiction: '330784',
  role: 'commander',
  towns: null,
  userId: 'u1',
};
const actor = forActor(app, COMMANDER);

type Standing = { role: string; settings: (string | null)[] };

/** As which role and with which settings a statement runs. */
async function standing(db: Db): Promise<Standing> {
  const { rows } = await sql<Standing>`
    SELECT current_user AS role, ARRAY[current_setting('app.jurisdiction', true), current_setting('app.role', true),
      current_setting('app.towns', true), current_setting('app.user', true)] AS settings`.execute(
    db,
  );
  return rows[0]!;
}

/** What the next user of the pool finds. */
async function expectNothingLeft(): Promise<void> {
  const { role, settings } = await standing(app.db);
  expect(role).not.toBe('zhantu_app');
  expect(settings.filter(Boolean)).toEqual([]);
}

const codes = (db: Db) => db.selectFrom('jurisdiction').select('code').orderBy('code').execute();

describe('forActor', () => {
  it('runs each statement as somebody, and leaves nothing behind', async () => {
    expect(await standing(actor.db)).toEqual({
      role: 'zhantu_app',
      settings: ['330784', 'commander', '*', 'u1'],
    });
    expect(await codes(actor.db)).toEqual([{ code: '330784' }]);
    await expectNothingLeft();
    expect(await codes(owner.db)).toHaveLength(2);
  });

  it('runs transactions and sessions likewise, whatever their isolation', async () => {
    const inside = await actor.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(standing);
    expect(inside.role).toBe('zhantu_app');
    expect((await actor.session(({ db }) => standing(db))).settings[0]).toBe('330784');
    const controlled = await actor.db.startTransaction().execute();
    const savepoint = await controlled.savepoint('here').execute();
    expect((await standing(savepoint)).role).toBe('zhantu_app');
    await savepoint.rollbackToSavepoint('here').execute();
    await controlled.commit().execute();
    await expectNothingLeft();
  });

  it('commits what it writes, and nothing of what fails', async () => {
    const zone = (id: string) => ({
      jurisdiction: '330784',
      id,
      name: id,
      geom: sql<never>`ST_GeomFromText('MULTIPOLYGON(((120 28.8,120.1 28.8,120.1 28.9,120 28.8)))', 4326)`,
    });
    await actor.db.insertInto('patrol_zone').values(zone('kept')).execute();
    const failing = actor.db.transaction().execute(async (transaction) => {
      await transaction.insertInto('patrol_zone').values(zone('lost')).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await expect(
      actor.db.insertInto('patrol_zone').values(zone('kept')).execute(),
    ).rejects.toMatchObject({ code: '23505' });
    const { rows } = await sql`SELECT id FROM patrol_zone`.execute(owner.db);
    expect(rows).toEqual([{ id: 'kept' }]);
    await expectNothingLeft();
  });

  it('leaves nothing behind a statement that fails, alone or in a transaction', async () => {
    const divide = (db: Db) => sql`SELECT 1 / 0`.execute(db);
    await expect(divide(actor.db)).rejects.toMatchObject({ code: '22012' });
    await expectNothingLeft();
    await expect(actor.db.transaction().execute(divide)).rejects.toMatchObject({ code: '22012' });
    await expectNothingLeft();
    await expect(actor.session(({ db }) => divide(db))).rejects.toMatchObject({ code: '22012' });
    await expectNothingLeft();
  });

  it('leaves nothing behind a caller who gave up', async () => {
    const abort = new AbortController();
    const running = sql`SELECT count(*) FROM generate_series(1, 300000)`.execute(actor.db, {
      signal: abort.signal,
    });
    // The connection is taken, the transaction begun, and the statement under way or about to be.
    setImmediate(() => abort.abort(new Error('given up')));
    await expect(running).rejects.toThrow('given up');
    await expectNothingLeft();
    const { signal } = new AbortController();
    expect((await sql`SELECT 1 AS one`.execute(actor.db, { signal })).rows).toEqual([{ one: 1 }]);
    await expectNothingLeft();
  });

  it('leaves nothing behind a role that cannot be taken', async () => {
    const broken = app.wrapped((connection) => ({
      ...connection,
      query: ((text: string, parameters: unknown[]) =>
        connection.query(
          text.replace('ROLE zhantu_app', 'ROLE nobody_of_this_name'),
          parameters,
        )) as typeof connection.query,
      release: connection.release.bind(connection),
    }));
    await expect(codes(forActor(broken, COMMANDER).db)).rejects.toThrow('nobody_of_this_name');
    await expectNothingLeft();
  });

  it('leaves nothing behind an end that got lost', async () => {
    let lost = 2;
    const flaky = app.wrapped((connection) => ({
      ...connection,
      query: ((text: string, parameters: unknown[]) =>
        /^(commit|rollback)$/.test(text) && lost-- > 0
          ? Promise.reject(new Error('lost'))
          : connection.query(text, parameters)) as typeof connection.query,
      release: connection.release.bind(connection),
    }));
    await expect(codes(forActor(flaky, COMMANDER).db)).rejects.toThrow('lost');
    await expectNothingLeft();
  });

  it('leaves nothing behind whoever lets go in the middle', async () => {
    let running: Promise<unknown> | undefined;
    const hasty = actor.wrapped((connection) => {
      running = connection.query('SELECT count(*) FROM generate_series(1, 200000)', []);
      running.catch(() => {});
      connection.release();
      throw new Error('let go');
    });
    await expect(codes(hasty.db)).rejects.toThrow('let go');
    await expectNothingLeft();
    await expect(running).rejects.toThrow();
    await expectNothingLeft();
  });

  // The embedded database has no connection that could break.
  if (app.backend === 'postgres')
    it('goes on after a connection broke', async () => {
      const pid = async (db: Db) =>
        (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db)).rows[0]!.pid;
      const cut = actor.db.transaction().execute(async (transaction) => {
        const victim = await pid(transaction);
        await sql`SELECT pg_terminate_backend(${victim}::int, 10000)`.execute(owner.db);
        return codes(transaction);
      });
      await expect(cut).rejects.toThrow();
      await expectNothingLeft();
      expect(await codes(actor.db)).toEqual([{ code: '330784' }]);
    });

  it('keeps concurrent actors apart', async () => {
    const other = forActor(app, { ...COMMANDER, jurisdiction: '330785' });
    const asked = Array.from({ length: 20 }, (_, n) => codes((n % 2 ? other : actor).db));
    const answers = await Promise.all(asked);
    expect(answers.map(([row]) => row?.code)).toEqual(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? '330785' : '330784')),
    );
    await expectNothingLeft();
  });

  it('takes every text as a value, and as nothing else', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme-composite', maxLength: 20 }),
      fc.constantFrom(
        `'; RESET ROLE; --`,
        `\\'; RESET ROLE; --`,
        `', role = 'postgres`,
        `E'\\x27`,
        '*',
        '{}',
        '{"a"}',
        '"},{"',
        'NULL',
        '$$',
        `330784' OR '1'='1`,
        '\r\n;',
        '%s',
      ),
    );
    const settings = fc.record({
      jurisdiction: hostile,
      role: hostile,
      towns: fc.option(fc.array(hostile, { maxLength: 4 })),
      userId: fc.option(hostile),
    });
    await fc.assert(
      fc.asyncProperty(settings, async (asked) => {
        const texts = [asked.jurisdiction, asked.role, asked.userId ?? '', ...(asked.towns ?? [])];
        if (texts.some((text) => text.includes('\0'))) {
          expect(() => forActor(app, asked)).toThrow(RangeError);
          return;
        }
        const { db } = forActor(app, asked);
        const { rows } = await sql<{ role: string; seen: unknown[]; towns: string[] }>`
          SELECT current_user AS role, actor_towns() AS towns,
                 json_build_array(current_setting('app.jurisdiction'), current_setting('app.role'), current_setting('app.user'),
                                  actor_sees_all_towns()) AS seen`.execute(db);
        expect(rows[0]).toEqual({
          role: 'zhantu_app',
          seen: [asked.jurisdiction, asked.role, asked.userId ?? '', asked.towns === null],
          towns: asked.towns ?? [],
        });
      }),
      { numRuns: 300 },
    );
    await expectNothingLeft();
  });
});

describe('a statement of an actor', () => {
  it.each([
    'RESET ROLE',
    'SET ROLE NONE',
    'SET LOCAL app.jurisdiction = 330785',
    'SET SESSION AUTHORIZATION DEFAULT',
    'RESET ALL',
    'DISCARD ALL',
    'SELECT 1; RESET ROLE',
    'COMMIT; RESET ROLE; BEGIN',
    'begin; reset role',
    'DO $$ BEGIN RESET ROLE; END $$',
    'CREATE TABLE stolen (n int)',
    'CREATE TEMP TABLE town (n int)',
    'COPY town TO STDOUT',
    '/**/ RESET ROLE',
    'LISTEN x',
    'PREPARE x AS SELECT 1',
  ])('does no more than read and write rows: %s', async (text) => {
    await expect(sql.raw(text).execute(actor.db)).rejects.toThrow(/here|at a time/);
    const inTransaction = actor.db
      .transaction()
      .execute((transaction) => sql.raw(text).execute(transaction));
    await expect(inTransaction).rejects.toThrow(/here|at a time/);
    await expectNothingLeft();
  });

  it.each([
    `SELECT set_config('role', 'none', true)`,
    `SELECT set_config('app.jurisdiction', '330785', true)`,
    `SELECT U&"set\\005fconfig"('role', 'none', true)`,
    `UPDATE pg_settings SET setting = '330785' WHERE name = 'app.jurisdiction'`,
    `SELECT query_to_xml('SELECT set_con' || 'fig(''role'', ''none'', true)', true, true, '')`,
    'SELECT rolpassword FROM pg_authid',
    'SELECT 1 AS n INTO stolen',
    'SELECT 1 AS n INTO TEMP stolen',
    `SELECT pg_read_file('/etc/passwd')`,
    'SELECT lo_import($$/etc/passwd$$)',
    'DELETE FROM incident',
    `UPDATE result SET value = 0`,
    'INSERT INTO jurisdiction SELECT * FROM jurisdiction',
    'DELETE FROM hazard',
    `SELECT nextval('incident_id_seq')`,
    'SELECT attributes FROM incident',
    'UPDATE ranking_run SET ranker = ranker',
  ])('is denied by the database: %s', async (text) => {
    await expect(sql.raw(text).execute(actor.db)).rejects.toMatchObject({ code: '42501' });
    await expectNothingLeft();
  });

  it('cannot run two statements with parameters either', async () => {
    const two = sql`SELECT ${1}::int; RESET ROLE`.execute(actor.db);
    await expect(two).rejects.toMatchObject({ code: '42601' });
    await expectNothingLeft();
  });
});

describe('hardening', () => {
  it('knows a login that is bound from one that is not', async () => {
    expect(await isSeparated(owner.db)).toBe(false);
    expect(await isSeparated(app.db)).toBe(app.backend === 'postgres');
  });

  it('tells what is missing, and mends it', async () => {
    expect(await listHardeningGaps(app.db)).toEqual([]);
    await sql`
      ALTER FUNCTION geometry_overlaps(geometry, geometry) NOT LEAKPROOF;
      GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC;
      DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$
    `.execute(owner.db);
    expect(await listHardeningGaps(app.db)).toEqual([
      'settings_in_statements',
      'slow_tiles',
      'temporary_tables',
    ]);
    await Promise.all([harden(owner.db), harden(owner.db)]);
    expect(await listHardeningGaps(app.db)).toEqual([]);
  });
});
