import { describe, expect, it } from 'vitest';
import { backtest } from './backtest';
import { boxCells, knownOf, randomHappened } from './testing/random-known';

const STEPS = 48;
const cells = boxCells(15, 14);
const lattice = { shape: 'square', sizeMetres: 250 } as const;
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);
const plan = { scored: range(36, 48), tuning: range(24, 36), limit: 10, lattice };

describe('backtest', () => {
  it('moves no score when the months after the last scored are changed', async () => {
    const happened = randomHappened(11, cells.length, STEPS);
    const short = { ...plan, scored: range(36, 42) };
    const planted = happened.map((each) =>
      each.step >= 42 ? { ...each, place: 0, count: 500 } : each,
    );
    const found = await backtest(knownOf('square', cells, STEPS, planted), short);
    expect(found).toEqual(await backtest(knownOf('square', cells, STEPS, happened), short));
  });

  it('chooses parameters by the tuning months alone', async () => {
    const happened = randomHappened(12, cells.length, STEPS);
    const parametersOf = async (given: typeof happened) => {
      const { rankers } = await backtest(knownOf('square', cells, STEPS, given), plan);
      return rankers.map(({ name, parameters, isTuned }) => ({ name, parameters, isTuned }));
    };
    const planted = happened.map((each) =>
      each.step >= 36 ? { ...each, place: 7, count: 90 } : each,
    );
    expect(await parametersOf(planted)).toEqual(await parametersOf(happened));
    const otherwise = happened.map((each) =>
      each.step >= 30 && each.step < 36 ? { ...each, place: 7, count: 90 } : each,
    );
    expect(await parametersOf(otherwise)).not.toEqual(await parametersOf(happened));
  });

  it('refuses to score a month that tunes, or none', async () => {
    const known = knownOf('square', cells, STEPS, []);
    await expect(backtest(known, { ...plan, tuning: [36] })).rejects.toThrow(RangeError);
    await expect(backtest(known, { ...plan, scored: [] })).rejects.toThrow(RangeError);
  });

  it('counts hits as a plain look at the months does', async () => {
    const happened = randomHappened(13, cells.length, STEPS);
    const { rankers, perfect, totals } = await backtest(
      knownOf('square', cells, STEPS, happened),
      plan,
    );
    const before = (step: number) => (each: { step: number }) => each.step < step;
    const expected = plan.scored.map((step) => {
      const sums = cells.map((_, place) => sumAt(happened.filter(before(step)), place));
      const order = [...sums.keys()].sort((a, b) => sums[b]! - sums[a]!);
      const cut = sums[order[9]!]!;
      // Ties at the cut are told apart by harm and recency, which the fields do not tell: look at those without.
      const isClear = sums[order[10]!]! < cut;
      const now = happened.filter((each) => each.step === step);
      return isClear ? order.slice(0, 10).reduce((sum, place) => sum + sumAt(now, place), 0) : null;
    });
    const plain = rankers.find(({ name }) => name === 'count_all')!;
    expect(expected.some((hits) => hits !== null)).toBe(true);
    expected.forEach((hits, index) => {
      if (hits !== null) expect(plain.hitsByStep[index]).toBe(hits);
    });
    expect(totals).toEqual(
      plan.scored.map((step) =>
        happened.reduce((sum, each) => sum + (each.step === step ? each.count : 0), 0),
      ),
    );
    expect(perfect.hits).toBeGreaterThanOrEqual(plain.hits);
  });

  it('keeps the plain count where all is chance, and takes recency where places change', async () => {
    const still = await backtest(
      knownOf('square', cells, STEPS, randomHappened(14, cells.length, STEPS)),
      plan,
    );
    const taken = still.rankers.find(({ name }) => name === still.chosen.name);
    expect(taken?.gain?.difference ?? 0).toBeLessThan(1.5);
    // Every six months something else is hot.
    const moving = range(0, STEPS).flatMap((step) => {
      const hot = (Math.floor(step / 6) * 37) % 200;
      return range(0, 8).map((offset) => ({ step, place: hot + offset, count: 5 }));
    });
    const moved = await backtest(knownOf('square', cells, STEPS, moving), plan);
    expect(moved.chosen.why).toBe('best');
    expect(['decay', 'kde', 'promap', 'blend']).toContain(moved.chosen.name);
  });

  it('says why it kept the plain count', async () => {
    const happened = randomHappened(15, cells.length, STEPS);
    const known = knownOf('square', cells, STEPS, happened);
    const few = await backtest(known, { ...plan, scored: range(36, 40) });
    expect(few.chosen).toMatchObject({ name: 'count_all', why: 'too_few_steps' });
    const quiet = knownOf(
      'square',
      cells,
      STEPS,
      happened.filter(({ step }) => step < 36),
    );
    expect((await backtest(quiet, plan)).chosen).toMatchObject({
      name: 'count_all',
      why: 'nothing_happened',
    });
  });
});

function sumAt(happened: readonly { place: number; count: number }[], place: number): number {
  return happened.reduce((sum, each) => sum + (each.place === place ? each.count : 0), 0);
}
