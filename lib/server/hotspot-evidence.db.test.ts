import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import {
  cellsOfBox,
  insertFacts,
  insertIncidents,
  insertJurisdiction,
} from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { hotspotEvidence } from './hotspot-evidence';

const database = await openTestDatabase();
const MONTH = '2020-05';
const CELL = { i: 3, j: 3 };

/** A cell with incidents at told times; others that must not count beside it. */
async function plant(
  db: Db,
  jurisdiction: string,
  times: readonly {
    day: string;
    from?: string;
    to?: string;
    i?: number;
    reported?: string;
    origin?: 'patrol';
    east?: number;
  }[],
): Promise<void> {
  const { rows } = await sql<{ lon: number; lat: number }>`
    SELECT ST_X(centre) AS lon, ST_Y(centre) AS lat FROM cell WHERE jurisdiction = ${jurisdiction} AND i = 3 AND j = 3
  `.execute(db);
  const [{ lon, lat }] = rows as [{ lon: number; lat: number }];
  await insertIncidents(
    db,
    jurisdiction,
    times.map(({ day, i = 3, east = 0, reported, origin }) => ({
      ...{ i, j: 3, day, lon: lon + east, lat },
      ...(reported && { reported }),
      ...(origin && { origin }),
    })),
  );
  for (const { day, from, to = from } of times)
    if (from)
      await sql`
        UPDATE incident SET occurred_from = ${from}::timestamp AT TIME ZONE 'Asia/Shanghai', occurred_to = ${to}::timestamp AT TIME ZONE 'Asia/Shanghai'
        WHERE jurisdiction = ${jurisdiction} AND (occurred_from AT TIME ZONE 'Asia/Shanghai')::date = ${day}::date
      `.execute(db);
}

describe('hotspotEvidence', () => {
  it('tells the hours of what was known, of the cell, by the switch', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, {
        cells: cellsOfBox(7, 7),
        kinds: ['theft', 'fraud'],
      });
      const elsewhere = await insertJurisdiction(db, { code: '330785', cells: cellsOfBox(7, 7) });
      await insertFacts(db, jurisdiction, [{ ...CELL, month: '2020-04-01', count: 4 }]);
      await plant(db, jurisdiction, [
        // A Monday.
        { day: '2020-04-06', from: '2020-04-06 09:20' },
        { day: '2020-04-10', from: '2020-04-10 22:00', to: '2020-04-11 02:00' },
        { day: '2020-04-13', from: '2020-04-13 00:00' },
        { day: '2020-04-14', from: '2020-04-14 08:00', to: '2020-04-16 08:00' },
        { day: '2020-04-20', i: 4 },
        { day: '2020-04-21', reported: '2020-05-02' },
        { day: '2020-04-22', origin: 'patrol' },
        { day: '2020-05-01' },
        { day: '2018-04-01' },
      ]);
      await plant(db, elsewhere, [{ day: '2020-04-23' }]);
      const { hours } = await hotspotEvidence(db, { jurisdiction, month: MONTH, ...CELL });
      expect([hours.timed, hours.untimed]).toEqual([2, 2]);
      const drawn = hours.weights.flatMap((weight, hour) => (weight > 0 ? [[hour, weight]] : []));
      expect(drawn).toEqual([[9, 1], ...[118, 119, 120, 121].map((hour) => [hour, 0.25])]);
      const all = await hotspotEvidence(db, {
        ...{ jurisdiction, month: MONTH, origins: ['citizen', 'patrol'], kind: 'theft' },
        ...CELL,
      });
      expect(all.hours.timed).toBe(3);
      const fraud = await hotspotEvidence(db, {
        jurisdiction,
        month: MONTH,
        kind: 'fraud',
        ...CELL,
      });
      expect(fraud.hours.timed + fraud.hours.untimed).toBe(0);
    }));

  it('tells coordinates that three and a tenth of the incidents share', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(7, 7) });
      const spread = Array.from({ length: 6 }, (_, at) => ({
        day: `2020-04-1${at}`,
        east: 1e-5 * (at + 1),
      }));
      await plant(db, jurisdiction, [...spread, { day: '2020-03-01' }, { day: '2020-03-02' }]);
      const points = async () =>
        (await hotspotEvidence(db, { jurisdiction, month: MONTH, ...CELL })).repeatPoints;
      expect(await points()).toEqual([]);
      await plant(db, jurisdiction, [{ day: '2020-03-03' }]);
      expect((await points()).map(({ count }) => count)).toEqual([3]);
      await plant(
        db,
        jurisdiction,
        Array.from({ length: 25 }, (_, at) => ({ day: '2020-02-02', east: 1e-5 * (10 + at) })),
      );
      expect(await points()).toEqual([]);
    }));

  it.each(['square', 'hex'] as const)('tells the cells around, with their ranks: %s', (shape) =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { shape, cells: cellsOfBox(7, 7) });
      await insertFacts(db, jurisdiction, [
        { ...CELL, month: '2020-04-01', count: 9 },
        { i: 3, j: 4, month: '2020-04-01', count: 12 },
        { i: 3, j: 2, month: '2020-04-01', count: 2 },
        { i: 3, j: 5, month: '2020-04-01', count: 40 },
      ]);
      const ask = (cell: { i: number; j: number }) =>
        hotspotEvidence(db, { jurisdiction, month: MONTH, ranker: 'count_12m', ...cell });
      const { neighbours } = await ask(CELL);
      expect(neighbours).toHaveLength(shape === 'square' ? 8 : 6);
      expect(neighbours.slice(0, 3).map(({ i, j, count, rank }) => [i, j, count, rank])).toEqual([
        [3, 4, 12, 2],
        [3, 2, 2, 4],
        [neighbours[2]!.i, neighbours[2]!.j, 0, null],
      ]);
      expect((await ask({ i: 0, j: 0 })).neighbours.length).toBeLessThan(neighbours.length);
      await expect(ask({ i: 99, j: 0 })).rejects.toThrow('no cell 99, 0 in 330784');
    }),
  );

  it('tells each month’s interval, and a month beyond chance', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(7, 7) });
      const months = ['2020-01-01', '2020-02-01', '2020-03-01'];
      await insertFacts(
        db,
        jurisdiction,
        months.map((month) => ({ ...CELL, month, count: 10 })),
      );
      const ask = async () => hotspotEvidence(db, { jurisdiction, month: MONTH, ...CELL });
      const quiet = await ask();
      expect(quiet.series).toHaveLength(24);
      expect(quiet.series[22]).toMatchObject({ month: '2020-03', count: 10 });
      expect(quiet.series[22]!.interval[0]).toBeCloseTo(4.795, 3);
      expect(quiet.mean.value).toBeCloseTo(30 / 24, 9);
      expect(quiet.mean.interval[1]).toBeCloseTo(42.827 / 24, 3);
      expect(quiet.isLastNormal).toBe(true);
      await insertFacts(db, jurisdiction, [{ ...CELL, month: '2020-04-01', count: 12 }]);
      expect((await ask()).isLastNormal).toBe(false);
    }));
});
