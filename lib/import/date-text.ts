import type { DateOrder } from './options';
import type { ZoneClock } from './zone-clock';

const MINUTE = 60_000;
const DAY = 86_400_000;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** `needs_order`: day and month could be either way round until somebody says so. */
export type DateProblem = 'unreadable' | 'two_digit_year' | 'needs_order';

export type DateReader = (text: string) => number | DateProblem;

/** Local time as ms counted as if it were UTC; with `offset` (ms), a time of a stated zone. */
type Wall = { wall: number; offset?: number };

/**
 * A reader of dates as files write them. Local times are in the clock's zone, a date alone is its first
 * instant there (00:00), a month alone the first instant of its first day.
 *
 * @param order how dates with the year last are meant; they are refused as `needs_order` without it.
 * @returns ms UTC, or why not.
 */
export function dateReader(clock: ZoneClock, order: DateOrder | undefined): DateReader {
  return (text) => {
    const quick = isoWall(text);
    if (quick !== undefined) return clock.toInstant(quick);
    const read = readWall(text.normalize('NFKC').trim(), order);
    if (typeof read === 'string') return read;
    return read.offset === undefined ? clock.toInstant(read.wall) : read.wall - read.offset;
  };
}

/** Joins a date column and a time column; an exported date often brings an empty 00:00 of its own. */
export function joinDateAndTime(date: string, time: string): string {
  const hour = time.trim();
  if (hour === '') return date;
  return `${date.trim().replace(/[T ]0?0:00(?::00(?:\.0+)?)?Z?$/, '')} ${hour}`;
}

/** Two digits at `at`, or NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The plain forms that most files hold, `2020-04-21[ T]14:30[:05]` and `2020-04-21`, without a pattern's cost. */
function isoWall(text: string): number | undefined {
  const { length } = text;
  if (length !== 10 && length !== 16 && length !== 19) return undefined;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  const day = dayNumber(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
  if (day === undefined) return undefined;
  if (length === 10) return day;
  const clock = isoClock(text);
  return clock === undefined ? undefined : day + clock;
}

function isoClock(text: string): number | undefined {
  const separator = text.charCodeAt(10);
  if ((separator !== 32 && separator !== 84) || text.charCodeAt(13) !== 58) return undefined;
  if (text.length === 19 && text.charCodeAt(16) !== 58) return undefined;
  return clockTime(two(text, 11), two(text, 14), text.length === 19 ? two(text, 17) : 0);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** ms of a day's start as if UTC; undefined for a day that no calendar has, or NaN anywhere. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1)) {
    return undefined;
  }
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
  return day <= length ? Date.UTC(year, month - 1, day) : undefined;
}

/** ms since midnight; 24:00 is the day's end. */
function clockTime(hour: number, minute: number, second: number): number | undefined {
  if (hour === 24 && minute === 0 && second === 0) return DAY;
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second < 60)) {
    return undefined;
  }
  return (hour * 60 + minute) * MINUTE + Math.round(second * 1000);
}

const NUMERIC_FORMS =
  /^(\d{1,4})([-/.年])(\d{1,2})(?:[-/.月](\d{1,4})日?|月?)(?:T|$|(?=\s|\d{1,2}时))(.*)$/s;
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?$/;
const SERIAL = /^(\d{5})(?:\.(\d+))?$/;
const DAY_FIRST_NAME = /^(\d{1,2})[-\s]([A-Za-z]{3,9})\.?[-,\s]+(\d{4}|\d{2})(?=\s|T|$)(.*)$/s;
const NAME_FIRST = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?=\s|$)(.*)$/s;
const MONTH_NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function readWall(text: string, order: DateOrder | undefined): Wall | DateProblem {
  return (
    compactWall(text) ??
    serialWall(text) ??
    numericWall(text, order) ??
    namedWall(text) ??
    'unreadable'
  );
}

