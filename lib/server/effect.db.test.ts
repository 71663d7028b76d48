import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Doer } from '@/db/queries/audit';
import {
  cellsOfBox,
  deleteJurisdiction,
  insertFacts,
  insertJurisdiction,
  type TestFact,
} from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { addMonths } from '@/lib/format/month';
import { NotFoundError, UserError } from '@/lib/user-error';
import { type Areas, listEffects, registerEffect, showEffect } from './effect';

const { db } = await openTestDatabase();
const CODE = '330784';
const BY: Doer = { userId: null, name: 'zhang', role: 'host' };
const COLUMNS_A_TOWN = 4;
const TOWNS = ['a', 'b', 'c', 'd', 'e', 'f'];
const LONG = {
  before: { from: '2019-04', to: '2020-03' },
  during: { from: '2020-04', to: '2020-04' },
};
const REQUEST = {
  ...{ jurisdiction: CODE, name: '四月 a 镇', ringMetres: 0, note: null },
  campaign: null as string | null,
  kinds: null as string[] | null,
  origins: ['citizen' as const],
  ...LONG,
};
const FIVE = TOWNS.slice(1);
const TOWNWISE: Areas = { treated: { towns: ['a'] }, control: { towns: FIVE } };

afterEach(() => deleteJurisdiction(db, CODE));

/** Six towns side by side, each a block of 4 × 3 cells. */
async function insertTowns(): Promise<void> {
  await insertJurisdiction(db, { code: CODE, cells: cellsOfBox(COLUMNS_A_TOWN * TOWNS.length, 3) });
  await sql`
    INSERT INTO town (jurisdiction, id, name, geom)
    SELECT ${CODE}, (${TOWNS}::text[])[1 + place], '镇 ' || place, ST_Multi(ST_Envelope(ST_Collect(ST_Buffer(centre, 0.0001))))
    FROM (SELECT i / ${COLUMNS_A_TOWN}::int AS place, centre FROM cell WHERE jurisdiction = ${CODE}) AS laid GROUP BY place`.execute(
    db,
  );
}

/** So many incidents a month in the first cell of each town, from 2018-04 to 2020-04; other numbers where given. */
async function insertCounts(a_month: number, others: Record<string, Record<string, number>> = {}) {
  const months = Array.from({ length: 25 }, (_, at) => addMonths('2018-04', at));
  const facts = TOWNS.flatMap((town, index) =>
    months.map((month): TestFact => {
      const count =
        others[town]?.[month] ?? a_month + ((index * 5 + Number(month.slice(5)) * 3) % 5);
      return { i: index * COLUMNS_A_TOWN, j: 1, month: `${month}-01`, count };
    }),
  );
  await insertFacts(
    db,
    CODE,
    facts.filter(({ count }) => count > 0),
  );
}

async function assess(request: Partial<typeof REQUEST> & Partial<Areas> = {}) {
  const { id } = await registerEffect(db, { ...REQUEST, ...TOWNWISE, ...request }, BY);
  return (await showEffect(db, CODE, id)).assessment;
}

