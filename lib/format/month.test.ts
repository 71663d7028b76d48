import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, clampMonth, isMonth, monthsOf } from './month';

describe('addMonths', () => {
  it('crosses years', () => {
    expect(addMonths('2019-12', 1)).toBe('2020-01');
    expect(addMonths('2020-01', -1)).toBe('2019-12');
    expect(addMonths('2020-04', -24)).toBe('2018-04');
  });

  it('comes back, and keeps the order of text', () => {
    const months = fc.integer({ min: 1, max: 600 });
    fc.assert(
      fc.property(months, (steps) => {
        const later = addMonths('2020-04', steps);
        expect(later > '2020-04' && isMonth(later)).toBe(true);
        expect(addMonths(later, -steps)).toBe('2020-04');
      }),
    );
  });

  it('refuses what is no month', () => {
    expect(() => addMonths('2020-13', 1)).toThrow(RangeError);
  });
});

it('clampMonth keeps to the range', () => {
  const range = { first: '2017-05', last: '2020-07' };
  expect(['2016-01', '2018-01', '2021-01'].map((month) => clampMonth(month, range))).toEqual([
    '2017-05',
    '2018-01',
    '2020-07',
  ]);
});

describe('monthsOf', () => {
  it('counts both ends, across years', () => {
    expect(monthsOf({ from: '2019-11', to: '2020-02' })).toEqual([
      '2019-11',
      '2019-12',
      '2020-01',
      '2020-02',
    ]);
    expect(monthsOf({ from: '2020-04', to: '2020-04' })).toEqual(['2020-04']);
    expect(monthsOf({ from: '2020-04', to: '2020-03' })).toEqual([]);
  });

  it.each([
    { from: '2020-4', to: '2020-05' },
    { from: '2020-04', to: 'later' },
  ])('refuses $from to $to', (span) => {
    expect(() => monthsOf(span)).toThrow(RangeError);
  });
});
