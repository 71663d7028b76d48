import { describe, expect, it } from 'vitest';
import { groupSteps, outcomeOf, packHistory, weightedSums } from './history';

const history = packHistory(3, 4, [
  { step: 3, place: 0, count: 5, harm: 2e6 },
  { step: 1, place: 1, count: 2 },
  { step: 1, place: 1, count: 4, reported: 3 },
  { step: 0, place: 2, count: 1 },
]);

describe('a history', () => {
  it('knows what was reported before the step', () => {
    expect([...weightedSums(history, 3, [1, 1, 1], 'count')]).toEqual([0, 2, 1]);
    expect([...weightedSums(history, 4, [1, 1, 1, 1], 'count')]).toEqual([5, 6, 1]);
    expect([...weightedSums(history, 4, [10, 0, 3], 'count')]).toEqual([50, 18, 0]);
  });

  it('is judged by all that happened, whenever it was reported', () => {
    expect([...outcomeOf(history, 1, 'count')]).toEqual([0, 6, 0]);
    expect([...outcomeOf(history, 3, 'harm')]).toEqual([2, 0, 0]);
  });

  it('is the same by longer steps', () => {
    const longer = groupSteps(history, 2, 2);
    expect([...outcomeOf(longer, 0, 'count')]).toEqual([0, 6, 1]);
    expect([...weightedSums(longer, 1, [1], 'count')]).toEqual([0, 2, 1]);
  });

  it('refuses what cannot be', () => {
    expect(() => packHistory(1, 1, [{ step: 1, place: 0, count: 1 }])).toThrow(RangeError);
    expect(() => packHistory(1, 2, [{ step: 1, place: 0, count: 1, reported: 0 }])).toThrow(
      RangeError,
    );
  });
});