function compactWall(text: string): Wall | DateProblem | undefined {
  const match = COMPACT.exec(text);
  if (!match) return undefined;
  const [year, month, date, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((digits) => (digits === undefined ? undefined : Number(digits)));
  const day = dayNumber(year ?? Number.NaN, month ?? Number.NaN, date ?? Number.NaN);
  const clock = clockTime(hour, minute, second);
  return day === undefined || clock === undefined ? 'unreadable' : { wall: day + clock };
}

/** A spreadsheet's day count from 30 December 1899, rounded to the second that it stands for. */
function serialWall(text: string): Wall | undefined {
  const [date = '', ...time] = text.split(/\s+/);
  const match = SERIAL.exec(date);
  if (!match) return undefined;
  const serial = Number(date);
  if (serial < 20_000 || serial > 80_000) return undefined;
  const start = Date.UTC(1899, 11, 30) + Math.round(serial * 86_400) * 1000;
  if (time.length === 0) return { wall: start };
  const rest = readClock(time.join(' '));
  return rest && match[2] === undefined ? { ...rest, wall: start + rest.wall } : undefined;
}

function numericWall(text: string, order: DateOrder | undefined): Wall | DateProblem | undefined {
  const match = NUMERIC_FORMS.exec(text);
  if (!match) return undefined;
  const [, first = '', separator, second = '', third, rest = ''] = match;
  if (first.length === 4) {
    return joined(Number(first), Number(second), third === undefined ? 1 : Number(third), rest);
  }
  if (third === undefined || separator === '年') return undefined;
  if (third.length !== 4) return third.length <= 2 ? 'two_digit_year' : undefined;
  if (order === undefined) return 'needs_order';
  if (order === 'ymd') return undefined;
  const [day, month] = order === 'dmy' ? [first, second] : [second, first];
  return joined(Number(third), Number(month), Number(day), rest);
}

function namedWall(text: string): Wall | DateProblem | undefined {
  const dayFirst = DAY_FIRST_NAME.exec(text);
  if (dayFirst) {
    const [, day = '', name = '', year = '', rest = ''] = dayFirst;
    if (year.length === 2) return monthOf(name) ? 'two_digit_year' : undefined;
    return joined(Number(year), monthOf(name), Number(day), rest);
  }
  const [, name = '', day = '', year = '', rest = ''] = NAME_FIRST.exec(text) ?? [];
  return name === '' ? undefined : joined(Number(year), monthOf(name), Number(day), rest);
}

function monthOf(name: string): number {
  const lower = name.toLowerCase() === 'sept' ? 'sep' : name.toLowerCase();
  return MONTH_NAMES.findIndex((month) => month === lower || month.slice(0, 3) === lower) + 1;
}

function joined(year: number, month: number, date: number, rest: string): Wall | DateProblem {
  const day = dayNumber(year, month, date);
  const clock = readClock(rest.trim());
  return day === undefined || clock === undefined
    ? 'unreadable'
    : { ...clock, wall: day + clock.wall };
}

const CLOCK =
  /^(上午|下午|[AP]M)?\s*(\d{1,2})(?:[:时点](\d{1,2})?(?:[:分](\d{1,2}(?:[.,]\d{1,9})?)?秒?)?分?)?\s*([AP]\.?M\.?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const CLOCK_DIGITS = /^(\d\d)(\d\d)(\d\d)?$/;

/** The text after the date: nothing, or a time of day with perhaps AM or PM and perhaps an offset. */
function readClock(text: string): Wall | undefined {
  if (text === '') return { wall: 0 };
  const digits = CLOCK_DIGITS.exec(text);
  if (digits) return ofDay(Number(digits[1]), Number(digits[2]), Number(digits[3] ?? 0), undefined);
  const [, front, hour, minute, second = '0', back, zone] = CLOCK.exec(text) ?? [];
  const half = (front ?? back)?.replaceAll('.', '').toUpperCase();
  if (hour === undefined || (minute === undefined && half === undefined && !/[时点]/.test(text))) {
    return undefined;
  }
  const hour24 = half === undefined ? Number(hour) : from12(Number(hour), half);
  return ofDay(hour24, Number(minute ?? 0), Number(second.replace(',', '.')), zone);
}

function from12(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half === 'PM' || half === '下午' ? 12 : 0);
}

function ofDay(hour: number, minute: number, second: number, zone?: string): Wall | undefined {
  const wall = clockTime(hour, minute, second);
  if (wall === undefined || zone === undefined) return wall === undefined ? undefined : { wall };
  const offset = readOffset(zone);
  return offset === undefined ? undefined : { wall, offset };
}

function readOffset(zone: string): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (hours === undefined) return 0; // Z, UTC, GMT
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
