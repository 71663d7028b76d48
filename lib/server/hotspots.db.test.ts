import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { cellsOfBox, insertFacts, insertJurisdiction } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { hotspotDetails } from './hotspot-details';
import { hotspotList } from './hotspots';

const database = await openTestDatabase();

/** Ten columns of cells 1 km wide in one town: a road through column 0, a village in column 5. */
async function namedCity(db: Db, shape: 'square' | 'hex' = 'square'): Promise<string> {
  const cells = cellsOfBox(10, 3);
  const kinds = ['theft', 'fraud'];
  const jurisdiction = await insertJurisdiction(db, { shape, cells, cellSizeMetres: 1000, kinds });
  await sql`
    INSERT INTO town (jurisdiction, id, name, name_en, geom)
    SELECT code, 'g', '古山镇', 'Gushan', boundary FROM jurisdiction WHERE code = ${jurisdiction}
  `.execute(db);
  await sql`UPDATE cell SET town_id = 'g' WHERE jurisdiction = ${jurisdiction}`.execute(db);
  await sql`
    INSERT INTO road_segment (jurisdiction, id, name, class, length_metres, geom)
    SELECT ${jurisdiction}, min(i)::text, '花城路', 'primary', 2000, ST_MakeLine(centre ORDER BY j)
    FROM cell WHERE jurisdiction = ${jurisdiction} AND i = 0
  `.execute(db);
  await sql`
    INSERT INTO village (jurisdiction, id, name, geom)
    SELECT ${jurisdiction}, 'v', '胡库村', centre FROM cell
    WHERE jurisdiction = ${jurisdiction} AND i = 5 AND j = 1
  `.execute(db);
  await insertFacts(db, jurisdiction, [
    { i: 0, j: 1, month: '2016-11-01', count: 5 },
    { i: 0, j: 1, month: '2016-11-01', count: 2, kind: 'fraud' },
    { i: 5, j: 1, month: '2016-03-01', count: 6 },
    { i: 9, j: 1, month: '2015-11-01', count: 9 },
    { i: 9, j: 1, month: '2016-05-01', count: 1 },
    { i: 0, j: 1, month: '2016-12-01', count: 50 },
  ]);
  return jurisdiction;
}

/** 700 hotspots in a row, each better than the next; the last ten are another town's, and a third has none. */
async function manyHotspots(db: Db): Promise<string> {
  const cells = cellsOfBox(700, 1);
  const jurisdiction = await insertJurisdiction(db, { cells });
  await sql`
    INSERT INTO town (jurisdiction, id, name, geom)
    SELECT code, id, id, boundary FROM jurisdiction, unnest(ARRAY['first', 'last', 'empty']) AS id
    WHERE code = ${jurisdiction}
  `.execute(db);
  await sql`
    UPDATE cell SET town_id = CASE WHEN i < 690 THEN 'first' ELSE 'last' END WHERE jurisdiction = ${jurisdiction}
  `.execute(db);
  const month = '2016-11-01';
  await insertFacts(
    db,
    jurisdiction,
    cells.map(({ i, j }) => ({ i, j, month, count: 1000 - i })),
  );
  return jurisdiction;
}

describe('hotspotList', () => {
  it('names places, tells kinds, and compares with the month before', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await namedCity(db);
      const { cells, runId } = await hotspotList(db, { jurisdiction, month: '2016-12' });
      expect(runId).toMatch(/^\d+$/);
      const told = cells.map(({ i, placeName, placeKind, townName, townNameEn, rankChange }) => [
        i,
        placeName,
        placeKind,
        townName,
        townNameEn,
        rankChange,
      ]);
      expect(told).toEqual([
        [0, '花城路', 'road', '古山镇', 'Gushan', null],
        [5, '胡库村', 'village', '古山镇', 'Gushan', 0],
        [9, '古山镇', 'town', '古山镇', 'Gushan', -2],
      ]);
      expect(cells[0]?.kinds).toEqual([
        { kind: 'theft', nameZh: 'theft', nameEn: 'theft', count: 5 },
        { kind: 'fraud', nameZh: 'fraud', nameEn: 'fraud', count: 2 },
      ]);
    }));

  it('finds the cells of chosen towns however far down they stand, with their ranks in the whole', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await manyHotspots(db);
      const asked = { jurisdiction, month: '2016-12', cells: 5 };
      const everywhere = await hotspotList(db, asked);
      expect(everywhere.hotspotsInTowns).toBeNull();
      expect(everywhere.cells.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);

      const last = await hotspotList(db, { ...asked, towns: ['last'] });
      expect(last.hotspotsInTowns).toBe(10);
      expect(last.cells.map(({ rank, i }) => [rank, i])).toEqual(
        [691, 692, 693, 694, 695].map((rank) => [rank, rank - 1]),
      );
      expect(last.cellsTotal).toBe(everywhere.cellsTotal);

      const both = await hotspotList(db, { ...asked, towns: ['last', 'first'] });
      expect(both.hotspotsInTowns).toBe(700);
      expect(both.cells.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    }));

  it('tells an empty town from one that does not exist', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await manyHotspots(db);
      const asked = { jurisdiction, month: '2016-12' };
      const empty = await hotspotList(db, { ...asked, towns: ['empty'] });
      expect(empty).toMatchObject({ hotspotsInTowns: 0, cells: [] });
      await expect(hotspotList(db, { ...asked, towns: ['last', 'nowhere'] })).rejects.toThrow(
        'no town "nowhere" in 330784',
      );
    }));

  it('is empty where nothing is known', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db);
      expect((await hotspotList(db, { jurisdiction, month: '2016-12' })).cells).toEqual([]);
    }));
});

