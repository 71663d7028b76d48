import { sql } from 'kysely';
import type { Db } from '../client';

/** A day that is not what Monday to Friday would have it, or has a name. */
export type StoredDay = {
  /** YYYY-MM-DD. */
  day: string;
  isWorking: boolean;
  name: string | null;
};

export type CalendarYear = {
  version: number;
  changedAt: Date;
  changedBy: string | null;
};

/** The days of some years that are exceptions, in order. */
export async function listCalendarDays(
  db: Db,
  jurisdiction: string,
  years: readonly number[],
): Promise<StoredDay[]> {
  const { rows } = await sql<StoredDay>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, is_working AS "isWorking", name FROM calendar_day
    WHERE jurisdiction = ${jurisdiction} AND year = ANY(${years}::int[]) ORDER BY day
  `.execute(db);
  return rows;
}

/** The years that somebody has entered. */
export async function listCalendarYears(db: Db, jurisdiction: string): Promise<number[]> {
  const rows = await db
    .selectFrom('calendar_year')
    .select('year')
    .where('jurisdiction', '=', jurisdiction)
    .orderBy('year')
    .execute();
  return rows.map(({ year }) => year);
}

/** One year's state; undefined where nobody has entered it. */
export function findCalendarYear(
  db: Db,
  jurisdiction: string,
  year: number,
): Promise<CalendarYear | undefined> {
  return db
    .selectFrom('calendar_year')
    .select(['version', 'changed_at as changedAt', 'changed_by as changedBy'])
    .where('jurisdiction', '=', jurisdiction)
    .where('year', '=', year)
    .executeTakeFirst();
}

/**
 * Counts an edit of a year, which others then wait for until the transaction ends.
 *
 * @returns the new version: 1 where nobody had entered the year.
 */
export async function bumpCalendarYear(
  db: Db,
  jurisdiction: string,
  year: number,
  by: string | null,
): Promise<number> {
  const { version } = await db
    .insertInto('calendar_year')
    .values({ jurisdiction, year, changed_at: sql`now()`, changed_by: by })
    .onConflict((conflict) =>
      conflict.columns(['jurisdiction', 'year']).doUpdateSet({
        version: sql<number>`calendar_year.version + 1`,
        changed_at: sql`now()`,
        changed_by: by,
      }),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Writes the exceptions of a year anew. */
export async function replaceCalendarDays(
  db: Db,
  jurisdiction: string,
  year: number,
  days: readonly StoredDay[],
): Promise<void> {
  await db
    .deleteFrom('calendar_day')
    .where('jurisdiction', '=', jurisdiction)
    .where('year', '=', year)
    .execute();
  if (days.length === 0) return;
  await db
    .insertInto('calendar_day')
    .values(
      days.map(({ day, isWorking, name }) => ({
        ...{ jurisdiction, year, day, name },
        is_working: isWorking,
      })),
    )
    .execute();
}
