import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import {
  cellsOfBox,
  deleteJurisdiction,
  insertFacts,
  insertJurisdiction,
  type TestFact,
} from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { UsageError, UserError } from '@/lib/user-error';
import { rankMonth, storedRanking } from './ranking';
import { rankingJson } from './ranking-json';

const database = await openTestDatabase();

const FACTS: TestFact[] = [
  { i: 0, j: 0, month: '2016-11-01', count: 3 },
  { i: 1, j: 0, month: '2016-12-01', count: 9 },
  { i: 2, j: 0, month: '2015-11-01', count: 7 },
  { i: 3, j: 0, month: '2015-12-01', count: 4, harm: 2.5 },
  { i: 3, j: 3, month: '2016-10-01', count: 8, origin: 'patrol' },
  { i: 9, j: 9, month: '2016-10-01', count: 99 },
];
const MONTH = { month: '2016-12', cells: 2 };

async function smallCity(db: Db): Promise<string> {
  const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(4, 4) });
  await insertFacts(db, jurisdiction, FACTS);
  return jurisdiction;
}

/** Uneven counts over a field of 400 cells, the same on every run. */
async function largerCity(db: Db, shape: 'square' | 'hex'): Promise<string> {
  const cells = cellsOfBox(20, 20, { i: -7, j: -3 });
  const jurisdiction = await insertJurisdiction(db, { cells, shape });
  const facts = cells.flatMap(({ i, j }, index) => {
    const count = (index * index * 7919) % 23;
    return count > 9 ? [{ i, j, count: count - 9, harm: count / 7, month: '2016-05-01' }] : [];
  });
  await insertFacts(db, jurisdiction, facts);
  return jurisdiction;
}

describe('rankMonth', () => {
  it('ranks by what was known before the month began, citizens only, cells of the jurisdiction only', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await smallCity(db);
      const places = async (ranker: string) => {
        const { cells } = await rankMonth(db, { ...MONTH, jurisdiction, ranker });
        return cells.map(({ rank, i, j, score, count, harm }) => [rank, i, j, score, count, harm]);
      };
      expect(await places('count_12m')).toEqual([
        [1, 3, 0, 4, 4, 2.5],
        [2, 0, 0, 3, 3, 3],
      ]);
      expect(await places('count_all')).toEqual([
        [1, 2, 0, 7, 0, 0],
        [2, 3, 0, 4, 4, 2.5],
      ]);
    }));

  it('counts other origins when asked to', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await smallCity(db);
      const { cells, parameters } = await rankMonth(db, {
        ...MONTH,
        jurisdiction,
        origins: ['patrol', 'citizen'],
      });
      expect(cells[0]).toMatchObject({ i: 3, j: 3, count: 8 });
      expect(parameters).toEqual({ months: 12, origins: ['citizen', 'patrol'] });
    }));

  it('takes a share of the cells, rounded up', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(10, 10) });
      const cellsOf = async (coverage: number) =>
        (await rankMonth(db, { month: '2016-12', jurisdiction, coverage })).cells.length;
      expect(await cellsOf(0.07)).toBe(7);
      expect(await cellsOf(0.071)).toBe(8);
      expect(await cellsOf(0.0001)).toBe(1);
      expect(await cellsOf(1)).toBe(100);
    }));

  it('gives z 0 and q 1 in a constant field, null for a single cell, and nothing for none', () =>
    inRollback(database, async (db) => {
      const request = { month: '2016-12' };
      const constant = await insertJurisdiction(db, { code: '000001', cells: cellsOfBox(3, 3) });
      const same = cellsOfBox(3, 3).map((cell) => ({ ...cell, month: '2016-11-01', count: 2 }));
      await insertFacts(db, constant, same);
      const field = await rankMonth(db, { ...request, jurisdiction: constant });
      expect(field.cells.map(({ z, q }) => [z, q])).toEqual(Array(9).fill([0, 1]));
      const single = await insertJurisdiction(db, { code: '000002', cells: cellsOfBox(1, 1) });
      const [alone] = (await rankMonth(db, { ...request, jurisdiction: single })).cells;
      expect(alone).toMatchObject({ z: null, q: null, score: 0 });
      const empty = await insertJurisdiction(db, { code: '000003' });
      const none = await rankMonth(db, { ...request, jurisdiction: empty });
      expect(none).toMatchObject({ cells: [], cellsTotal: 0, incidents: 0, dataVersion: 0 });
    }));

  it('says what is wrong with a request', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await smallCity(db);
      const asked = (change: object) => rankMonth(db, { ...MONTH, jurisdiction, ...change });
      await expect(asked({ kind: 'arson' })).rejects.toThrow(
        new UserError('no kind "arson" in 330784: choose theft, or all'),
      );
      await expect(asked({ ranker: 'guess' })).rejects.toThrow(UsageError);
      await expect(asked({ jurisdiction: '000000' })).rejects.toThrow(UserError);
      await expect(asked({ month: '2016-13' })).rejects.toThrow(/2016-12/);
      await expect(asked({ coverage: 0.5 })).rejects.toThrow(/not both/);
    }));
});

