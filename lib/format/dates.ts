import type { Locale } from '@/lib/i18n/locale';

/** A month (YYYY-MM) as people read it: 2020年4月, Apr 2020. */
export function formatMonth(month: string, locale: Locale): string {
  return dateFormat(locale, { year: 'numeric', month: locale === 'en' ? 'short' : 'long' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** A day (YYYY-MM-DD) with its year: 2020年4月21日, 21 Apr 2020. */
export function formatDay(day: string, locale: Locale): string {
  return dateFormat(locale, {
    year: 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
  }).format(new Date(`${day}T00:00:00Z`));
}

/** A date as exact as it is known: a day (YYYY-MM-DD) or only a month (YYYY-MM). */
export function formatAnyDate(date: string, locale: Locale): string {
  return date.length === 7 ? formatMonth(date, locale) : formatDay(date, locale);
}

/** A day without its year, for a strip that already names the month: 4月21日, 21 Apr. */
export function formatShortDay(day: string, locale: Locale): string {
  return dateFormat(locale, { month: locale === 'en' ? 'short' : 'long', day: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** An instant (ISO 8601) as clocks of a zone show it, to the minute: 2020/04/21 08:30, 21/04/2020, 08:30. */
export function formatInstant(instant: string, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(instant));
}

// Days and months carry no zone: they are local calendar entries, so both ends of the conversion stay in UTC.
function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    ...options,
    timeZone: 'UTC',
  });
}
