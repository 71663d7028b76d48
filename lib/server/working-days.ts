import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import {
  bumpCalendarYear,
  findCalendarYear,
  listCalendarDays,
  listCalendarYears,
  replaceCalendarDays,
  type StoredDay,
} from '@/db/queries/calendar-days';
import { ConflictError, UserError } from '@/lib/user-error';
import { record } from './audit/record';

/** Which year, and whose. */
type Key = { readonly jurisdiction: string; readonly year: number };

/** A year's exceptions, and those of its neighbours, into which deadlines run. */
export async function readCalendar(db: Db, { jurisdiction, year }: Key) {
  const state = await findCalendarYear(db, jurisdiction, year);
  const days = await listCalendarDays(db, jurisdiction, [year - 1, year, year + 1]);
  return {
    version: state?.version ?? 0,
    changedAt: state?.changedAt.toISOString() ?? null,
    changedBy: state?.changedBy ?? null,
    days,
    enteredYears: await listCalendarYears(db, jurisdiction),
  };
}

/**
 * Writes the exceptions of a year.
 *
 * @returns the new version.
 * @throws {ConflictError} where it has changed since the version given, 0 where nobody had entered it.
 */
export function changeCalendar(
  db: Db,
  { jurisdiction, year }: Key,
  { version, days }: { readonly version: number; readonly days: readonly StoredDay[] },
  by: Doer,
): Promise<number> {
  const foreign = days.find(({ day }) => !day.startsWith(`${year}-`));
  if (foreign) throw new UserError(`${foreign.day} is not a day of ${year}`);
  return inTransaction(db, async (transaction) => {
    const changed = await bumpCalendarYear(transaction, jurisdiction, year, by.name);
    if (changed !== version + 1)
      throw new ConflictError(
        `the calendar of ${year} has been changed meanwhile (version ${changed - 1}, not ${version}): load it again`,
      );
    const before = (await listCalendarDays(transaction, jurisdiction, [year])).map(wordsOf);
    await replaceCalendarDays(transaction, jurisdiction, year, days);
    const after = days.map(wordsOf);
    const parameters = {
      year,
      removed: before.filter((each) => !after.includes(each)),
      added: after.filter((each) => !before.includes(each)),
    };
    await record(transaction, { jurisdiction, by, action: 'calendar.change', parameters });
    return changed;
  });
}

function wordsOf({ day, isWorking, name }: StoredDay): string {
  return [day, isWorking ? 'work' : 'off', name ?? ''].join(' ').trim();
}
