import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import type { AreaUnit } from '@/db/queries/ranking/scope';
import { cellsOfBox, insertIncidents, insertJurisdiction } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { neighbours } from '@/geo/grid/neighbours';
import { randomStream } from '@/geo/random/random-stream';
import { KERNEL_UNIT } from '@/geo/ranking/kernel';
import { rankers } from '@/geo/ranking/rankers';
import { WEIGHT_UNIT } from '@/geo/ranking/weights';
import { localGiStar } from '@/geo/stats/getis-ord';
import { areaHotspotList, rankAreas } from './area-ranking';
import { prepareRanking, queryOf } from './ranking';
import { verifyRun } from './ranking-runs';

const database = await openTestDatabase();
const MONTH = '2016-12';
const WEST = 119.9;
const SOUTH = 28.7;
const COLUMNS = 5;
const ROWS = 4;
const STEP = 0.02;

type Incident = Parameters<typeof insertIncidents>[2][number] & { lon: number; lat: number };

/** A field of square towns and grids, a village at a random point of each, and incidents of eighteen months. */
async function city(db: Db): Promise<{ jurisdiction: string; incidents: Incident[] }> {
  const random = randomStream(3, 'areas');
  const pick = (below: number) => Math.floor(random() * below);
  const jurisdiction = await insertJurisdiction(db, {
    cells: cellsOfBox(2, 2),
    kinds: ['theft', 'fraud'],
  });
  await sql`UPDATE kind SET harm_weight = 2.5 WHERE jurisdiction = ${jurisdiction} AND code = 'theft'`.execute(
    db,
  );
  for (let place = 0; place < COLUMNS * ROWS; place++) {
    const [west, south] = [
      WEST + STEP * (place % COLUMNS),
      SOUTH + STEP * Math.floor(place / COLUMNS),
    ];
    const box = sql`ST_Multi(ST_MakeEnvelope(${west}, ${south}, ${west + STEP}, ${south + STEP}, 4326))`;
    const id = String(place).padStart(2, '0');
    await sql`INSERT INTO town (jurisdiction, id, name, geom) VALUES (${jurisdiction}, ${id}, ${`镇${id}`}, ${box})`.execute(
      db,
    );
    await sql`INSERT INTO grid (jurisdiction, id, town_id, name, geom) VALUES (${jurisdiction}, ${`g${id}`}, ${id}, '网格', ${box})`.execute(
      db,
    );
    const at = sql`ST_SetSRID(ST_MakePoint(${west + STEP * random()}, ${south + STEP * random()}), 4326)`;
    await sql`INSERT INTO village (jurisdiction, id, town_id, name, geom) VALUES (${jurisdiction}, ${`v${id}`}, ${id}, '村', ${at})`.execute(
      db,
    );
  }
  const incidents = Array.from({ length: 500 }, (): Incident => {
    const month = pick(18);
    const [year, of] = [2015 + Math.floor((5 + month) / 12), 1 + ((5 + month) % 12)];
    return {
      i: 0,
      j: 0,
      kind: ['theft', 'fraud'][pick(2)]!,
      day: `${year}-${String(of).padStart(2, '0')}-${String(1 + pick(28)).padStart(2, '0')}`,
      lon: WEST + STEP * COLUMNS * random() ** 2,
      lat: SOUTH + STEP * ROWS * random(),
      ...(pick(8) === 0 && { origin: 'patrol' as const }),
      ...(pick(20) === 0 && { reported: '2016-12-03' }),
    };
  });
  // One lies in none of them.
  incidents.push({ i: 0, j: 0, day: '2016-11-05', lon: 120.2, lat: 28.8 });
  await insertIncidents(db, jurisdiction, incidents);
  // Facts begin a history; which cells they lie in is nothing to areas.
  await sql`
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT jurisdiction, kind, month, origin, 0, 0, count(*), count(*) FROM incident WHERE jurisdiction = ${jurisdiction} GROUP BY 1, 2, 3, 4
  `.execute(db);
  await sql`SELECT bump_data_version(${jurisdiction}, 'incidents')`.execute(db);
  return { jurisdiction, incidents };
}

