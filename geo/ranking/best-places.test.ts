import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestPlaces } from './best-places';

const place = fc.record({
  score: fc.integer({ min: 0, max: 4 }),
  harm: fc.integer({ min: 0, max: 2 }),
  last: fc.integer({ min: -1, max: 2 }),
});

it('takes what a full sort by score, harm, recency and place would put first', () => {
  fc.assert(
    fc.property(
      fc.array(place, { maxLength: 40 }),
      fc.integer({ min: 0, max: 45 }),
      (given, limit) => {
        const order = [...given.keys()].sort(
          (a, b) =>
            given[b]!.score - given[a]!.score ||
            given[b]!.harm - given[a]!.harm ||
            given[b]!.last - given[a]!.last ||
            a - b,
        );
        const found = bestPlaces(
          Float64Array.from(given, ({ score }) => score),
          {
            harm: Float64Array.from(given, ({ harm }) => harm),
            lastStep: Float64Array.from(given, ({ last }) => last),
          },
          limit,
        );
        expect(found.toSorted((a, b) => a - b)).toEqual(
          order.slice(0, limit).toSorted((a, b) => a - b),
        );
      },
    ),
  );
});
