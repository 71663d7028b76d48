/** The demo's months: three full years before the campaign of April 2020, and the campaign's first three months. */
const FIRST_MONTH = '2017-04';
const LAST_MONTH = '2020-06';
/** The month that `npm run demo` ranks: the campaign's third. */
export const CAMPAIGN_MONTH = '2020-06';
/** Figures are as of this day. */
export const TODAY = Date.parse('2020-07-01T00:00:00+08:00');

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Asia/Shanghai: no summer time in these years. */
const OFFSET = 8 * HOUR;

export type DemoMonth = {
  /** `YYYY-MM`. */
  month: string;
  /** Months since the first. */
  index: number;
  /** 1 to 12. */
  calendarMonth: number;
  /** Local midnight of its first day, milliseconds. */
  start: number;
  days: number;
};

export function demoMonths(): DemoMonth[] {
  const months: DemoMonth[] = [];
  const [year = 0, first = 1] = FIRST_MONTH.split('-').map(Number);
  for (let index = 0; months.at(-1)?.month !== LAST_MONTH; index++) {
    const start = Date.UTC(year, first - 1 + index, 1);
    const end = Date.UTC(year, first + index, 1);
    const month = new Date(start).toISOString().slice(0, 7);
    months.push({
      month,
      index,
      calendarMonth: Number(month.slice(5)),
      start: start - OFFSET,
      days: (end - start) / DAY,
    });
  }
  return months;
}

/** `YYYY-MM` of an instant, in local time. */
export function monthOf(instant: number): string {
  return new Date(instant + OFFSET).toISOString().slice(0, 7);
}

/** 0 Sunday to 6 Saturday, in local time. */
export function weekdayOf(instant: number): number {
  return new Date(instant + OFFSET).getUTCDay();
}
