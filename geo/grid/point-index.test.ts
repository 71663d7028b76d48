import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexPoints, squareBeside } from './point-index';

describe('indexPoints', () => {
  const coordinates = fc.array(
    fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })),
    { maxLength: 60 },
  );

  it('holds every point once, with all that are near in its square or those around', () => {
    // Far apart, few squares hold points; side by side, most do: each is kept in its own way.
    fc.assert(
      fc.property(coordinates, fc.constantFrom(1, 1000), (near, spread) => {
        const points = near.map(([east, north]) => [spread * east, north] as const);
        const x = Float64Array.from(points, ([east]) => east);
        const y = Float64Array.from(points, ([, north]) => north);
        const index = indexPoints(x, y, 100);
        expect([...index.order].sort((a, b) => a - b)).toEqual([...points.keys()]);
        for (let square = 0; square + 1 < index.offsets.length; square++) {
          const near = new Set(pointsAround(index, square));
          for (const point of pointsOf(index, square)) {
            const within = [...points.keys()].filter(
              (other) => Math.hypot(x[other]! - x[point]!, y[other]! - y[point]!) <= 100,
            );
            expect(within.filter((other) => !near.has(other))).toEqual([]);
          }
        }
      }),
    );
  });

  it('makes one square of all points where a side is endless, and none of no points', () => {
    const all = indexPoints(Float64Array.of(-9, 1e6), Float64Array.of(3, -1e6), Infinity);
    expect([...all.offsets]).toEqual([0, 2]);
    expect([...indexPoints(new Float64Array(0), new Float64Array(0), 1).offsets]).toEqual([0]);
  });

  it('knows no square beyond the edge', () => {
    const index = indexPoints(Float64Array.of(0, 1), Float64Array.of(0, 0), 1);
    expect(squareBeside(index, 0, 1, 0)).toBe(1);
    expect(squareBeside(index, 1, 0, -1)).toBeUndefined();
    expect(squareBeside(index, 0, -1, 0)).toBeUndefined();
    // The top of the first column is next to the bottom of the second by its key, not on the map.
    const far = indexPoints(Float64Array.of(0, 1), Float64Array.of(9, 0), 1);
    expect(squareBeside(far, 1, 0, -1)).toBeUndefined();
    expect(squareBeside(far, 0, 0, 1)).toBeUndefined();
  });

  it('refuses what is not a place', () => {
    const one = Float64Array.of(1);
    expect(() => indexPoints(one, new Float64Array(2), 1)).toThrow(RangeError);
    expect(() => indexPoints(one, Float64Array.of(Number.NaN), 1)).toThrow(RangeError);
    expect(() => indexPoints(one, one, 0)).toThrow(RangeError);
    const apart = Float64Array.of(0, 1e9);
    expect(() => indexPoints(apart, apart, 1)).toThrow(RangeError);
  });
});

type Index = ReturnType<typeof indexPoints>;

function pointsOf(index: Index, square: number): number[] {
  return [...index.order.subarray(index.offsets[square], index.offsets[square + 1])];
}

function pointsAround(index: Index, square: number): number[] {
  const steps = [-1, 0, 1];
  return steps.flatMap((column) =>
    steps.flatMap((row) => {
      const beside = squareBeside(index, square, column, row);
      return beside === undefined ? [] : pointsOf(index, beside);
    }),
  );
}
