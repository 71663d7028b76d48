'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { addDays, isWorkingDay, weekdayOf } from '@/lib/calendar/working-days';
import { formatDay, formatMonth } from '@/lib/format/dates';
import type { CalendarDraft } from './use-calendar-draft';
import styles from './working-days-page.module.css';

type Props = {
  /** YYYY-MM. */
  readonly month: string;
  /** The day that the tab key stops at. */
  readonly at: string;
  readonly today: string;
  readonly draft: CalendarDraft;
  readonly onFocus: (day: string) => void;
};

const DAYS_A_WEEK = 7;
/** A Monday. */
const ANY_MONDAY = '2024-01-01';
const WEEK = Array.from({ length: DAYS_A_WEEK }, (_, index) => index);

/** One month, its weeks from Monday. */
export function MonthTable({ month, at, today, draft, onFocus }: Props) {
  const { locale } = usePreferences();
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return (
    <table className={styles.month}>
      <caption>{formatMonth(month, locale)}</caption>
      <thead>
        <tr>
          {WEEK.map((index) => {
            const day = new Date(`${addDays(ANY_MONDAY, index)}T00:00:00Z`);
            return (
              <th key={index} scope="col" abbr={long.format(day)}>
                {weekday.format(day)}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td key={day}>
                {day.startsWith(month) ? (
                  <DayButton
                    {...{ day, draft }}
                    isStop={day === at}
                    isToday={day === today}
                    onFocus={onFocus}
                  />
                ) : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type DayProps = {
  readonly day: string;
  readonly draft: CalendarDraft;
  readonly isStop: boolean;
  readonly isToday: boolean;
  readonly onFocus: (day: string) => void;
};

function DayButton({ day, draft, isStop, isToday, onFocus }: DayProps) {
  const t = useTranslations('adminWorkingDays');
  const { locale } = usePreferences();
  const known = draft.byDay.get(day);
  const isWorking = isWorkingDay(day, draft.exceptions);
  const usual = isWorking ? 'working' : 'weekend';
  const exception = isWorking ? 'makeUp' : 'off';
  const name = known ? (known.name ? ` ${known.name}` : t('exception')) : '';
  return (
    <button
      type="button"
      data-day={day}
      data-sort={known ? exception : usual}
      tabIndex={isStop ? 0 : -1}
      aria-current={isToday ? 'date' : undefined}
      aria-label={t('dayLabel', {
        day: formatDay(day, locale),
        state: t(isWorking ? 'working' : 'off'),
        name,
      })}
      title={known?.name ?? undefined}
      onFocus={() => onFocus(day)}
      onClick={() => draft.toggle(day)}
    >
      {Number(day.slice(8))}
    </button>
  );
}

/** The weeks that a month has days in, each of seven days. */
function weeksOf(month: string): readonly (readonly string[])[] {
  const first = `${month}-01`;
  const weeks: string[][] = [];
  for (
    let monday = addDays(first, 1 - weekdayOf(first));
    monday.slice(0, 7) <= month;
    monday = addDays(monday, DAYS_A_WEEK)
  )
    weeks.push(WEEK.map((index) => addDays(monday, index)));
  return weeks;
}