describe('showEffect', () => {
  it('says that a month had fewer than expected, by every method, with what it rests on', async () => {
    await insertTowns();
    await insertCounts(100, { a: { '2020-04': 40 } });
    const found = await assess();
    expect(found.verdict).toEqual({
      code: 'fewer_than_expected',
      basis: 'difference_in_differences',
      reason: null,
    });
    const [treated, , control] = found.counts;
    expect(treated).toMatchObject({ part: 'treated', cells: 12, during: 40 });
    expect(control).toMatchObject({ part: 'control', cells: 60 });
    const weight = treated!.before / control!.before;
    const ofPeriod = 1 / 12;
    const { local, total, unweighted } = found.wdd;
    expect(local!.estimate).toBeCloseTo(
      40 - treated!.before * ofPeriod - weight * (control!.during - control!.before * ofPeriod),
      9,
    );
    expect(local!.interval.high).toBeLessThan(0);
    expect(total).toBeNull();
    expect(unweighted!.estimate).toBeCloseTo(
      40 - treated!.before * ofPeriod - control!.during + control!.before * ofPeriod,
      9,
    );
    const panel = found.differenceInDifferences;
    expect(panel).toMatchObject({ units: 6, months: 13, treated: { ok: true, observed: 40 } });
    expect(panel.treated.ok && panel.treated.interval.high).toBeLessThan(0.6);
    expect(panel.treated.ok && panel.treated.placebos).toEqual({ units: 5, asFar: 0 });
    expect(found.eTest.treated.p).toBeLessThan(1e-6);
    expect(found.eTest.control.p).toBeGreaterThan(0.5);
    expect(found.yearOnYear).toMatchObject({
      treated: { now: 40, isNormalVariation: false },
      control: { isNormalVariation: true },
    });
    expect(found.asOf).toEqual({ dataVersion: 1, facts: { from: '2018-04', to: '2020-04' } });
    expect(found.notes).toEqual(['late', 'scaled']);
  });

  it('says that there were more', async () => {
    await insertTowns();
    await insertCounts(100, { a: { '2020-04': 190 } });
    expect((await assess()).verdict.code).toBe('more_than_expected');
  });

  it('finds no effect where the whole city fell alike', async () => {
    await insertTowns();
    await insertCounts(100, Object.fromEntries(TOWNS.map((town) => [town, { '2020-04': 60 }])));
    const found = await assess();
    expect(found.verdict.code).toBe('no_clear_difference');
    expect(found.eTest.treated.p).toBeLessThan(0.001);
    const { treated } = found.differenceInDifferences;
    expect(treated.ok && treated.interval.low < 1 && treated.interval.high > 1).toBe(true);
    // Five towns fell by five times as many incidents as one: no reason to call the one a failure.
    expect(Math.abs(found.wdd.local!.z)).toBeLessThan(1);
    expect(found.wdd.unweighted!.interval.low).toBeGreaterThan(0);
  });

  it('lets the exact test speak where little is to be expected, and says so where that cannot tell either', async () => {
    await insertTowns();
    await insertCounts(1, { a: { '2020-04': 20 } });
    expect((await assess()).verdict).toEqual({
      code: 'more_than_before',
      basis: 'e_test',
      reason: null,
    });
    await deleteJurisdiction(db, CODE);
    await insertTowns();
    await insertCounts(1);
    expect((await assess()).verdict).toEqual({
      code: 'cannot_tell',
      basis: null,
      reason: 'too_few',
    });
  });

  it('lets the weighted difference speak where months and areas are too few for a regression', async () => {
    await insertTowns();
    await insertCounts(100, { a: { '2020-04': 40 } });
    const short = { before: { from: '2020-02', to: '2020-03' }, control: { towns: ['b', 'c'] } };
    expect((await assess(short)).verdict).toMatchObject({
      code: 'fewer_than_expected',
      basis: 'wdd',
    });
  });

  it.each([
    ['not_over', { during: { from: '2100-01', to: '2100-02' } }],
    ['months_missing', { during: { from: '2020-04', to: '2020-05' } }],
    ['months_missing', { before: { from: '2018-01', to: '2020-03' } }],
  ])('cannot tell: %s', async (reason, request) => {
    await insertTowns();
    await insertCounts(100);
    expect((await assess(request)).verdict).toEqual({ code: 'cannot_tell', basis: null, reason });
  });

  it('cannot tell anything without incidents', async () => {
    await insertTowns();
    const found = await assess();
    expect(found).toMatchObject({
      verdict: { code: 'cannot_tell', reason: 'months_missing' },
      wdd: { local: null, total: null, unweighted: null },
      differenceInDifferences: { treated: { ok: false } },
      asOf: { dataVersion: 0, facts: null },
      yearOnYear: null,
    });
  });

  it('counts what moved next door, and takes it from the control', async () => {
    await insertTowns();
    // The cell to which half of the town's incidents move lies in the ring, and in town b.
    await insertCounts(100, { a: { '2020-04': 50 }, b: { '2020-04': 150 } });
    const areas: Areas = { treated: { towns: ['a'] }, control: { towns: ['b', 'd'] } };
    const found = await assess({ ...areas, ringMetres: 500 });
    expect(found.counts.map(({ part, cells }) => [part, cells])).toEqual([
      ['treated', 12],
      ['treated_ring', 6],
      ['control', 18],
      ['control_ring', 18],
    ]);
    expect(found.wdd.local!.estimate).toBeLessThan(-45);
    expect(Math.abs(found.wdd.total!.estimate)).toBeLessThan(10);
    expect(found.verdict.code).toBe('fewer_but_more_around');
    expect(found.differenceInDifferences.displacement).toMatchObject({ ok: true, observed: 150 });
  });

  it('says where no ring is left to compare', async () => {
    await insertTowns();
    await insertCounts(100);
    const found = await assess({ control: { towns: FIVE }, ringMetres: 500 });
    expect(found.notes).toContain('no_ring');
    expect(found.wdd.total).toBeNull();
    expect(found.differenceInDifferences.displacement.ok).toBe(true);
  });

  it('takes a control town for one until its own campaign', async () => {
    await insertTowns();
    await insertCounts(100, { b: { '2020-01': 20, '2020-02': 20, '2020-03': 20, '2020-04': 20 } });
    await sql`
      INSERT INTO campaign (jurisdiction, id, name, name_en, kind, month) VALUES (${CODE}, 'c1', '一', 'One', 'one_month_one_town', '2020-01-01'),
        (${CODE}, 'c4', '四', 'Four', 'one_month_one_town', '2020-04-01')`.execute(db);
    await sql`INSERT INTO campaign_town VALUES (${CODE}, 'c1', 'b'), (${CODE}, 'c4', 'a')`.execute(
      db,
    );
    const found = await assess();
    expect(found.notes).toContain('controls_treated');
    const { controlsTreated, treated } = found.differenceInDifferences;
    expect(controlsTreated).toEqual([{ name: '镇 1', from: '2020-01' }]);
    if (!treated.ok) throw new Error(treated.reason);
    expect(treated.expected).toBeGreaterThan(98);
    expect(treated.expected).toBeLessThan(107);
    expect(treated.placebos.units).toBe(4);
  });

  it('leaves out other kinds, and what patrols found unless told otherwise', async () => {
    await insertTowns();
    await insertCounts(100);
    await sql`INSERT INTO kind (jurisdiction, code, name_zh, name_en) VALUES (${CODE}, 'fraud', '诈骗', 'Fraud')`.execute(
      db,
    );
    await insertFacts(db, CODE, [
      { i: 0, j: 0, month: '2020-04-01', kind: 'fraud', count: 500 },
      { i: 0, j: 0, month: '2020-04-01', origin: 'patrol', count: 500 },
    ]);
    const thefts = await assess({ kinds: ['theft'] });
    expect(thefts.counts[0]?.during).toBeLessThan(110);
    const { id } = await registerEffect(
      db,
      { ...REQUEST, ...TOWNWISE, kinds: ['theft'], origins: ['citizen', 'patrol'] },
      BY,
    );
    const { assessment } = await showEffect(db, CODE, id);
    expect(assessment.counts[0]?.during).toBe(500 + thefts.counts[0]!.during);
    expect(assessment.notes).toContain('found_by_patrols');
  });
});

