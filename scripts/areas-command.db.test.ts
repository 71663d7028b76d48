import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import {
  cellsOfBox,
  insertFacts,
  insertIncidents,
  insertJurisdiction,
} from '../db/testing/builders';
import { openTestDatabase } from '../db/testing/database';
import { speak } from './testing/spoken-command';

/** What `zhantu rank --unit` and `zhantu combined` say. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const { db } = database;
const CODE = await insertJurisdiction(db, { cells: cellsOfBox(10, 10) });
await insertFacts(db, CODE, [{ i: 2, j: 2, month: '2020-03-01', count: 3 }]);
// At the one place that incidents of tests stand at; another lies outside of both towns.
await insertIncidents(db, CODE, [
  { i: 2, j: 2, day: '2020-03-01' },
  { i: 2, j: 2, day: '2020-03-09' },
  { i: 2, j: 2, day: '2020-03-10', lon: 120.3 },
]);
await sql`
  INSERT INTO town (jurisdiction, id, name, geom) VALUES
    (${CODE}, 't1', '甲镇', ST_Multi(ST_MakeEnvelope(119.95, 28.85, 120.05, 28.95, 4326))),
    (${CODE}, 't2', '乙镇', ST_Multi(ST_MakeEnvelope(120.05, 28.85, 120.15, 28.95, 4326)))
`.execute(db);
const rank = ['rank', '--jurisdiction', CODE, '--month', '2020-04', '--unit', 'town'];
const json = async (...words: string[]) => {
  const { status, stdout, stderr } = await speak(...words, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
};

describe('zhantu rank --unit', () => {
  it('ranks towns, says what lies in none, and repeats a stored run to the byte', async () => {
    const told = await json(...rank);
    expect(told).toMatchObject({
      unit: 'town',
      ranker: 'count_12m',
      areasTotal: 2,
      areasEstimated: 0,
    });
    expect(told.areas.map(({ id, count }: { id: string; count: number }) => [id, count])).toEqual([
      ['t1', 2],
      ['t2', 0],
    ]);
    const { stdout, stderr } = await speak(...rank, '--save');
    expect(stdout).toMatch(/甲镇/);
    expect(stdout).toContain('1 incidents of all months lie in no town');
    const run = /run (\d+)/.exec(stderr)?.[1] ?? '';
    const verified = await speak('rank', '--jurisdiction', CODE, '--run', run, '--verify');
    expect(verified).toMatchObject({ status: 0 });
    expect(verified.stdout).toContain('2 places, the same bytes');
    expect(await json('rank', '--jurisdiction', CODE, '--run', run)).toEqual(told);
  });

  it('says what there is to choose from', async () => {
    const wrong = await speak(
      'rank',
      '--jurisdiction',
      CODE,
      '--month',
      '2020-04',
      '--unit',
      'street',
    );
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('cell, grid, village, town');
    const none = await speak(
      'rank',
      '--jurisdiction',
      CODE,
      '--month',
      '2020-04',
      '--unit',
      'grid',
    );
    expect(none).toMatchObject({ status: 1 });
    expect(none.stderr).toContain('import them first');
  });
});

describe('zhantu combined', () => {
  const list = ['combined', 'list', '--jurisdiction', CODE, '--month', '2020-04'];
  const weigh = ['combined', 'weigh', '--jurisdiction', CODE, '--crash', '1', '--fire', '1'];

  it('lists the cells by their shares, and weighs them anew', async () => {
    expect(await json(...list)).toMatchObject({
      weights: { version: 0, crime: 1, crash: 1, fire: 1 },
      totals: { incidents: 3, crashWeight: 0, firePoints: 0 },
      cells: [{ rank: 1, i: 2, j: 2, crime: 1, crash: 0, fire: 0 }],
    });
    expect((await speak(...weigh, '--crime', '2', '--since', '0')).stdout).toContain('version 1');
    const { stdout } = await speak(...list);
    expect(stdout).toContain('weights crime 2, crash 1, fire 1 (version 1)');
    expect(stdout).toMatch(/50\.00 %/);
    const late = await speak(...weigh, '--crime', '3', '--since', '0');
    expect(late.status).toBe(1);
    expect(late.stderr).toContain('have changed since version 0');
  });

  it('refuses weights that weigh nothing', async () => {
    const nothing = [
      'combined',
      'weigh',
      '--jurisdiction',
      CODE,
      '--crime',
      '0',
      '--crash',
      '0',
      '--fire',
      '0',
      '--since',
      '1',
    ];
    expect(await speak(...nothing)).toMatchObject({ status: 2 });
  });
});
