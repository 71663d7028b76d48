import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forActor } from '../actor-database';
import type { Db } from '../client';
import { cellsOfBox, insertFacts, insertJurisdiction, type TestFact } from '../testing/builders';
import { inRollback, openTestDatabase } from '../testing/database';
import { insertTenants, TENANTS } from '../testing/tenants-fixture';
import {
  countEffectCells,
  findEffectRegistration,
  insertEffectDrawings,
  insertEffectRegistration,
  insertEffectTowns,
  listCampaignStarts,
  listEffectRegistrations,
  type NewEffectRegistration,
} from './effect';

const database = await openTestDatabase();
await insertTenants(database.db);
const CODE = '990001';
const COLUMNS = 12;
const ROWS = 3;
const NEW: NewEffectRegistration = {
  jurisdiction: CODE,
  name: '四月',
  campaign: null,
  kinds: null,
  origins: ['citizen'],
  ringMetres: 300,
  before: { from: '2019-12', to: '2020-03' },
  during: { from: '2020-04', to: '2020-04' },
  note: null,
  registeredBy: 'zhang',
};

/** A box of the lattice in EPSG:4549, so many cells of 250 m from its corner, as a polygon in degrees. */
async function box(db: Db, from: number, to: number): Promise<GeoJSON.MultiPolygon> {
  const { rows } = await sql<{ geometry: GeoJSON.MultiPolygon }>`
    SELECT ST_AsGeoJSON(ST_Multi(ST_Transform(ST_MakeEnvelope(500000 + ${from}::float8 * 250, 3190000,
      500000 + ${to}::float8 * 250, 3190000 + ${ROWS}::float8 * 250, 4549), 4326)), 12)::json AS geometry`.execute(
    db,
  );
  return rows[0]!.geometry;
}

/** Treated columns 0 to 2, control columns 7 to 9; rings by distance of centres from them. */
async function register(db: Db, changes: Partial<NewEffectRegistration> = {}) {
  await insertJurisdiction(db, {
    code: CODE,
    cells: cellsOfBox(COLUMNS, ROWS),
    kinds: ['theft', 'fraud'],
  });
  const registration = await insertEffectRegistration(db, { ...NEW, ...changes });
  const key = { jurisdiction: CODE, registration };
  const areas = [
    ['treated', 0, 3],
    ['control', 7, 10],
  ] as const;
  for (const [part, from, to] of areas)
    await insertEffectDrawings(db, { ...key, part }, [
      { name: part, geometry: await box(db, from, to) },
    ]);
  return (await findEffectRegistration(db, CODE, registration))!;
}

