import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import {
  cellsOfBox,
  insertFacts,
  insertIncidents,
  insertJurisdiction,
} from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { changeWeights, combinedList } from './combined';

const database = await openTestDatabase();
const MONTH = '2020-05';
const BY: Doer = { userId: null, name: 'zhang', role: 'host' };

async function city(db: Db): Promise<string> {
  const jurisdiction = await insertJurisdiction(db, {
    cells: cellsOfBox(10, 10),
    kinds: ['theft', 'crash'],
  });
  // Ten incidents in (1, 1), of which two are crashes; thirty in (5, 5); forty crashes' worth of harm in all.
  await insertFacts(db, jurisdiction, [
    { i: 1, j: 1, month: '2020-04-01', count: 8 },
    { i: 1, j: 1, month: '2020-04-01', kind: 'crash', count: 2 },
    { i: 5, j: 5, month: '2019-06-01', count: 30 },
    { i: 5, j: 5, month: '2019-04-01', count: 500 },
  ]);
  await insertIncidents(db, jurisdiction, [
    { i: 1, j: 1, kind: 'crash', day: '2020-04-10' },
    { i: 1, j: 1, kind: 'crash', day: '2020-04-11' },
    { i: 7, j: 7, kind: 'crash', day: '2018-04-10' },
    { i: 8, j: 8, kind: 'crash', day: '2017-04-10' },
    { i: 8, j: 8, kind: 'crash', day: '2020-04-12', reported: '2020-05-03' },
  ]);
  await sql`
    INSERT INTO crash (jurisdiction, month, incident_id, severity)
    SELECT jurisdiction, month, id, CASE WHEN cell_i = 7 THEN 'serious' WHEN cell_j = 1 THEN 'slight' ELSE 'fatal' END
    FROM incident WHERE jurisdiction = ${jurisdiction} AND kind = 'crash'
  `.execute(db);
  await sql`
    INSERT INTO premises (jurisdiction, name, live_points, content_hash, batch_id, geom)
    SELECT ${jurisdiction}, '出租房', points, gen_random_uuid(), (SELECT max(id) FROM import_batch WHERE jurisdiction = ${jurisdiction}), centre
    FROM (VALUES (1, 1, 6), (2, 3, 2), (4, 4, 0), (4, 4, NULL)) AS given (i, j, points) JOIN cell USING (i, j)
    WHERE cell.jurisdiction = ${jurisdiction}
  `.execute(db);
  return jurisdiction;
}

const list = (db: Db, jurisdiction: string) =>
  combinedList(db, { jurisdiction, month: MONTH, cells: 10 });

describe('crime, crashes and fire risk together', () => {
  it('are shares of all there is, a crash being no crime as well', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await city(db);
      const { totals, cells, weights } = await list(db, jurisdiction);
      expect(weights).toEqual({ version: 0, crime: 1, crash: 1, fire: 1 });
      // Two slight crashes of 11 and a serious one of 29; what was before 36 months or reported late is not known.
      expect(totals).toMatchObject({
        incidents: 38,
        crashWeight: 51,
        firePoints: 8,
        cellsTotal: 100,
      });
      const at = (i: number, j: number) => cells.find((cell) => cell.i === i && cell.j === j);
      const first = at(1, 1)!;
      expect([first.crime, first.crash, first.fire]).toEqual([8 / 38, 22 / 51, 6 / 8]);
      expect(first.share).toBeCloseTo((8 / 38 + 22 / 51 + 6 / 8) / 3, 12);
      expect([first.rank, first.tops]).toEqual([1, 3]);
      expect(at(5, 5)).toMatchObject({ crime: 30 / 38, crash: 0, fire: 0, tops: 1 });
      expect(at(4, 4)).toBeUndefined();
      for (const part of ['crime', 'crash', 'fire'] as const)
        expect(cells.reduce((sum, cell) => sum + cell[part], 0)).toBeCloseTo(1, 12);
    }));

  it('tell whether the tops of crime and crashes coincide by more than chance', () =>
    inRollback(database, async (db) => {
      const { coincidence, totals } = await list(db, await city(db));
      expect(totals).toMatchObject({ topCrime: 2, topCrash: 2, topBoth: 1 });
      expect(coincidence.observed).toBe(1);
      expect(coincidence.expected).toBeCloseTo(0.04, 12);
      // 1 − C(98, 2) / C(100, 2).
      expect(coincidence.p).toBeCloseTo(1 - (98 * 97) / (100 * 99), 9);
    }));

  it('follow new weights at once, and keep the old on record', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await city(db);
      expect((await list(db, jurisdiction)).cells[0]).toMatchObject({ i: 1, j: 1 });
      const crimeOnly = { crime: 3, crash: 0, fire: 0, note: '试一个月' };
      expect(await changeWeights(db, jurisdiction, { version: 0, ...crimeOnly }, BY)).toBe(1);
      const { cells, weights } = await list(db, jurisdiction);
      expect(weights).toEqual({ version: 1, crime: 3, crash: 0, fire: 0 });
      expect(cells[0]).toMatchObject({ i: 5, j: 5 });
      expect(cells[0]?.share).toBeCloseTo(30 / 38, 12);
      await expect(
        changeWeights(db, jurisdiction, { version: 0, ...crimeOnly }, BY),
      ).rejects.toThrow(/have changed since version 0/);
      await changeWeights(db, jurisdiction, { version: 1, ...crimeOnly, crash: 1 }, BY);
      const { rows } =
        await sql`SELECT FROM combined_weights WHERE jurisdiction = ${jurisdiction}`.execute(db);
      expect(rows).toHaveLength(2);
    }));

  it('are counted anew once data has changed; with nothing at all every share is 0', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await city(db);
      expect((await list(db, jurisdiction)).totals.incidents).toBe(38);
      await insertFacts(db, jurisdiction, [{ i: 3, j: 3, month: '2020-03-01', count: 2 }]);
      expect((await list(db, jurisdiction)).totals.incidents).toBe(40);
      const empty = await insertJurisdiction(db, { code: '330785', cells: cellsOfBox(3, 3) });
      const { totals, cells, coincidence } = await list(db, empty);
      expect([totals.incidents, totals.crashWeight, totals.firePoints]).toEqual([0, 0, 0]);
      expect([cells.length, coincidence.p]).toEqual([0, 1]);
    }));
});
