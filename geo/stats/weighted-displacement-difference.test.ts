import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poisson } from '../../lib/demo/random';
import { randomStream } from '../random/random-stream';
import { weightedDisplacementDifference as difference } from './weighted-displacement-difference';

const area = (before: number, during: number) => ({ before, during });
const areas = fc.record({ before: fc.nat(500), during: fc.nat(500) });

describe('weightedDisplacementDifference', () => {
  it('gives what the paper prints of its example', () => {
    const found = difference({
      treated: area(207, 110),
      control: area(308, 318),
      displacement: { treated: area(178, 157), control: area(150, 140) },
    })!;
    expect(found.estimate).toBe(-118);
    expect(found.standardError).toBeCloseTo(Math.sqrt(1568), 12);
    expect(found.z).toBeCloseTo(-2.98, 2);
    expect(Math.round(found.interval.low)).toBe(-196);
    expect(Math.round(found.interval.high)).toBe(-40);
    expect(found.p).toBeCloseTo(0.0029, 4);
  });

  it('gives what its author published for two years before and one after', () => {
    const counts = { treated: area(80, 20), control: area(100, 50) };
    expect(difference({ ...counts, lengthRatio: 0.5 })).toMatchObject({
      estimate: -20,
      standardError: Math.sqrt(115),
    });
    expect(difference(counts)).toMatchObject({ estimate: -10, standardError: Math.sqrt(250) });
  });

  it('gives what its author published for areas of different sizes', () => {
    const weighted = (before: number, during: number, size: number) => ({
      ...area(before, during),
      weight: 1 / size,
    });
    const found = difference({
      treated: weighted(207, 110, 1.2),
      control: weighted(308, 318, 0.9),
      displacement: { treated: weighted(178, 157, 1.5), control: weighted(150, 140, 1.6) },
    })!;
    expect(found.estimate).toBeCloseTo(-99.69444444, 7);
    expect(found.standardError).toBeCloseTo(35.4280755, 7);
    expect(found.z).toBeCloseTo(-2.813995483, 8);
    expect(found.interval.low).toBeCloseTo(-169.1321965, 6);
    expect(found.interval.high).toBeCloseTo(-30.25669241, 6);
  });

  it.each([
    ['no effect, areas alike', 1, 0],
    ['no effect, a control five times as large', 5, 0],
    ['30 % fewer', 1, -18],
  ])('holds the truth in 95 percent of intervals: %s', (subject, size, effect) => {
    const random = randomStream(1, subject);
    const runs = 2000;
    const held = Array.from({ length: runs }, () => {
      const treated = area(poisson(random, 60), poisson(random, 60 + effect));
      const control = area(poisson(random, 60 * size), poisson(random, 60 * size));
      const { low, high } = difference({
        treated,
        control: { ...control, weight: 1 / size },
      })!.interval;
      return low <= effect && effect <= high;
    }).filter(Boolean).length;
    // Three standard errors of as many trials.
    expect(Math.abs(held / runs - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / runs));
  });

  it('changes its sign, and nothing else, when treated and control change places', () => {
    fc.assert(
      fc.property(areas, areas, (one, other) => {
        const there = difference({ treated: one, control: other });
        const back = difference({ treated: other, control: one });
        expect(back?.estimate ?? 0).toBeCloseTo(-(there?.estimate ?? 0), 9);
        expect(back?.standardError).toBe(there?.standardError);
      }),
    );
  });

  it('cannot tell from nothing at all', () => {
    expect(difference({ treated: area(0, 0), control: area(0, 0) })).toBeUndefined();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a count of %d', (count) => {
    expect(() => difference({ treated: area(count, 1), control: area(1, 1) })).toThrow(RangeError);
  });

  it.each([0, -1, Number.NaN])('refuses lengths and weights of %d', (lengthRatio) => {
    const counts = { treated: area(1, 1), control: area(1, 1) };
    const control = { ...area(1, 1), weight: lengthRatio };
    expect(() => difference({ ...counts, control })).toThrow(RangeError);
    expect(() => difference({ ...counts, lengthRatio })).toThrow(RangeError);
  });
});