describe('countEffectCells', () => {
  it('gives each cell to one part, by its centre and its metres from the areas', () =>
    inRollback(database, async (db) => {
      const cellsOf = async (ringMetres: number) => {
        await sql`DELETE FROM jurisdiction WHERE code = ${CODE}`.execute(db);
        const { cells } = await countEffectCells(db, await register(db, { ringMetres }), []);
        return cells.map(({ part, position, cells: n }) => [part, position, n]);
      };
      // The centres of the next column are 125 m away, those of the one after 375 m.
      expect(await cellsOf(0)).toEqual([
        ['treated', 1, 9],
        ['control', 1, 9],
      ]);
      expect(await cellsOf(124)).toHaveLength(2);
      expect(await cellsOf(126)).toEqual([
        ['treated', 1, 9],
        ['treated_ring', 0, 3],
        ['control', 1, 9],
        ['control_ring', 0, 6],
      ]);
      // Columns 3 to 6 are in the ring of the treated area, and so is column 7 of the control.
      expect(await cellsOf(1126)).toEqual([
        ['treated', 1, 9],
        ['treated_ring', 0, 15],
        ['control', 1, 6],
        ['control_ring', 0, 6],
      ]);
    }));

  it('counts what a count over the incidents’ cells by hand gives, month by month', () =>
    inRollback(database, async (db) => {
      const registration = await register(db);
      const facts: TestFact[] = cellsOfBox(COLUMNS, ROWS).flatMap(({ i, j }) =>
        ['2019-04-01', '2020-03-01', '2020-04-01'].flatMap((month, at) =>
          (['theft', 'fraud'] as const).map((kind) => ({
            i,
            j,
            month,
            kind,
            count: 1 + ((i * 7 + j * 3 + at) % 5),
          })),
        ),
      );
      await insertFacts(db, CODE, [
        ...facts,
        { i: 1, j: 1, month: '2020-04-01', origin: 'patrol', count: 1000 },
        { i: 1, j: 1, month: '2020-05-01', count: 1000 },
        { i: 99, j: 1, month: '2020-04-01', count: 1000 },
      ]);
      const sum = (columns: readonly number[], month: string) =>
        facts.reduce(
          (total, fact) =>
            total + (columns.includes(fact.i) && fact.month.startsWith(month) ? fact.count : 0),
          0,
        );
      const byHand = (columns: readonly number[]) =>
        Object.fromEntries(
          ['2019-04', '2020-03', '2020-04'].map((month) => [month, sum(columns, month)]),
        );
      const months = ['2019-04', '2020-03', '2020-04', '2020-06'];
      const { cells, dataVersion } = await countEffectCells(db, registration, months);
      expect(cells.map(({ part, counts }) => [part, counts])).toEqual([
        ['treated', byHand([0, 1, 2])],
        ['treated_ring', byHand([3])],
        ['control', byHand([7, 8, 9])],
        ['control_ring', byHand([6, 10])],
      ]);
      expect(dataVersion).toBe(1);
      const thefts = { ...registration, kinds: ['theft'], origins: ['citizen', 'patrol'] };
      const { cells: some } = await countEffectCells(db, thefts, ['2020-04']);
      expect(some[0]?.counts).toEqual({ '2020-04': 1000 + sum([0, 1, 2], '2020-04') / 2 });
    }));

  it('gives a cell of two treated areas to the first, and areas after the order they came in', () =>
    inRollback(database, async (db) => {
      await insertJurisdiction(db, { code: CODE, cells: cellsOfBox(COLUMNS, ROWS) });
      const registration = await insertEffectRegistration(db, { ...NEW, ringMetres: 0 });
      const key = { jurisdiction: CODE, registration };
      const drawn = [await box(db, 0, 3), await box(db, 2, 6), await box(db, 20, 30)];
      await insertEffectDrawings(
        db,
        { ...key, part: 'treated' },
        drawn.map((geometry, at) => ({ name: `a${at}`, geometry })),
      );
      const { cells } = await countEffectCells(db, { ...NEW, id: registration }, []);
      expect(cells.map(({ position, cells: n }) => [position, n])).toEqual([
        [1, 9],
        [2, 9],
      ]);
    }));
});

