import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
import { listEffects, registerEffect, showEffect } from './effect';
import { findControls } from './effect-controls';
import { pageOfEffects } from './effect-list';
import { effectProposal } from './effect-proposal';

/** What the screen asks beside what the command line does. */
const { db } = await openTestDatabase();
const CODE = '330784';
const BY: Doer = { userId: null, name: 'zhang', role: 'host' };
const COLUMNS_A_TOWN = 4;
/** Incidents a month of each: b goes with a, c against it, d is far larger, e has none. */
const LEVELS = { a: 20, b: 20, c: 20, d: 200, e: 0 };
const TOWNS = Object.keys(LEVELS);
const MONTHS = Array.from({ length: 13 }, (_, at) => addMonths('2019-04', at));
const ASKED = {
  ...{ jurisdiction: CODE, towns: ['a'], kinds: null, ringMetres: 0 },
  origins: ['citizen' as const],
  before: { from: '2019-04', to: '2020-03' },
  during: { from: '2020-04', to: '2020-04' },
};
const REQUEST = {
  ...{ jurisdiction: CODE, name: '四月', campaign: null, kinds: null, ringMetres: 0, note: null },
  ...{ origins: ['citizen' as const], before: ASKED.before, during: ASKED.during },
  ...{ treated: { towns: ['a'] }, control: { towns: ['b', 'c'] } },
};

beforeEach(async () => {
  await insertJurisdiction(db, {
    code: CODE,
    cells: cellsOfBox(COLUMNS_A_TOWN * TOWNS.length, 3),
    kinds: ['theft', 'fraud'],
  });
  await sql`
    INSERT INTO town (jurisdiction, id, name, geom)
    SELECT ${CODE}, (${TOWNS}::text[])[1 + place], '镇 ' || place, ST_Multi(ST_Envelope(ST_Collect(ST_Buffer(centre, 0.0001))))
    FROM (SELECT i / ${COLUMNS_A_TOWN}::int AS place, centre FROM cell WHERE jurisdiction = ${CODE}) AS laid GROUP BY place`.execute(
    db,
  );
  await sql`UPDATE cell SET town_id = (${TOWNS}::text[])[1 + i / ${COLUMNS_A_TOWN}::int] WHERE jurisdiction = ${CODE}`.execute(
    db,
  );
  const facts = TOWNS.flatMap((town, index) =>
    MONTHS.map((month, at): TestFact => {
      const level = LEVELS[town as keyof typeof LEVELS];
      const wave = level === 0 ? 0 : at % 5;
      const count = level + (town === 'c' ? -wave : wave);
      return { i: index * COLUMNS_A_TOWN + 1, j: 1, month: `${month}-01`, kind: 'theft', count };
    }),
  );
  await insertFacts(
    db,
    CODE,
    facts.filter(({ count }) => count > 0),
  );
});
afterEach(() => deleteJurisdiction(db, CODE));

describe('findControls', () => {
  it('tells size and likeness of the months before, nothing of the month during, and suggests', async () => {
    await insertFacts(db, CODE, [
      { i: 2, j: 2, month: '2020-04-01', kind: 'fraud', count: 999 },
      { i: 5, j: 2, month: '2020-03-01', kind: 'fraud', origin: 'patrol', count: 999 },
    ]);
    const { months, treated, candidates } = await findControls(db, ASKED);
    // Twelve months of 20, and twice 0 + 1 + 2 + 3 + 4, and once 0 + 1.
    expect({ months, treated }).toEqual({ months: 12, treated: 261 });
    expect(candidates.map(({ id, incidents }) => [id, incidents])).toEqual([
      ['b', 261],
      ['c', 219],
      ['d', 2421],
      ['e', 0],
    ]);
    const [b, c, , e] = candidates;
    expect(b?.correlation?.r).toBeCloseTo(1, 9);
    expect(c?.correlation?.r).toBeCloseTo(-1, 9);
    expect(e?.correlation).toBeNull();
    expect(candidates.flatMap(({ id, isSuggested }) => (isSuggested ? [id] : []))).toEqual([
      'b',
      'c',
    ]);
  });

  it('counts the kinds asked for only', async () => {
    const { treated } = await findControls(db, { ...ASKED, kinds: ['fraud'] });
    expect(treated).toBe(0);
  });

  it('says which town has a campaign of its own, and which lies in the ring', async () => {
    await sql`
      INSERT INTO campaign (jurisdiction, id, name, name_en, kind, month)
      VALUES (${CODE}, 'c1', '一', 'One', 'one_month_one_town', '2020-01-01')`.execute(db);
    await sql`INSERT INTO campaign_town VALUES (${CODE}, 'c1', 'c')`.execute(db);
    const { candidates } = await findControls(db, { ...ASKED, ringMetres: 500 });
    expect(candidates.map(({ id, campaignFrom, isNear }) => [id, campaignFrom, isNear])).toEqual([
      ['b', null, true],
      ['c', '2020-01', false],
      ['d', null, false],
      ['e', null, false],
    ]);
    expect(candidates.filter(({ isSuggested }) => isSuggested).map(({ id }) => id)).toEqual(['b']);
  });
});

