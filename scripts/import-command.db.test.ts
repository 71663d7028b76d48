import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../db/testing/database';
import { speak } from './testing/spoken-command';

/** What `zhantu import` says, lists and takes back. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const folder = mkdtempSync(join(tmpdir(), 'zhantu-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let code = '';
let nextCode = 330_900;
beforeEach(async () => {
  code = await create('--bbox=120,28.85,120.08,28.93');
});

async function create(box: string): Promise<string> {
  const next = String(nextCode++);
  const words = ['--code', next, '--name', '永康市', box, '--cell', '2000', '--timezone', 'UTC'];
  const { status, stderr } = await speak('jurisdiction', 'create', ...words);
  expect(status, stderr).toBe(0);
  return next;
}

const HEADER = 'id,occurred,lon,lat,kind\n';
const good = (...ids: string[]) =>
  ids.map((id) => `${id},2024-03-01 08:00,120.05,28.9,theft\n`).join('');

function bring(content: string, ...options: string[]) {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, content);
  const rejects = ['--rejects', join(folder, 'rejects.csv')];
  const words = ['incidents', path, '--jurisdiction', code, '--create-kinds', ...rejects];
  return speak('import', ...words, ...options);
}

const undo = (batch: string, ...more: string[]) =>
  speak('import', 'undo', batch, '--jurisdiction', code, ...more);
const list = (...more: string[]) => speak('import', 'list', '--jurisdiction', code, ...more);
const batchOf = ({ stdout }: { stdout: string }): string => JSON.parse(stdout).batch;

async function counts() {
  const { rows } = await sql<{ incidents: number; facts: number; version: number | null }>`
    SELECT (SELECT count(*)::int FROM incident WHERE jurisdiction = ${code}) AS incidents,
           (SELECT coalesce(sum(count), 0)::int FROM cell_month WHERE jurisdiction = ${code}) AS facts,
           (SELECT version::int FROM data_version WHERE jurisdiction = ${code} AND subject = 'incidents') AS version`.execute(
    database.db,
  );
  return rows[0]!;
}

describe('the summary of an import', () => {
  it('tells what came in and what did not', async () => {
    const rows = `${HEADER + good('', '', 'a')}z,2024-03-01,0,0,theft\n`;
    const { stdout, stderr, status } = await bring(rows, '--quiet');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.replaceAll(/import \d+/g, 'import N')).toBe(
      [
        '           4  read',
        '           3  accepted as import N',
        '           1  of them identical to an earlier row of the file: counted as events of their own',
        `           1  rejected, listed in ${join(folder, 'rejects.csv')}`,
        '           1    zero_coordinates',
        '',
      ].join('\n'),
    );
  });

  it('says plainly that nothing changed when all rows are known', async () => {
    const rows = HEADER + good(...Array.from({ length: 1_200 }, (_, n) => `${n}`));
    await bring(rows, '--quiet');
    const before = await counts();
    const { stdout, stderr, status } = await bring(rows, '--quiet');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(
      [
        '       1,200  read',
        '           0  new, 1,200 already known; nothing changed',
        '           0  rejected',
        '',
      ].join('\n'),
    );
    expect(await counts()).toEqual(before);
  });

  it('tells new and known rows apart in one file', async () => {
    await bring(HEADER + good('1', '2'), '--quiet');
    const { stdout } = await bring(HEADER + good('1', '2', '3'), '--quiet');
    expect(stdout).toMatch(
      /^ +3 {2}read\n +1 {2}accepted as import \d+\n +2 {2}already known: nothing added\n/,
    );
  });
});

describe('a swap of longitude and latitude', () => {
  it('is hinted at where the swapped position is on the Earth but elsewhere', async () => {
    // Cairo: 31° east and 30° north, and so is a position the other way round.
    code = await create('--bbox=31.2,30,31.3,30.1');
    const rows = `${HEADER}1,2024-03-01,30.05,31.25,theft\n2,2024-03-01,30.05,33,theft\n3,2024-03-01,31.25,30.05,theft\n`;
    const { status, stdout } = await bring(rows, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      accepted: 1,
      rejectedByReason: { outside_jurisdiction: 2 },
    });
    const [, swapped, elsewhere] = readFileSync(join(folder, 'rejects.csv'), 'utf8').split('\n');
    expect(swapped).toMatch(
      /^2,outside_jurisdiction,"\(30.05, 31.25\) is more than 1000 m outside the jurisdiction; the other way round it would lie inside: are lon and lat swapped\?"/,
    );
    expect(elsewhere).toMatch(
      /^3,outside_jurisdiction,"\(30.05, 33\) is more than 1000 m outside the jurisdiction"/,
    );
  });
});

describe('import list', () => {
  it('lists the imports of one jurisdiction, latest first, as a table and as JSON', async () => {
    const first = batchOf(await bring(HEADER + good('1', '2'), '--json'));
    const second = batchOf(
      await bring(`${HEADER + good('1', '3')}x,2024-03-01,0,0,theft\n`, '--json'),
    );
    await undo(first);
    const other = code;
    code = await create('--bbox=121,28.85,121.08,28.93');
    expect(await list()).toEqual({
      status: 0,
      stdout: '',
      stderr: `nothing was imported into ${code} yet\n`,
    });
    expect((await list('--json')).stdout).toBe('[]\n');
    code = other;
    const batches = JSON.parse((await list('--json')).stdout);
    expect(batches).toEqual([
      expect.objectContaining({
        ...{ id: second, subject: 'incidents', fileName: 'rows.csv', undoneAt: null },
        ...{ rowsRead: 3, rowsAccepted: 1, rowsKnown: 1, rowsRejected: 1 },
      }),
      expect.objectContaining({
        ...{ id: first, rowsRead: 2, rowsAccepted: 2, rowsKnown: 0, rowsRejected: 0 },
        undoneAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      }),
    ]);
    const [header, ...lines] = (await list()).stdout.trimEnd().split('\n');
    expect(header).toMatch(/^import +at +subject +file +accepted +known +rejected +state$/);
    expect(lines).toEqual([
      expect.stringMatching(
        new RegExp(
          `^ *${second} +${batches[0].createdAt} +incidents +rows.csv +1 +1 +1 +in place$`,
        ),
      ),
      expect.stringMatching(
        new RegExp(
          `^ *${first} +\\S+ +incidents +rows.csv +2 +0 +0 +undone ${batches[1].undoneAt}$`,
        ),
      ),
    ]);
  });

  it('says which jurisdictions there are when asked for another', async () => {
    const told = await speak('import', 'list', '--jurisdiction', '999999');
    expect(told).toMatchObject({ status: 1, stdout: '' });
    expect(told.stderr).toMatch(/^zhantu: there is no jurisdiction 999999: create it .*\n$/);
    expect(told.stderr).toContain(code);
  });
});

describe('import undo', () => {
  it('takes an import out once, and lets it come in again', async () => {
    const rows = HEADER + good('1', '2', '', '');
    const batch = batchOf(await bring(rows, '--json'));
    expect(await counts()).toMatchObject({ incidents: 4, facts: 4 });
    const undone = await undo(batch, '--json');
    expect(JSON.parse(undone.stdout)).toEqual({ jurisdiction: code, batch, removed: 4 });
    const after = await counts();
    expect(after).toMatchObject({ incidents: 0, facts: 0 });

    const twice = await undo(batch);
    expect(twice).toMatchObject({ status: 1, stdout: '' });
    expect(twice.stderr).toMatch(
      new RegExp(`^zhantu: import ${batch} was undone already, on \\S+\\n$`),
    );
    expect(await counts()).toEqual(after);

    const again = await bring(rows, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ accepted: 4, known: 0, identicalRows: 1 });
    expect(batchOf(again)).not.toBe(batch);
    expect(await counts()).toMatchObject({ incidents: 4, facts: 4 });
  });

  it('leaves what another import brought, though the file was the same in part', async () => {
    const first = batchOf(await bring(HEADER + good('1', '2'), '--json'));
    await bring(HEADER + good('2', '3'), '--json');
    await undo(first);
    const { rows } = await sql<{ id: string }>`
      SELECT source_id AS id FROM incident WHERE jurisdiction = ${code}`.execute(database.db);
    expect(rows).toEqual([{ id: '3' }]);
  });

  it('refuses a number that is no import of the jurisdiction', async () => {
    const batch = batchOf(await bring(HEADER + good('1'), '--json'));
    const before = await counts();
    for (const unknown of [String(Number(batch) + 1000), '0', 'last', '1e3', '9'.repeat(18)]) {
      expect(await undo(unknown)).toEqual({
        status: 1,
        stdout: '',
        stderr: `zhantu: jurisdiction ${code} has no import ${unknown}: see \`zhantu import list --jurisdiction ${code}\`\n`,
      });
    }
    const mine = code;
    code = await create('--bbox=121,28.85,121.08,28.93');
    expect(await undo(batch)).toMatchObject({ status: 1 });
    code = mine;
    expect(await counts()).toEqual(before);
    expect((await speak('import', 'undo', '--jurisdiction', code)).status).toBe(2);
  });
});
