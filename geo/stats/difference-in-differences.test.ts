import { describe, expect, it } from 'vitest';
import { normal, poisson } from '../../lib/demo/random';
import { type Random, randomStream } from '../random/random-stream';
import {
  differenceInDifferences,
  PANEL_STATES,
  type TreatedPanel,
} from './difference-in-differences';

const { untreated, treated, ring, leftOut } = PANEL_STATES;

/** A panel whose counts are given by unit and month; a unit is treated from its month on. */
function panelOf(
  units: number,
  months: number,
  countAt: (unit: number, month: number) => number,
  treatedFrom: readonly (number | null)[],
): TreatedPanel {
  const cells = Array.from(
    { length: units * months },
    (_, at) => [Math.floor(at / months), at % months] as const,
  );
  return {
    ...{ units, months },
    counts: Float64Array.from(cells, ([unit, month]) => countAt(unit, month)),
    states: Uint8Array.from(cells, ([unit, month]) =>
      month >= (treatedFrom[unit] ?? months) ? treated : untreated,
    ),
  };
}

/** Towns of different sizes over months with a season; counts vary by chance, or more than by chance. */
function simulate(
  random: Random,
  { effect = 1, noise = 0, towns = 14, months = 25, treatedFrom = [24] as (number | null)[] },
) {
  const sizes = Array.from({ length: towns }, () => 8 + 60 * random());
  return panelOf(
    towns,
    months,
    (town, month) => {
      const season = 1 + 0.3 * Math.sin((month * Math.PI) / 6);
      const isTreated = month >= (treatedFrom[town] ?? months);
      const shock = Math.exp(noise * normal(random) - noise ** 2 / 2);
      return poisson(random, sizes[town]! * season * shock * (isTreated ? effect : 1));
    },
    treatedFrom,
  );
}

/** Share of seeded simulations whose interval holds the ratio, and the mean ratio found. */
function repeat(
  runs: number,
  subject: string,
  options: Parameters<typeof simulate>[1],
  ratio: number,
) {
  let held = 0;
  let sum = 0;
  let refused = 0;
  for (let run = 0; run < runs; run++) {
    const found = differenceInDifferences(simulate(randomStream(run, subject), options)).treated;
    if (!found.ok) {
      refused++;
      continue;
    }
    sum += found.ratio;
    if (found.interval.low <= ratio && ratio <= found.interval.high) held++;
  }
  return { held: held / (runs - refused), mean: sum / (runs - refused), refused };
}