describe('registerEffect of the screen', () => {
  it('refuses what comes too late, with a code, and writes nothing', async () => {
    const attempt = registerEffect(db, REQUEST, BY, { refusesLate: true });
    await expect(attempt).rejects.toMatchObject({ code: 'EFFECT_LATE' });
    expect(await listEffects(db, CODE)).toEqual([]);
  });

  it('takes what comes in time', async () => {
    const during = { from: '2100-01', to: '2100-01' };
    const written = await registerEffect(db, { ...REQUEST, during }, BY, { refusesLate: true });
    expect(written).toMatchObject({ isLate: false, hasBegun: false, isOver: false });
  });

  it.each([
    ['TOWN_UNKNOWN', { control: { towns: ['x'] } }],
    ['TOWN_TWICE', { control: { towns: ['a'] } }],
    ['KIND_UNKNOWN', { kinds: ['arson'] }],
    ['CAMPAIGN_UNKNOWN', { campaign: 'may' }],
    ['NO_CELL_LEFT', { control: { towns: ['b'] }, ringMetres: 3000 }],
  ])('says by its code why not: %s', async (code, change) => {
    await expect(registerEffect(db, { ...REQUEST, ...change }, BY)).rejects.toMatchObject({ code });
  });
});

it('shows every month of each part', async () => {
  const { id } = await registerEffect(db, REQUEST, BY);
  const { series, assessment } = await showEffect(db, CODE, id);
  expect(series.map(({ month }) => month)).toEqual(MONTHS);
  expect(series.at(-1)).toEqual({
    ...{ month: '2020-04', isDuring: true, treated: 22, treated_ring: 0 },
    ...{ control: 40, control_ring: 0 },
  });
  const before = series.filter(({ isDuring }) => !isDuring);
  for (const { part, before: total } of assessment.counts)
    expect(before.reduce((sum, row) => sum + row[part], 0)).toBe(total);
});

it('pages what is registered, the latest months first', async () => {
  for (let at = 0; at < 9; at++) {
    const month = addMonths('2020-04', at);
    const during = { from: month, to: month };
    await registerEffect(db, { ...REQUEST, name: month, during }, BY);
  }
  const first = await pageOfEffects(db, CODE, 1);
  expect(first).toMatchObject({ page: 1, pages: 2, total: 9 });
  expect(first.effects.map(({ registration }) => registration.name)[0]).toBe('2020-12');
  const beyond = await pageOfEffects(db, CODE, 99);
  expect(beyond.page).toBe(2);
  expect(beyond.effects.map(({ registration }) => registration.name)).toEqual(['2020-04']);
});

it('proposes the campaigns, the latest first, and knows the month by the clock of the place', async () => {
  await sql`
    INSERT INTO campaign (jurisdiction, id, name, name_en, kind, month)
    VALUES (${CODE}, 'c1', '一', 'One', 'one_month_one_town', '2020-01-01'),
      (${CODE}, 'c2', '二', 'Two', 'one_month_one_town', '2020-02-01')`.execute(db);
  const today = '2020-03-31T17:00:00Z';
  const found = await effectProposal(db, { jurisdiction: CODE, today });
  expect(found.campaigns.map(({ id }) => id)).toEqual(['c2', 'c1']);
  expect(found).toMatchObject({
    thisMonth: '2020-04',
    facts: { first: '2019-04', last: '2020-04' },
  });
});
