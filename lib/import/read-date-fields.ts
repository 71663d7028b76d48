import { type DateReader, dateReader } from './date-text';
import type { ImportOptions } from './options';
import { type RowProblem, readInstant } from './read-occurrence';
import type { ImportSubject } from './types';
import { type ZoneClock, zoneClock } from './zone-clock';

type Fields = Record<string, string>;

/** Fields that hold an instant, or a day that may still be to come. */
const DATED: Partial<
  Record<ImportSubject, { instants: readonly string[]; days: readonly string[] }>
> = {
  hazards: { instants: ['closed'], days: ['deadline'] },
};

/**
 * Rewrites the dates among a row's fields, which stand there in as many forms as a row's own date: an instant as
 * ISO text in UTC, a day as `YYYY-MM-DD` of the local calendar; empty where the file says nothing.
 *
 * @returns undefined for a subject that has none.
 */
export function dateFieldsReader(
  options: ImportOptions,
): ((fields: Fields, rowNumber: number) => { fields: Fields } | RowProblem) | undefined {
  const dated = DATED[options.subject];
  if (!dated) return undefined;
  const clock = zoneClock(options.timezone);
  const readDate = dateReader(clock, options.dateOrder);
  return (fields, rowNumber) => {
    const read = { ...fields };
    for (const name of [...dated.instants, ...dated.days]) {
      const isDay = dated.days.includes(name);
      const latest = isDay ? Number.POSITIVE_INFINITY : options.now;
      const text = textOf(fields[name], rowNumber, { readDate, clock, latest, isDay });
      if (typeof text === 'object') return text;
      if (text !== undefined) read[name] = text;
    }
    return { fields: read };
  };
}

function textOf(
  given: string | undefined,
  rowNumber: number,
  {
    readDate,
    clock,
    latest,
    isDay,
  }: { readDate: DateReader; clock: ZoneClock; latest: number; isDay: boolean },
): string | undefined | RowProblem {
  if (given === undefined) return undefined;
  const instant = readInstant(given, rowNumber, readDate, latest);
  if (instant === null) return '';
  if (typeof instant === 'object') return instant;
  return isDay
    ? new Date(clock.toWall(instant)).toISOString().slice(0, 10)
    : new Date(instant).toISOString();
}
