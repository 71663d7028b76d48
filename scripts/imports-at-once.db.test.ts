import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Database } from '../db/client';
import { openPostgres } from '../db/postgres';
import { openCommandLine } from './testing/command-line';
import { startPipedImport } from './testing/piped-import';

/** Two `zhantu import` at the same time, as processes. */
const zhantu = await openCommandLine('imports_at_once');
const isEmbedded = Boolean(inject('snapshotFile'));
const CODES = ['330784', '330783'] as const;

/** Rows of ids from `first` up to `end`, in 36 months that a fresh database has no partitions for. */
const rows = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, index) => {
    const n = first + index;
    const lon = (120 + (n % 79) / 1000).toFixed(3);
    const month = `${2021 + (Math.floor(n / 12) % 3)}-${String((n % 12) + 1).padStart(2, '0')}`;
    return `${n},${month}-11 08:00,${lon},28.89,theft\n`;
  }).join('');
const HEADER = 'id,occurred,lon,lat,kind\n';
/** Rows enough to overflow a pipe: when they are taken, the import is under way. */
const MANY = 5_000;
const options = (code: string) => ['--jurisdiction', code, '--create-kinds', '--json'];

beforeAll(async () => {
  for (const code of isEmbedded ? CODES.slice(0, 1) : CODES) {
    const told = await zhantu.run(
      ...['jurisdiction', 'create', '--code', code, '--name', '永康市'],
      ...['--bbox=120,28.85,120.08,28.93', '--cell', '2000'],
    );
    expect(told.status, told.stderr).toBe(0);
  }
});

// Not skipped on the other backend: there is nothing of the kind to test there.
if (isEmbedded) describe('two processes on one folder', testOneFolder);
else describe('two imports on a server', testServer);

function testOneFolder(): void {
  it('tell the second who owns it and what to do, and leave the first alone', async () => {
    const first = startPipedImport(zhantu, 'first', ...options(CODES[0]));
    await first.write(HEADER + rows(0, MANY));
    const second = await zhantu.run('import', 'list', '--jurisdiction', CODES[0]);
    expect(second).toMatchObject({ status: 1, stdout: '' });
    expect(second.stderr).toMatch(/^zhantu: [^\n]+\n$/);
    expect(second.stderr).toContain(`${first.pid}`);
    expect(second.stderr).toContain('DATABASE_URL');
    await first.end();
    const { status, stdout, stderr } = await first.result;
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: MANY, rejected: 0 });
  });
}

function testServer(): void {
  let database: Database;
  beforeAll(() => {
    database = openPostgres({ url: zhantu.environment.DATABASE_URL ?? '', poolSize: 2 });
  });
  afterAll(() => database.close());

  const counted = async (code: string) =>
    (
      await sql<{ incidents: number; facts: number; batches: number[] }>`
        SELECT (SELECT count(*)::int FROM incident WHERE jurisdiction = ${code}) AS incidents,
               (SELECT sum(count)::int FROM cell_month WHERE jurisdiction = ${code}) AS facts,
               (SELECT array_agg(rows_accepted ORDER BY id) FROM import_batch WHERE jurisdiction = ${code}) AS batches`.execute(
        database.db,
      )
    ).rows[0]!;

  /** Resolves once so many connections of this database wait for others. */
  async function waiting(connections: number): Promise<void> {
    for (;;) {
      const { rows: waiters } = await sql`
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`.execute(
        database.db,
      );
      if (waiters.length >= connections) return;
    }
  }

  it('of two jurisdictions run side by side, through new months, without a deadlock', async () => {
    const imports = CODES.map((code) => startPipedImport(zhantu, `side-${code}`, ...options(code)));
    // Both are in the middle of their transactions before either may end.
    await Promise.all(imports.map((each) => each.write(HEADER + rows(0, MANY))));
    await database.db.transaction().execute(async (transaction) => {
      // Neither can add a month to the table before both have come to where they want to.
      await sql`LOCK TABLE incident IN SHARE UPDATE EXCLUSIVE MODE`.execute(transaction);
      await Promise.all(imports.map((each) => each.end()));
      await waiting(2);
    });
    for (const { result } of imports) {
      const { status, stdout, stderr } = await result;
      expect(status, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ accepted: MANY, known: 0, rejected: 0 });
    }
    for (const code of CODES)
      expect(await counted(code)).toEqual({ incidents: MANY, facts: MANY, batches: [MANY] });
  });

  it('of one jurisdiction follow each other, each whole', async () => {
    const first = startPipedImport(zhantu, 'first', ...options(CODES[0]));
    await first.write(HEADER + rows(MANY, 2 * MANY));
    // The other half of its rows are in no table yet, and the same again when they are.
    const second = startPipedImport(zhantu, 'second', ...options(CODES[0]));
    const feeding = second.write(HEADER + rows(MANY + 1_000, 2 * MANY + 1_000));
    await waiting(1);
    await first.end();
    await feeding;
    await second.end();
    const [told, toldSecond] = await Promise.all([first.result, second.result]);
    expect(told.status, told.stderr).toBe(0);
    expect(toldSecond.status, toldSecond.stderr).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({ accepted: MANY, known: 0 });
    expect(JSON.parse(toldSecond.stdout)).toMatchObject({ accepted: 1_000, known: MANY - 1_000 });
    expect(await counted(CODES[0])).toEqual({
      incidents: 2 * MANY + 1_000,
      facts: 2 * MANY + 1_000,
      batches: [MANY, MANY, 1_000],
    });
  });
}
