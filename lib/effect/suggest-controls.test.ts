import { describe, expect, it } from 'vitest';
import { suggestControls } from './suggest-controls';

const town = (id: string, incidents: number, r: number | null, more: object = {}) => ({
  ...{ id, name: id, nameEn: null, incidents, campaignFrom: null, isNear: false },
  correlation: r === null ? null : { r, interval: null },
  ...more,
});
const suggestedOf = (candidates: Parameters<typeof suggestControls>[0], level: number) =>
  suggestControls(candidates, level).flatMap(({ id, isSuggested }) => (isSuggested ? [id] : []));

describe('suggestControls', () => {
  it('leaves out towns with a campaign of their own, and those much larger or smaller', () => {
    const all = [
      town('a', 100, 0.9, { campaignFrom: '2020-03' }),
      town('b', 251, 0.9),
      town('c', 250, 0.1),
      town('d', 40, 0.1),
      town('e', 39, 0.9),
    ];
    expect(suggestedOf(all, 100)).toEqual(['c', 'd']);
  });

  it('takes the six most alike, unknown likeness last, and keeps the order of the towns', () => {
    const all = [null, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((r, at) => town(`t${at}`, 100, r));
    expect(suggestedOf(all, 100)).toEqual(['t1', 't2', 't3', 't4', 't5', 't6']);
  });

  it('suggests nothing where the treated towns had nothing', () => {
    expect(suggestedOf([town('a', 0, null)], 0)).toEqual([]);
  });
});
