import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addWorkingDays,
  type Exceptions,
  isWorkingDay,
  weekdayOf,
  workingDaysBetween,
} from './working-days';

const NONE: Exceptions = new Map();
const day = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10));
const exceptions = fc
  .array(fc.tuple(day, fc.boolean()), { maxLength: 200 })
  .map((pairs): Exceptions => new Map(pairs));

/** By the clock of the machine, day after day. */
function walk(from: string, to: string, known: Exceptions): number {
  let count = 0;
  for (const at = new Date(`${from}T12:00:00Z`); ; ) {
    at.setUTCDate(at.getUTCDate() + 1);
    const here = at.toISOString().slice(0, 10);
    if (here > to) return count;
    const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    if (known.get(here) ?? !weekend) count += 1;
  }
}

describe('working days', () => {
  it('are Monday to Friday where nothing else is known', () => {
    expect(addWorkingDays('2026-11-20', 1, NONE)).toBe('2026-11-23');
    expect(addWorkingDays('2026-11-23', 5, NONE)).toBe('2026-11-30');
    expect(workingDaysBetween('2026-11-22', '2026-11-29', NONE)).toBe(5);
    expect(weekdayOf('2026-11-22')).toBe(7);
    expect(weekdayOf('1969-12-31')).toBe(3);
  });

  it('leave holidays out and take make-up days in', () => {
    const known = new Map([
      ['2026-10-01', false],
      ['2026-10-02', false],
      ['2026-10-10', true],
    ]);
    expect(addWorkingDays('2026-09-30', 1, known)).toBe('2026-10-05');
    expect(addWorkingDays('2026-10-09', 1, known)).toBe('2026-10-10');
    expect(isWorkingDay('2026-10-01', known)).toBe(false);
    expect(isWorkingDay('2026-10-11', known)).toBe(false);
  });

  it('are as many as a walk over the days finds', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: -30, max: 400 }), exceptions, (from, span, known) => {
        const to = addDays(from, span);
        expect(workingDaysBetween(from, to, known)).toBe(walk(from, to, known));
      }),
    ));

  it('end a deadline on a working day, with as many between as were asked for', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 120 }), exceptions, (from, count, known) => {
        const end = addWorkingDays(from, count, known);
        expect(isWorkingDay(end, known)).toBe(true);
        expect(workingDaysBetween(from, end, known)).toBe(count);
      }),
    ));

  it('refuse what is no number of days and no day', () => {
    expect(addWorkingDays('2026-11-22', 0, NONE)).toBe('2026-11-22');
    for (const count of [-1, 1.5, Number.NaN])
      expect(() => addWorkingDays('2026-11-22', count, NONE)).toThrow(RangeError);
    expect(() => addWorkingDays('gestern', 1, NONE)).toThrow(RangeError);
  });
});