describe('a registration', () => {
  it('is late from the first instant of its first month, in the time of its place', () =>
    inRollback(database, async (db) => {
      await insertJurisdiction(db, { code: CODE });
      const instants = ['2020-03-31T15:59:59Z', '2020-03-31T16:00:00Z'];
      for (const instant of instants)
        await sql`
          INSERT INTO effect_registration (jurisdiction, name, before_from, before_to, during_from, during_to, registered_at, is_late)
          VALUES (${CODE}, ${instant}, '2019-04-01', '2020-03-01', '2020-04-01', '2020-04-01', ${instant}::timestamptz, true)`.execute(
          db,
        );
      const listed = await listEffectRegistrations(db, CODE);
      expect(listed.map(({ name, isLate, isOver }) => [name, isLate, isOver])).toEqual([
        [instants[0], false, true],
        [instants[1], true, true],
      ]);
      const next = await insertEffectRegistration(db, {
        ...NEW,
        during: { from: '2100-01', to: '2100-12' },
      });
      expect(await findEffectRegistration(db, CODE, next)).toMatchObject({
        ...{ isLate: false, isOver: false, areas: [], registeredBy: 'zhang', kinds: null },
        before: NEW.before,
      });
    }));

  it('keeps the towns as they lay, and outlives the campaign that it is about', () =>
    inRollback(database, async (db) => {
      const [here] = TENANTS;
      const mine = { ...NEW, jurisdiction: here, campaign: 'c1', ringMetres: 0 };
      const registration = await insertEffectRegistration(db, mine);
      await insertEffectTowns(db, { jurisdiction: here, registration, part: 'control' }, [
        't2',
        'none',
        't0',
      ]);
      const count = async () =>
        (await countEffectCells(db, { ...mine, id: registration }, ['2020-01'])).cells;
      const before = await count();
      expect(before.map(({ position }) => position)).toEqual([1, 3]);
      await sql`UPDATE town SET geom = ST_Translate(geom, 1, 0) WHERE jurisdiction = ${here}`.execute(
        db,
      );
      await sql`DELETE FROM campaign_town WHERE jurisdiction = ${here}`.execute(db);
      await sql`UPDATE metric SET campaign_id = NULL WHERE jurisdiction = ${here}`.execute(db);
      await sql`DELETE FROM campaign WHERE jurisdiction = ${here}`.execute(db);
      expect(await count()).toEqual(before);
      const found = await findEffectRegistration(db, here, registration);
      expect(found?.campaign).toBeNull();
      expect(found?.areas.map(({ townId }) => townId)).toEqual(['t2', 't0']);
    }));

  it('of a campaign tells from when towns had one', () =>
    inRollback(database, async (db) => {
      const [here] = TENANTS;
      const starts = (from: string, to: string) => listCampaignStarts(db, here, { from, to });
      expect(await starts('2019-01', '2020-01')).toEqual(
        ['t0', 't1', 't2'].map((town) => ({ town, month: '2020-01' })),
      );
      expect(await starts('2020-02', '2020-12')).toEqual([]);
    }));
});

describe('who registers', () => {
  const [here, elsewhere] = TENANTS;
  const actor = { userId: 'u1', name: 'a', jurisdiction: here, role: 'commander', towns: null };
  const town = (db: Db, registration: string, jurisdiction: string = here) =>
    insertEffectTowns(db, { jurisdiction, registration, part: 'control' }, ['t1']);
  const write = (db: Db, jurisdiction: string = here) =>
    insertEffectRegistration(db, { ...NEW, jurisdiction });

  it('adds areas with it, and none later; changes and deletes nothing; dates nothing back', async () => {
    const { db } = forActor(database, actor);
    const id = await db.transaction().execute(async (transaction) => {
      const written = await write(transaction);
      await town(transaction, written);
      return written;
    });
    expect((await findEffectRegistration(db, here, id))?.areas).toHaveLength(1);
    const attempts: Record<string, (transaction: Db) => Promise<unknown>> = {
      later: (on) =>
        insertEffectTowns(on, { jurisdiction: here, registration: id, part: 'treated' }, ['t2']),
      change: (on) => sql`UPDATE effect_registration SET name = 'other'`.execute(on),
      moveArea: (on) => sql`UPDATE effect_area SET part = 'treated'`.execute(on),
      remove: (on) => sql`DELETE FROM effect_registration`.execute(on),
      removeArea: (on) => sql`DELETE FROM effect_area`.execute(on),
      backdate: (on) =>
        sql`
        INSERT INTO effect_registration (jurisdiction, name, before_from, before_to, during_from, during_to, registered_at)
        VALUES (${here}, 'x', '2019-04-01', '2020-03-01', '2020-04-01', '2020-04-01', '2019-01-01')`.execute(
          on,
        ),
      elsewhere: (on) => write(on, elsewhere),
    };
    for (const [name, attempt] of Object.entries(attempts))
      await expect(db.transaction().execute(attempt), name).rejects.toMatchObject({
        code: '42501',
      });
  });

  it.each([
    ['a viewer', { role: 'viewer' }],
    ['somebody bound to a town', { towns: ['t0'] }],
    ['a fire officer', { role: 'fire' }],
  ])('is not %s', async (_who, changes) => {
    const { db } = forActor(database, { ...actor, ...changes });
    await expect(db.transaction().execute((on) => write(on))).rejects.toMatchObject({
      code: '42501',
    });
  });
});
