import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankers } from './rankers';
import { scorePlaces } from './score-places';
import { boxCells, knownOf, randomHappened } from './testing/random-known';

const all = [...rankers.values()];
const shapes = ['square', 'hex'] as const;
const STEPS = 30;
const lattice = (shape: 'square' | 'hex') => ({ shape, sizeMetres: 250 });

describe.each(all.map((ranker) => [ranker.id, ranker] as const))('%s', (_, ranker) => {
  it.each(shapes)(
    'knows nothing of its month or later, nor of what was reported then: %s',
    (shape) => {
      const cells = boxCells(8, 7);
      const happened = randomHappened(3, cells.length, STEPS);
      const at = { origin: 24, lattice: lattice(shape) };
      const scores = (given: typeof happened) =>
        scorePlaces(ranker, ranker.defaults, knownOf(shape, cells, STEPS, given), at);
      const future = happened.map((each) =>
        each.step >= 24 ? { ...each, count: each.count * 50 } : each,
      );
      const late = [{ step: 22, place: 5, count: 99, reported: 24 }];
      expect(scores([...future, ...late])).toEqual(scores(happened));
      const earlier = [{ step: 22, place: 5, count: 99, reported: 23 }];
      expect(scores([...happened, ...earlier])).not.toEqual(scores(happened));
    },
  );

  it('orders cells alike when all counts are multiplied', () => {
    const cells = boxCells(6, 6);
    const happened = randomHappened(5, cells.length, STEPS);
    const at = { origin: STEPS, lattice: lattice('square') };
    const order = (times: number) => {
      const more = happened.map((each) => ({ ...each, count: each.count * times }));
      const scores = scorePlaces(
        ranker,
        ranker.defaults,
        knownOf('square', cells, STEPS, more),
        at,
      );
      return [...scores.keys()].sort(
        (a, b) => Math.round((scores[b]! - scores[a]!) * 1e9) || a - b,
      );
    };
    expect(order(4)).toEqual(order(1));
  });

  it('does not depend on the order of its rows', () => {
    const cells = boxCells(5, 5);
    const happened = randomHappened(8, cells.length, STEPS);
    const at = { origin: STEPS, lattice: lattice('hex') };
    const scores = (given: typeof happened) =>
      scorePlaces(ranker, ranker.defaults, knownOf('hex', cells, STEPS, given), at);
    fc.assert(
      fc.property(fc.shuffledSubarray(happened, { minLength: happened.length }), (shuffled) => {
        expect(scores(shuffled)).toEqual(scores(happened));
      }),
      { numRuns: 5 },
    );
  });

  it('tells nothing apart in an empty field, a constant one inside, or a single cell', () => {
    const at = { origin: 12, lattice: lattice('square') };
    const empty = knownOf('square', boxCells(4, 4), 13, []);
    expect(new Set(scorePlaces(ranker, ranker.defaults, empty, at))).toEqual(new Set([0]));
    const single = knownOf('square', boxCells(1, 1), 13, [{ step: 11, place: 0, count: 2 }]);
    expect(scorePlaces(ranker, ranker.defaults, single, at)).toHaveLength(1);
    const none = knownOf('square', [], 13, []);
    expect(scorePlaces(ranker, ranker.defaults, none, at)).toHaveLength(0);
    const cells = boxCells(4, 4);
    const same = cells.map((__, place) => ({ step: 11, place, count: 3 }));
    const field = scorePlaces(ranker, ranker.defaults, knownOf('square', cells, 13, same), at);
    // A kernel loses what falls outside: the four corners have the least, and are alike.
    expect(new Set([0, 3, 12, 15].map((corner) => field[corner]!.toFixed(9))).size).toBe(1);
  });
});
