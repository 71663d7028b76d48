import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../fixtures/mann-kendall.json' with { type: 'json' };
import { mannKendall } from './mann-kendall';

describe('mannKendall', () => {
  it('agrees with pyMannKendall to 1e-9 where values are missing and tied', () => {
    const { original_test: expected } = golden;
    const found = mannKendall(golden.values);
    expect(found.n).toBe(golden.values.filter((value) => value !== null).length);
    expect(found.s).toBe(expected.s);
    expect(found.tau).toBeCloseTo(expected.tau, 9);
    expect(found.z).toBeCloseTo(expected.z, 9);
    expect(found.p).toBeCloseTo(expected.p, 9);
    // Printed with three decimals.
    expect(found.variance).toBeCloseTo(expected.var_s, 3);
    expect(found.trend).toBe('none');
  });

  it('sees a rise and a fall, and none where alpha is stricter than p', () => {
    const rise = Float64Array.of(1, 2, 3, 4, 5);
    expect(mannKendall(rise)).toMatchObject({ s: 10, tau: 1, trend: 'up' });
    expect(mannKendall(rise.toReversed())).toMatchObject({ s: -10, tau: -1, trend: 'down' });
    expect(mannKendall(rise, 0.01).trend).toBe('none');
  });

  it.each([
    [[], 0],
    [[3], 1],
    [[null, 3, Number.NaN], 1],
    [[2, 2, 2, 2], 4],
  ])('tells nothing of %j', (series, n) => {
    expect(mannKendall(series)).toMatchObject({ n, s: 0, z: 0, p: 1, tau: 0, trend: 'none' });
  });

  it('asks for order only: growing the values does not matter, turning them round flips the sign', () => {
    const series = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 30 });
    fc.assert(
      fc.property(series, (values) => {
        const found = mannKendall(values);
        expect(mannKendall(values.map((value) => value ** 3 + 7))).toEqual(found);
        const back = mannKendall(values.toReversed());
        expect(back.s + found.s).toBe(0);
        expect(back.z + found.z).toBe(0);
        expect(back.variance).toBe(found.variance);
      }),
    );
  });
});
