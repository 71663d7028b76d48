/** Hours of a week. */
export const WEEK_HOURS = 168;

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
/** 1 January 1970 was a Thursday: so many days after a Monday. */
const FIRST_WEEKDAY = 3;

/** When something happened, by the clock on the wall, in minutes since the beginning of 1970; the same twice for an instant. */
export type WallSpan = { readonly fromMinute: number; readonly toMinute: number };

export type WeekHours = {
  /** Incidents by hour of the week, Monday 00:00 first; sums to `timed`. */
  readonly weights: Float64Array<ArrayBuffer>;
  /** Incidents whose hour is known, or an interval of less than a day. */
  readonly timed: number;
  /** The others: intervals of a day or more, and whatever stands at midnight sharp, which is how a date without a time is written. */
  readonly untimed: number;
};

/**
 * Incidents by hour and weekday. What happened between two times counts in each hour between them by how much of the
 * interval lies in it (aoristic analysis).
 *
 * @throws {RangeError} for an interval that ends before it begins.
 * @see Ratcliffe (2000), International Journal of Geographical Information Science 14(7), doi:10.1080/136588100424963
 */
export function weekHours(spans: readonly WallSpan[]): WeekHours {
  const weights = new Float64Array(WEEK_HOURS);
  let timed = 0;
  for (const span of spans) {
    const { fromMinute, toMinute } = span;
    // Where clocks are put back a short interval can seem to end before it begins: it is an instant then.
    const minutes = Math.max(0, toMinute - fromMinute);
    if (fromMinute - toMinute > 3 * HOUR_MINUTES)
      throw new RangeError(`from minute ${fromMinute} to ${toMinute} is no interval`);
    if (minutes >= DAY_MINUTES || (minutes === 0 && fromMinute % DAY_MINUTES === 0)) continue;
    timed++;
    if (minutes === 0) add(weights, fromMinute, 1);
    else spread(weights, fromMinute, minutes);
  }
  return { weights, timed, untimed: spans.length - timed };
}

function spread(weights: Float64Array, fromMinute: number, minutes: number): void {
  const end = fromMinute + minutes;
  for (let at = fromMinute; at < end; ) {
    const next = Math.min(end, (Math.floor(at / HOUR_MINUTES) + 1) * HOUR_MINUTES);
    add(weights, at, (next - at) / minutes);
    at = next;
  }
}

function add(weights: Float64Array, minute: number, weight: number): void {
  const hour = Math.floor(minute / HOUR_MINUTES) + FIRST_WEEKDAY * 24;
  const ofWeek = ((hour % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
  weights[ofWeek] = weights[ofWeek]! + weight;
}