/** What is known to the ranked month, of a box, counted by hand. */
function countIn(incidents: readonly Incident[], place: number, from: string): Incident[] {
  return incidents.filter(
    ({ lon, lat, day, origin = 'citizen', reported = '' }) =>
      Math.floor((lon - WEST) / STEP) === place % COLUMNS &&
      Math.floor((lat - SOUTH) / STEP) === Math.floor(place / COLUMNS) &&
      day >= from &&
      day < `${MONTH}-01` &&
      reported < `${MONTH}-01` &&
      origin === 'citizen',
  );
}

describe('a ranking of areas', () => {
  it.each(['town', 'grid'] as const)('counts by outline what was known: %s', (unit) =>
    inRollback(database, async (db) => {
      const { jurisdiction, incidents } = await city(db);
      const ranking = await rankAreas(db, { jurisdiction, month: MONTH }, unit);
      expect(ranking).toMatchObject({
        unit,
        areasTotal: 20,
        areasEstimated: 0,
        incidentsOutside: 1,
      });
      expect(ranking.areas).toHaveLength(20);
      for (const { id, count, score } of ranking.areas) {
        const expected = countIn(incidents, Number(id.slice(-2)), '2015-12-01').length;
        expect([id, count, score]).toEqual([id, expected, expected]);
      }
      const counts = ranking.areas.map(({ count }) => count);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      const byHarm = await rankAreas(
        db,
        { jurisdiction, month: MONTH, kind: 'theft', weighing: 'harm', ranker: 'count_all' },
        unit,
      );
      for (const { id, score } of byHarm.areas) {
        const thefts = countIn(incidents, Number(id.slice(-2)), '').filter(
          ({ kind }) => kind === 'theft',
        );
        expect(score).toBeCloseTo(2.5 * thefts.length, 9);
      }
    }),
  );

  it('has Gi* of the areas that touch', () =>
    inRollback(database, async (db) => {
      const { jurisdiction, incidents } = await city(db);
      const { areas } = await rankAreas(
        db,
        { jurisdiction, month: MONTH, ranker: 'gistar' },
        'town',
      );
      const counts = Float64Array.from(
        { length: 20 },
        (_, place) => countIn(incidents, place, '2015-12-01').length,
      );
      const z = localGiStar(counts, neighbours('square', cellsOfBox(COLUMNS, ROWS)));
      for (const area of areas) expect(area.z).toBeCloseTo(z[Number(area.id)]!, 9);
      expect(areas.map((area) => area.score)).toEqual(areas.map((area) => area.z));
    }));

  it('spreads by the metres between points inside', () =>
    inRollback(database, async (db) => {
      const { jurisdiction } = await city(db);
      const parameters = { bandwidthMetres: 3000, halfLifeMonths: 12 };
      const asked = { jurisdiction, month: MONTH, ranker: 'kde', parameters };
      const { areas } = await rankAreas(db, asked, 'town');
      const { parts } = queryOf(await prepareRanking(db, asked));
      const { rows } = await sql<{ place: number; x: number; y: number; own: number }>`
        SELECT area.place, x, y, coalesce(sum(count * (${[...parts[0]!.weights]}::int8[])[
                 (extract(year FROM age('2016-12-01', month)) * 12 + extract(month FROM age('2016-12-01', month)))::int]), 0)::float8 AS own
        FROM area LEFT JOIN area_month ON area_month.jurisdiction = area.jurisdiction AND area_month.unit = area.unit
          AND area_month.place = area.place AND origin = 'citizen' AND month < '2016-12-01' AND known_month < '2016-12-01'
        WHERE area.jurisdiction = ${jurisdiction} AND area.unit = 'town' GROUP BY 1, 2, 3 ORDER BY 1
      `.execute(db);
      expect(rows).toHaveLength(20);
      for (const { id, score } of areas) {
        const here = rows[Number(id)]!;
        const expected = rows.reduce((sum, { x, y, own }) => {
          const metres = Math.hypot(x - here.x, y - here.y);
          const weight = metres > 3000 ? 0 : (1 - (metres / 3000) ** 2) ** 2;
          return sum + (own * Math.round(KERNEL_UNIT * weight)) / KERNEL_UNIT / WEIGHT_UNIT;
        }, 0);
        expect(score).toBeCloseTo(expected, 9);
      }
    }));

  it.each([...rankers.keys()])('is possible by %s, and the same when it is stored', (ranker) =>
    inRollback(database, async (db) => {
      const { jurisdiction } = await city(db);
      const asked = { jurisdiction, month: MONTH, ranker, kind: 'theft' };
      for (const unit of ['town', 'grid', 'village'] satisfies AreaUnit[]) {
        const { areas } = await rankAreas(db, asked, unit);
        expect(areas[0]?.score).toBeGreaterThan(0);
        const stored = await areaHotspotList(db, asked, unit);
        expect(stored.areas.map(({ previousRank, ...area }) => area)).toEqual(areas);
        expect(stored.areas.every(({ previousRank }) => previousRank !== null)).toBe(true);
        expect((await areaHotspotList(db, asked, unit)).runId).toBe(stored.runId);
        expect(await verifyRun(db, jurisdiction, stored.runId)).toEqual({
          isSame: true,
          places: 20,
        });
      }
    }),
  );

  it('gives a village without an outline what is nearer to it than to any other', () =>
    inRollback(database, async (db) => {
      const { jurisdiction } = await city(db);
      const { areas, areasEstimated, incidentsOutside } = await rankAreas(
        db,
        { jurisdiction, month: '2017-01', ranker: 'count_all', origins: ['citizen', 'patrol'] },
        'village',
      );
      expect([areasEstimated, incidentsOutside]).toEqual([20, 0]);
      const { rows } = await sql<{ id: string; count: number }>`
        SELECT nearest.id, count(*)::int AS count FROM incident
        CROSS JOIN LATERAL (
          SELECT id FROM village WHERE jurisdiction = ${jurisdiction}
          ORDER BY ST_Distance(ST_Transform(village.geom, 4549), ST_Transform(incident.geom, 4549)) LIMIT 1
        ) nearest
        WHERE jurisdiction = ${jurisdiction} AND month < '2017-01-01' GROUP BY 1
      `.execute(db);
      const counted = areas.filter(({ score }) => score > 0).map(({ id, score }) => [id, score]);
      expect(Object.fromEntries(counted)).toEqual(
        Object.fromEntries(rows.map(({ id, count }) => [id, count])),
      );
    }));

  it('counts anew once incidents or outlines have changed, and only then', () =>
    inRollback(database, async (db) => {
      const { jurisdiction } = await city(db);
      const best = async () =>
        (await rankAreas(db, { jurisdiction, month: MONTH }, 'town')).areas[0];
      const before = await best();
      const { lon, lat } = before!;
      await insertIncidents(db, jurisdiction, [{ i: 0, j: 0, day: '2016-11-20', lon, lat }]);
      expect((await best())?.count).toBe(before!.count);
      await sql`SELECT bump_data_version(${jurisdiction}, 'incidents')`.execute(db);
      expect((await best())?.count).toBe(before!.count + 1);
      await sql`DELETE FROM town WHERE jurisdiction = ${jurisdiction} AND id = ${before!.id}`.execute(
        db,
      );
      await sql`SELECT bump_data_version(${jurisdiction}, 'towns')`.execute(db);
      expect((await best())?.id).not.toBe(before!.id);
    }));

  it('shows as many as lie within a share of the ground', () =>
    inRollback(database, async (db) => {
      const { jurisdiction } = await city(db);
      const shown = async (limit: { cells?: number; coverage?: number }) =>
        (await rankAreas(db, { jurisdiction, month: MONTH, ...limit }, 'grid')).areas.length;
      expect(await shown({ cells: 3 })).toBe(3);
      expect(await shown({ coverage: 0.251 })).toBe(5);
      expect(await shown({ coverage: 0.001 })).toBe(1);
      expect(await shown({ coverage: 1 })).toBe(20);
    }));

  it('says what to do where there are no areas', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(2, 2) });
      await expect(rankAreas(db, { jurisdiction, month: MONTH }, 'grid')).rejects.toThrow(
        'no grids in 330784: import them first (zhantu import grids)',
      );
    }));
});
