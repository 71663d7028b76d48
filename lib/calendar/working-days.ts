/** Days (YYYY-MM-DD) that are not what Monday to Friday would have them: whether one works on them. */
export type Exceptions = ReadonlyMap<string, boolean>;

const MILLISECONDS_A_DAY = 86_400_000;
const DAYS_A_WEEK = 7;
const WORKING_DAYS_A_WEEK = 5;

/** Whether one works on a day (YYYY-MM-DD). */
export function isWorkingDay(day: string, exceptions: Exceptions): boolean {
  return exceptions.get(day) ?? isWeekday(numberOf(day));
}

/**
 * The day on which a deadline ends: the `count`-th working day after `day`, which is not counted itself; with 0 it is
 * `day`, whatever that is.
 *
 * @param count whole, 0 or more.
 * @throws {RangeError} where it is not.
 */
export function addWorkingDays(day: string, count: number, exceptions: Exceptions): string {
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError('working days are counted forward, in whole numbers');
  let number = numberOf(day);
  for (let left = count; left > 0; ) {
    number += 1;
    if (isWorkingDay(dayOf(number), exceptions)) left -= 1;
  }
  return dayOf(number);
}

/** How many working days lie after `from` and not after `to`; 0 where `to` is not later. */
export function workingDaysBetween(from: string, to: string, exceptions: Exceptions): number {
  const [first, last] = [numberOf(from) + 1, numberOf(to)];
  if (last < first) return 0;
  const weeks = Math.floor((last - first + 1) / DAYS_A_WEEK);
  let count = weeks * WORKING_DAYS_A_WEEK;
  for (let number = first + weeks * DAYS_A_WEEK; number <= last; number++)
    if (isWeekday(number)) count += 1;
  for (const [day, isWorking] of exceptions) {
    const number = numberOf(day);
    if (number < first || number > last) continue;
    count += Number(isWorking) - Number(isWeekday(number));
  }
  return count;
}

/** The day (YYYY-MM-DD) so many days later, or earlier. */
export function addDays(day: string, count: number): string {
  return dayOf(numberOf(day) + count);
}

/** The day's place in its week: 1 (Monday) to 7. */
export function weekdayOf(day: string): number {
  // 1 January 1970 was a Thursday.
  return ((((numberOf(day) + 3) % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK) + 1;
}

/** Days since 1970: calendar days have no zone and no hours that a clock could skip. */
function numberOf(day: string): number {
  const number = Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY;
  if (Number.isNaN(number)) throw new RangeError(`${day} is not a day (YYYY-MM-DD)`);
  return number;
}

function dayOf(number: number): string {
  return new Date(number * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

function isWeekday(number: number): boolean {
  return weekdayOf(dayOf(number)) <= WORKING_DAYS_A_WEEK;
}