describe('differenceInDifferences', () => {
  it('finds what was planted where nothing is left to chance', () => {
    const sizes = [10, 20, 40, 80];
    const found = differenceInDifferences(
      panelOf(
        4,
        12,
        (town, month) => sizes[town]! * (1 + month / 10) * (town === 1 && month >= 9 ? 0.7 : 1),
        [null, 9],
      ),
    );
    expect(found).toMatchObject({
      treated: { ok: true, ratio: expect.closeTo(0.7, 9) },
      dispersion: 1,
    });
  });

  it('takes towns treated later for controls, and each effect for itself', () => {
    // Each town has an effect of its own; a single regression with an indicator would mix them up.
    const effects = [0.5, 0.8, 1, 1];
    const from = [6, 9, null, null];
    const found = differenceInDifferences(
      panelOf(
        4,
        12,
        (town, month) =>
          100 * (1 + month / 10) * (month >= (from[town] ?? 12) ? effects[town]! : 1),
        from,
      ),
    ).treated;
    const season = (first: number) =>
      Array.from({ length: 12 - first }, (_, k) => 1 + (first + k) / 10).reduce((a, b) => a + b);
    const [one, two] = [100 * season(6), 100 * season(9)];
    expect(found).toMatchObject({
      expected: expect.closeTo(one + two, 6),
      observed: expect.closeTo(0.5 * one + 0.8 * two, 6),
    });
  });

  it.each([
    ['one town, one month', {}],
    ['counts that vary more than by chance', { noise: 0.25 }],
    [
      'one month after another, town by town',
      { treatedFrom: [12, 14, 16, 18, 20, 22], noise: 0.15 },
    ],
    ['two towns of which one is treated', { towns: 2 }],
  ])(
    'holds no effect in 95 percent of intervals when there is none: %s',
    { timeout: 60_000 },
    (subject, options) => {
      const { held, mean, refused } = repeat(300, subject, options, 1);
      expect(refused).toBeLessThan(10);
      // Three standard errors of 300 trials about 95 %, and a little to spare on the safe side.
      expect(held).toBeGreaterThan(0.912);
      expect(held).toBeLessThanOrEqual(1);
      expect(mean).toBeGreaterThan(0.94);
      expect(mean).toBeLessThan(1.06);
    },
  );

  it('finds 30 % fewer', { timeout: 60_000 }, () => {
    const options = { effect: 0.7, treatedFrom: [12, 14, 16, 18, 20, 22] };
    const { held, mean } = repeat(200, 'planted', options, 0.7);
    expect(mean).toBeCloseTo(0.7, 1);
    expect(held).toBeGreaterThan(0.9);
    const found = differenceInDifferences(simulate(randomStream(1, 'planted'), options)).treated;
    if (!found.ok) throw new Error(found.reason);
    expect(found.interval.high).toBeLessThan(0.85);
    expect(found.p).toBeLessThan(0.001);
    expect(found.placebos.units).toBe(8);
    expect(found.placebos.asFar).toBeLessThan(2);
  });

  it('tells what moved to the ring apart from the town', () => {
    const base = panelOf(
      5,
      14,
      (town, month) =>
        50 * (month >= 12 && town === 0 ? 0.6 : 1) * (month >= 12 && town === 1 ? 1.4 : 1),
      [12],
    );
    const states = base.states.map((state, at) =>
      Math.floor(at / 14) === 1 && at % 14 >= 12 ? ring : state,
    );
    const found = differenceInDifferences({ ...base, states });
    expect(found.treated).toMatchObject({ ratio: expect.closeTo(0.6, 9) });
    expect(found.displacement).toMatchObject({ ratio: expect.closeTo(1.4, 9) });
  });

  it('leaves out what is neither treated nor a control', () => {
    const base = panelOf(4, 12, (town, month) => (town === 2 && month > 9 ? 9999 : 30), [11]);
    const states = base.states.map((state, at) =>
      Math.floor(at / 12) === 2 && at % 12 > 9 ? leftOut : state,
    );
    expect(differenceInDifferences({ ...base, states }).treated).toMatchObject({
      ratio: expect.closeTo(1, 9),
    });
  });

  it('does not depend on the order of the towns', () => {
    const panel = simulate(randomStream(3, 'order'), { noise: 0.2, towns: 6 });
    const turn = <T extends Float64Array | Uint8Array>(values: T): T =>
      values.map((_, at) => values[(5 - Math.floor(at / 25)) * 25 + (at % 25)]!) as T;
    const turned = { ...panel, counts: turn(panel.counts), states: turn(panel.states) };
    const [one, other] = [
      differenceInDifferences(panel).treated,
      differenceInDifferences(turned).treated,
    ];
    if (!one.ok || !other.ok) throw new Error('both can be told');
    expect(other.ratio).toBeCloseTo(one.ratio, 8);
    expect(other.interval.low).toBeCloseTo(one.interval.low, 8);
    expect(other.placebos).toEqual(one.placebos);
  });

  it.each([
    ['no_treated', panelOf(4, 12, () => 30, [])],
    ['no_control', panelOf(3, 24, () => 30, [20, 20, 20])],
    ['no_control', panelOf(4, 24, () => 30, [0])],
    ['too_few_counts', panelOf(2, 5, () => 30, [4])],
    ['too_few_expected', panelOf(6, 12, () => 1, [11])],
    ['too_few_counts', panelOf(6, 12, () => 0, [11])],
    [
      'too_uncertain',
      panelOf(6, 12, (town, month) => (town === 0 ? 30 : Number((month + town) % 6 === 0)), [11]),
    ],
  ])('cannot tell: %s', (reason, panel) => {
    expect(differenceInDifferences(panel).treated).toEqual({ ok: false, reason });
  });

  it('refuses a panel whose sizes do not fit', () => {
    const panel = panelOf(4, 12, () => 30, [11]);
    expect(() => differenceInDifferences({ ...panel, units: 5 })).toThrow(RangeError);
    expect(() => differenceInDifferences({ ...panel, states: new Uint8Array(3) })).toThrow(
      RangeError,
    );
  });
});
