import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insertFacts, insertJurisdiction, type TestCell } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { neighbours } from '@/geo/grid/neighbours';
import { benjaminiHochberg } from '@/geo/stats/benjamini-hochberg';
import { localGiStar } from '@/geo/stats/getis-ord';
import { twoSidedP } from '@/geo/stats/normal';
import { rankMonth } from './ranking';

const database = await openTestDatabase();

const MONTHS = ['2015-06', '2015-11', '2015-12', '2016-03', '2016-11', '2016-12', '2017-01'];
const coordinate = fc.integer({ min: -2, max: 2 });
const place = fc.record({ i: coordinate, j: coordinate });
const fact = fc.record({
  i: coordinate,
  j: coordinate,
  month: fc.constantFrom(...MONTHS).map((month) => `${month}-01`),
  kind: fc.constantFrom('theft', 'fraud'),
  origin: fc.constantFrom<'citizen' | 'patrol'>('citizen', 'patrol'),
  count: fc.integer({ min: 1, max: 9 }),
  tenthsEach: fc.integer({ min: 0, max: 5 }),
  /** How many of them were reported late, and how many months. */
  late: fc.option(
    fc.record({ count: fc.integer({ min: 1, max: 9 }), months: fc.integer({ min: 1, max: 13 }) }),
    { nil: undefined },
  ),
});
type Fact = typeof fact extends fc.Arbitrary<infer Value> ? Value : never;

function monthsAfter(month: string, months: number): string {
  const date = new Date(`${month}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

/** The fact as it is stored. */
function stored({ tenthsEach, late, ...given }: Fact) {
  const { month, count } = given;
  const lateCount = Math.min(late?.count ?? 0, count);
  const knownMonth = monthsAfter(month, late?.months ?? 1);
  return {
    ...given,
    harm: (count * tenthsEach) / 10,
    ...(late && { late: { count: lateCount, knownMonth } }),
  };
}

/** The fact as it was known when December 2016 began. */
function knownOf(given: Fact): { month: string; count: number; harm: number } & TestCell {
  const { i, j, month, count, late } = stored(given);
  const known = count - (late && late.knownMonth >= '2016-12-01' ? late.count : 0);
  return { i, j, month, count: known, harm: (known * given.tenthsEach) / 10 };
}
type KnownFact = ReturnType<typeof knownOf>;

const cities = fc.record({
  shape: fc.constantFrom<'square' | 'hex'>('square', 'hex'),
  cells: fc.uniqueArray(place, { selector: key, minLength: 2, maxLength: 25, size: 'max' }),
  facts: fc.uniqueArray(fact, {
    selector: (given) => [key(given), given.month, given.kind, given.origin].join(),
    maxLength: 80,
    // As many as allowed: a sparse city has too few neighbours to tell one lattice from another.
    size: 'max',
  }),
  ranker: fc.constantFrom('count_all', 'count_12m', 'gistar'),
  kind: fc.constantFrom(null, 'theft'),
});
type City = typeof cities extends fc.Arbitrary<infer Value> ? Value : never;

function key({ i, j }: TestCell): string {
  return `${i},${j}`;
}

/** The ranking for December 2016, done the long way: nothing here comes from the code under test. */
function rankNaively({ shape, cells, facts, ranker, kind }: City) {
  const known = facts
    .filter(
      (given) =>
        given.month < '2016-12-01' &&
        given.origin === 'citizen' &&
        (kind === null || given.kind === kind),
    )
    .map(knownOf)
    .filter(({ count }) => count > 0);
  const sumOf = (rows: KnownFact[], field: 'count' | 'harm') =>
    rows.reduce((sum, row) => sum + row[field], 0);
  const lastOf = (rows: KnownFact[]) =>
    rows
      .map(({ month }) => month)
      .sort()
      .at(-1) ?? '';
  const measured = cells.map((cell) => {
    const all = known.filter((given) => key(given) === key(cell));
    const recent = all.filter(({ month }) => month >= '2015-12-01');
    const tenths = Math.round(sumOf(recent, 'harm') * 10);
    return { ...cell, all, recent, count: sumOf(recent, 'count'), harm: tenths / 10 };
  });
  const counts = Float64Array.from(measured, ({ count }) => count);
  const z = localGiStar(counts, neighbours(shape, cells));
  const q = benjaminiHochberg(z.map(twoSidedP));
  return measured
    .map(({ all, recent, ...cell }, index) => {
      const scores = { count_all: sumOf(all, 'count'), count_12m: cell.count, gistar: z[index]! };
      const last = lastOf(ranker === 'count_all' ? all : recent);
      const score = scores[ranker as keyof typeof scores];
      return { ...cell, score, last, z: z[index]!, q: q[index]! };
    })
    .sort(
      (a, b) =>
        (Math.abs(b.score - a.score) > 1e-9 ? b.score - a.score : 0) ||
        b.harm - a.harm ||
        b.last.localeCompare(a.last) ||
        a.i - b.i ||
        a.j - b.j,
    );
}

it('ranks as a naive count does', () =>
  fc.assert(
    fc.asyncProperty(cities, async (city) => {
      await inRollback(database, async (db) => {
        const { shape, cells, facts, ranker, kind } = city;
        const kinds = ['theft', 'fraud'];
        const jurisdiction = await insertJurisdiction(db, { shape, cells, kinds });
        await insertFacts(db, jurisdiction, facts.map(stored));
        const request = { jurisdiction, month: '2016-12', kind, ranker, cells: cells.length };
        const ranking = await rankMonth(db, request);
        const expected = rankNaively(city);
        const placed = ({ i, j, count, harm }: TestCell & { count: number; harm: number }) => ({
          i,
          j,
          count,
          harm,
        });
        expect(ranking.cells.map(placed)).toEqual(expected.map(placed));
        ranking.cells.forEach((cell, index) => {
          expect(cell.rank).toBe(index + 1);
          expect(cell.score).toBeCloseTo(expected[index]!.score, 9);
          expect(cell.z).toBeCloseTo(expected[index]!.z, 9);
          expect(cell.q).toBeCloseTo(expected[index]!.q, 9);
        });
      });
    }),
    { numRuns: 40 },
  ));
