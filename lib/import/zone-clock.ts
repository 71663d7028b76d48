const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A span between two changes of a zone's offset. `wall` is local time counted as if it were UTC. */
type Span = { from: number; to: number; offset: number };

/** Turns local time into instants and back. */
export type ZoneClock = {
  /**
   * The instant of a local time. A time that stands twice (clocks go back) means the first; a time that
   * never was (clocks go forward) is taken with the offset before the change, as Temporal's "compatible" does.
   *
   * @param wall local time as ms, counted as if it were UTC.
   * @returns ms UTC.
   */
  toInstant(wall: number): number;
  /** The local time of an instant (ms UTC), counted as if it were UTC. */
  toWall(instant: number): number;
};

export function isTimezone(timezone: string): boolean {
  try {
    return timezone !== '' && new Intl.DateTimeFormat('en', { timeZone: timezone }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * A clock for an IANA time zone. Asks Intl for the offsets once a year of data, as one question costs more than
 * reading a whole row.
 *
 * @throws {RangeError} for an unknown zone.
 */
export function zoneClock(timezone: string): ZoneClock {
  const offsetAt = intlOffset(timezone);
  const spansByYear = new Map<number, readonly Span[]>();
  // Neighbouring rows mostly share a span; its edges are kept a day back, where no change can reach.
  let near: Span = { from: 0, to: 0, offset: 0 };

  function spansOf(wall: number): readonly Span[] {
    const year = new Date(wall).getUTCFullYear();
    let spans = spansByYear.get(year);
    if (!spans) {
      spans = spansBetween(
        Date.UTC(year, 0, 1) - 2 * DAY,
        Date.UTC(year + 1, 0, 1) + 2 * DAY,
        offsetAt,
      );
      spansByYear.set(year, spans);
    }
    return spans;
  }

  return {
    toInstant(wall) {
      if (wall >= near.from && wall < near.to) return wall - near.offset;
      const spans = spansOf(wall);
      const instant = firstInstant(wall, spans);
      const span = spans.find(({ from, to }) => instant >= from && instant < to);
      if (span) near = innerWall(span);
      return instant;
    },
    toWall(instant) {
      // A day from its edges in local time is within the span in universal time too.
      const guess = instant + near.offset;
      if (guess >= near.from && guess < near.to) return guess;
      const span = spansOf(instant).find(({ from, to }) => instant >= from && instant < to);
      if (!span) return instant + offsetAt(instant);
      near = innerWall(span);
      return instant + span.offset;
    },
  };
}

function innerWall({ from, to, offset }: Span): Span {
  return { from: from + offset + DAY, to: to + offset - DAY, offset };
}

function firstInstant(wall: number, spans: readonly Span[]): number {
  for (const { from, to, offset } of spans) {
    const instant = wall - offset;
    if (instant >= from && instant < to) return instant;
  }
  // In no span: the wall time fell into a gap, after the end of one span and before the start of the next.
  const before = spans.findLast(({ to, offset }) => wall - offset >= to);
  return wall - (before ?? spans[0] ?? { offset: 0 }).offset;
}

/** Steps of six hours: no zone has changed its clocks twice within that. */
function spansBetween(
  start: number,
  end: number,
  offsetAt: (instant: number) => number,
): readonly Span[] {
  const spans: Span[] = [];
  let from = start;
  let offset = offsetAt(start);
  for (let instant = start + 6 * HOUR; instant <= end; instant += 6 * HOUR) {
    const next = offsetAt(instant);
    if (next === offset) continue;
    const change = changeBetween(instant - 6 * HOUR, instant, offset, offsetAt);
    spans.push({ from, to: change, offset });
    from = change;
    offset = next;
  }
  spans.push({ from, to: end, offset });
  return spans;
}

/** The first whole second with another offset. */
function changeBetween(
  low: number,
  high: number,
  offset: number,
  offsetAt: (instant: number) => number,
): number {
  let before = low / 1000;
  let after = high / 1000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle * 1000) === offset) before = middle;
    else after = middle;
  }
  return after * 1000;
}

function intlOffset(timezone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  };
}