describe('rankingJson', () => {
  // One file for both backends: they must print the same bytes.
  it.each([
    ['square', 'gistar'],
    ['hex', 'gistar'],
    ['square', 'count_12m'],
    ['hex', 'count_all'],
  ] as const)('prints the same bytes on every backend: %s, %s', (shape, ranker) =>
    inRollback(database, async (db) => {
      const jurisdiction = await largerCity(db, shape);
      const request = { jurisdiction, month: '2016-12', ranker, cells: 40, withGeometry: true };
      const text = rankingJson(await rankMonth(db, request));
      expect(rankingJson(await rankMonth(db, request))).toBe(text);
      const file = `./__json__/ranking-${shape}-${ranker.replace('_', '-')}.txt`;
      await expect(`${text}\n`).toMatchFileSnapshot(file);
    }),
  );
});

describe('storedRanking', () => {
  it('is the ranking, found again until incidents change', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await smallCity(db);
      const request = { ...MONTH, jurisdiction };
      const stored = await storedRanking(db, request);
      expect(rankingJson(stored)).toBe(rankingJson(await rankMonth(db, request)));
      expect(await storedRanking(db, request)).toEqual(stored);
      await insertFacts(db, jurisdiction, [{ i: 2, j: 2, month: '2016-09-01', count: 20 }]);
      const later = await storedRanking(db, request);
      expect(later.runId).not.toBe(stored.runId);
      expect(later.cells[0]).toMatchObject({ i: 2, j: 2, count: 20 });
    }));

  it('keeps runs of other kinds, rankers and origins apart', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await smallCity(db);
      const runs = [
        {},
        { kind: 'theft' },
        { ranker: 'gistar' },
        { ranker: 'count_all' },
        { origins: ['patrol' as const] },
        { month: '2016-11' },
      ].map(
        async (change) => (await storedRanking(db, { ...MONTH, jurisdiction, ...change })).runId,
      );
      expect(new Set(await Promise.all(runs)).size).toBe(6);
    }));

  it('stores cells above zero only', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await smallCity(db);
      const { cells } = await storedRanking(db, { month: '2016-12', jurisdiction, cells: 16 });
      expect(cells.map(({ score }) => score)).toEqual([4, 3]);
    }));

  it('stores one whole run when several ask at once', async () => {
    const { db } = database;
    const jurisdiction = await largerCity(db, 'square');
    const ask = () => storedRanking(db, { jurisdiction, month: '2016-12', cells: 400 });
    const answers = await Promise.all([ask(), ask(), ask(), ask()]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.cells.length).toBeGreaterThan(100);
    const { rows } = await sql`SELECT count(*)::int AS n FROM ranking_run`.execute(db);
    expect(rows).toEqual([{ n: 1 }]);
    await deleteJurisdiction(db, jurisdiction);
  });
});