describe('hotspotDetails', () => {
  it('tells the curve, the kinds and the ranks of a cell', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await namedCity(db);
      const request = { jurisdiction, month: '2016-12', i: 9, j: 1 };
      const details = await hotspotDetails(db, request);
      expect(details).toMatchObject({ placeName: '古山镇', rank: 3, previousRank: 1 });
      expect(details.kinds).toEqual([
        { kind: 'theft', nameZh: 'theft', nameEn: 'theft', count: 1 },
      ]);
      expect(details.series).toHaveLength(24);
      expect(details.series[0]).toEqual({ month: '2014-12', count: 0 });
      expect(details.series.filter(({ count }) => count > 0)).toEqual([
        { month: '2015-11', count: 9 },
        { month: '2016-05', count: 1 },
      ]);
    }));

  it('leaves out what was not known yet, in the list and in the details alike', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, {
        cells: cellsOfBox(2, 1),
        kinds: ['theft', 'fraud'],
      });
      const late = { count: 2, knownMonth: '2016-12-01' };
      const fact = { i: 0, j: 0, month: '2016-11-01' };
      await insertFacts(db, jurisdiction, [
        { ...fact, count: 5, late },
        { ...fact, kind: 'fraud', count: 2, late },
        { ...fact, i: 1, count: 4, late },
      ]);
      const told = async (month: string, kind?: string) => {
        const request = { jurisdiction, month, ...(kind && { kind }) };
        const details = await hotspotDetails(db, { ...request, i: 0, j: 0 });
        const { cells } = await hotspotList(db, request);
        return {
          listed: cells[0]?.count,
          kinds: details.kinds.map(({ kind: code, count }) => `${code} ${count}`),
          curve: details.series.findLast(({ count }) => count > 0)?.count,
          neighboursMean: details.neighboursMean,
        };
      };
      const theft = { listed: 3, kinds: ['theft 3'], curve: 3, neighboursMean: 2 };
      expect(await told('2016-12')).toEqual(theft);
      expect(await told('2016-12', 'theft')).toEqual(theft);
      expect(await told('2017-01')).toEqual({
        listed: 7,
        kinds: ['theft 5', 'fraud 2'],
        curve: 7,
        neighboursMean: 4,
      });
    }));

  it('takes the mean over the neighbours that exist', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await namedCity(db);
      const mean = async (i: number, j: number) =>
        (await hotspotDetails(db, { jurisdiction, month: '2016-12', i, j })).neighboursMean;
      expect(await mean(1, 1)).toBeCloseTo(7 / 8);
      expect(await mean(0, 0)).toBeCloseTo(7 / 3);
      expect(await mean(0, 1)).toBe(0);
    }));

  it('knows which hexagons touch', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await namedCity(db, 'hex');
      const mean = async (i: number, j: number) =>
        (await hotspotDetails(db, { jurisdiction, month: '2016-12', i, j })).neighboursMean;
      // Of column 1, rows 0 and 1 touch cell (0, 1); row 2 lies half a cell too high.
      expect(await mean(1, 1)).toBeCloseTo(7 / 6);
      expect(await mean(1, 0)).toBeGreaterThan(0);
      expect(await mean(1, 2)).toBe(0);
    }));

  it('refuses a cell that does not exist', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await namedCity(db);
      const request = { jurisdiction, month: '2016-12', i: 99, j: 1 };
      await expect(hotspotDetails(db, request)).rejects.toThrow('no cell 99, 1 in 330784');
    }));
});
