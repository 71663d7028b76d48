const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** Whether the text is a month as the edges write it: YYYY-MM. */
export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/**
 * The month so many months later (or earlier), as YYYY-MM.
 *
 * @throws {RangeError} if `month` is not YYYY-MM.
 */
export function addMonths(month: string, months: number): string {
  const match = MONTH.exec(month);
  if (!match) throw new RangeError(`not a month: ${month}`);
  const index = Number(match[1]) * 12 + Number(match[2]) - 1 + months;
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/**
 * The months of a span in order, both ends included; none where it ends before it begins.
 *
 * @throws {RangeError} if an end is not YYYY-MM.
 */
export function monthsOf({ from, to }: { from: string; to: string }): string[] {
  addMonths(to, 0);
  const months: string[] = [];
  for (let month = addMonths(from, 0); month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** `month`, or the nearest end of the range when it lies outside. Months in this form sort as text. */
export function clampMonth(
  month: string,
  { first, last }: { first: string; last: string },
): string {
  if (month < first) return first;
  return month > last ? last : month;
}

/**
 * Whole months from one to the other; negative where `to` is earlier. Days are not looked at: `YYYY-MM` and
 * `YYYY-MM-DD` may be mixed.
 */
export function monthsBetween(from: string, to: string): number {
  return monthIndex(to) - monthIndex(from);
}

function monthIndex(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}
