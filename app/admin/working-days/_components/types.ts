import type { CalendarDay } from '@/lib/calendar/parse-days';

export type Place = { readonly code: string; readonly name: string; readonly timezone: string };

/** A year as the server has it. */
export type SavedCalendar = {
  /** 0 where nobody has entered the year. */
  readonly version: number;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  /** Of the year, the one before and the one after. */
  readonly days: readonly CalendarDay[];
  readonly enteredYears: readonly number[];
};