describe('registerEffect', () => {
  it('keeps what will be compared, and says so in the audit log', async () => {
    await insertTowns();
    const early = { during: { from: '2100-01', to: '2100-01' } };
    const registered = await registerEffect(db, { ...REQUEST, ...early, ...TOWNWISE }, BY);
    expect(registered).toMatchObject({ isLate: false, isOver: false, registeredBy: 'zhang' });
    expect(await listEffects(db, CODE)).toEqual([registered]);
    const { rows } = await sql`
      SELECT action, parameters FROM audit_event WHERE jurisdiction = ${CODE} ORDER BY sequence DESC LIMIT 1`.execute(
      db,
    );
    expect(rows).toEqual([
      {
        action: 'effect.register',
        parameters: {
          ...{ id: registered.id, name: '四月 a 镇', campaign: null, kinds: 'all', isLate: false },
          ...{ origins: ['citizen'], ringMetres: 0 },
          ...{ before: '2019-04..2020-03', during: '2100-01..2100-01' },
          ...{ treated: ['镇 0'], control: ['镇 1', '镇 2', '镇 3', '镇 4', '镇 5'] },
        },
      },
    ]);
  });

  it.each<[RegExp, Partial<typeof REQUEST> & Partial<Areas>]>([
    [/there is no jurisdiction 999999/, { jurisdiction: '999999' }],
    [/there is no town x, y/, { treated: { towns: ['x', 'a', 'y'] } }],
    [/a is there twice/, { control: { towns: ['a', 'b'] } }],
    [/has no kind arson \(there are: theft\)/, { kinds: ['theft', 'arson'] }],
    [/has no campaign may/, { campaign: 'may' }],
    [
      /镇 1 has no cell left to be counted as control/,
      { ringMetres: 2000, control: { towns: ['b'] } },
    ],
    [
      /not a valid polygon/,
      {
        treated: {
          name: 'x',
          drawn: [
            {
              type: 'Polygon',
              coordinates: [
                [
                  [120, 28.8],
                  [120.1, 28.9],
                  [120.1, 28.8],
                  [120, 28.9],
                  [120, 28.8],
                ],
              ],
            },
          ],
        },
      },
    ],
  ])('refuses with %s, and writes nothing', async (says, request) => {
    await insertTowns();
    const attempt = registerEffect(db, { ...REQUEST, ...TOWNWISE, ...request }, BY);
    await expect(attempt).rejects.toThrow(says);
    await expect(attempt).rejects.toBeInstanceOf(UserError);
    expect(await listEffects(db, CODE)).toEqual([]);
  });

  it.each(['7', '0', 'x', '99999999999999999999'])('knows no registration %s', async (id) => {
    await insertTowns();
    await expect(showEffect(db, CODE, id)).rejects.toBeInstanceOf(NotFoundError);
  });
});
