import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MonthCalendar } from './month-calendar';

const zones = ['Asia/Shanghai', 'America/Chicago', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'];

/** The first day by Intl alone. */
function firstDayByIntl(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit' });
  return Date.parse(`${format.format(instant)}-01T00:00:00Z`) / 86_400_000;
}

it('finds the local month of any instant, in any order', () => {
  const nearMonthEnds = fc
    .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: -36e5 * 30, max: 36e5 * 30 }))
    .map(([month, away]) => Date.UTC(1990, month, 1) + away);
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.array(nearMonthEnds, { maxLength: 12 }),
      (zone, all) => {
        const calendar = new MonthCalendar(zone);
        expect(all.map((instant) => calendar.firstDay(instant))).toEqual(
          all.map((instant) => firstDayByIntl(instant, zone)),
        );
      },
    ),
    { numRuns: 25 },
  );
}, 20_000);

it('tells which months there were, with the day after each', () => {
  const calendar = new MonthCalendar('Asia/Shanghai');
  calendar.firstDay(Date.parse('2019-12-31T15:59:59Z'));
  calendar.firstDay(Date.parse('2019-12-31T16:00:00Z'));
  expect(calendar.months).toEqual([
    { month: '2019-12-01', next: '2020-01-01' },
    { month: '2020-01-01', next: '2020-02-01' },
  ]);
});
