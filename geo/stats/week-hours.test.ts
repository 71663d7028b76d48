import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEK_HOURS, weekHours } from './week-hours';

/** Minutes of a wall clock. */
const wall = (text: string) => Date.parse(`${text}Z`) / 60_000;
const span = (from: string, to = from) => ({ fromMinute: wall(from), toMinute: wall(to) });

describe('weekHours', () => {
  it('puts an instant into its hour, Monday first', () => {
    // 6 April 2020 was a Monday, the 12th a Sunday.
    const { weights, timed } = weekHours([
      span('2020-04-06T00:30'),
      span('2020-04-06T09:00'),
      span('2020-04-12T23:59'),
    ]);
    expect(timed).toBe(3);
    expect([weights[0], weights[9], weights[WEEK_HOURS - 1]]).toEqual([1, 1, 1]);
  });

  it('spreads an interval over its hours, over midnight and over the end of the week', () => {
    const { weights } = weekHours([span('2020-04-12T22:30', '2020-04-13T02:30')]);
    expect([...weights.subarray(WEEK_HOURS - 2), ...weights.subarray(0, 4)]).toEqual([
      0.125, 0.25, 0.25, 0.25, 0.125, 0,
    ]);
  });

  it('tells apart what has no hour: midnight sharp, and a day or more', () => {
    const { timed, untimed, weights } = weekHours([
      span('2020-04-06T00:00'),
      span('2020-04-06T08:00', '2020-04-07T08:00'),
      span('2020-04-06T00:00', '2020-04-06T01:00'),
    ]);
    expect([timed, untimed]).toEqual([1, 2]);
    expect(weights[0]).toBe(1);
  });

  it('takes an interval over the hour that a clock is put back for an instant, and refuses others', () => {
    expect(weekHours([span('2020-10-25T02:50', '2020-10-25T02:10')]).timed).toBe(1);
    expect(() => weekHours([span('2020-10-25T12:00', '2020-10-25T02:10')])).toThrow(RangeError);
  });

  it('counts each timed incident once, in whatever order', () => {
    const spans = fc.array(
      fc.record({
        at: fc.integer({ min: -1e6, max: 3e7 }),
        minutes: fc.integer({ min: 0, max: 3000 }),
      }),
    );
    fc.assert(
      fc.property(spans, (given) => {
        const all = given.map(({ at, minutes }) => ({ fromMinute: at, toMinute: at + minutes }));
        const { weights, timed, untimed } = weekHours(all);
        expect(timed + untimed).toBe(all.length);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(timed, 9);
        expect(
          weekHours(all.toReversed()).weights.every((w, h) => Math.abs(w - weights[h]!) < 1e-9),
        ).toBe(true);
      }),
    );
  });
});
