import { addDays } from './working-days';

/** A day that is not what Monday to Friday would have it, or has a name. */
export type CalendarDay = {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly isWorking: boolean;
  readonly name: string | null;
};

type RejectReason = 'form' | 'day' | 'span' | 'year' | 'name' | 'twice';

/** A line that was not read; lines are counted from 1. */
export type RejectedLine = {
  readonly line: number;
  readonly text: string;
  readonly reason: RejectReason;
};

/** A longer holiday is a mistake in a year. */
const MAXIMUM_SPAN_DAYS = 31;
export const MAXIMUM_NAME_LENGTH = 40;
const LINE = /^(\S+?)(?:(?:\.\.|~|至)(\S+))?\s+(?:(.*\S)\s+)?(休|班|off|work)$/i;
const WORKING = ['班', 'work'];

/**
 * Reads a pasted list of holidays and make-up days of a year: a day, or two with `..`, `~` or 至 between, perhaps a name, then
 * 休 (off) or 班 (work). Good lines are kept whatever the others are; later lines do not overrule earlier ones.
 */
export function parseDays(
  text: string,
  year: number,
): { readonly days: readonly CalendarDay[]; readonly rejects: readonly RejectedLine[] } {
  const days = new Map<string, CalendarDay>();
  const rejects: RejectedLine[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.normalize('NFKC').replaceAll('\u3000', ' ').trim();
    if (line === '') continue;
    const read = parseLine(line, year, days);
    if (typeof read === 'string') rejects.push({ line: index + 1, text: raw.trim(), reason: read });
    else for (const day of read) days.set(day.day, day);
  }
  return { days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)), rejects };
}

/** The days of a line, or why it is none; `known` holds those of the lines before. */
function parseLine(
  line: string,
  year: number,
  known: ReadonlyMap<string, CalendarDay>,
): readonly CalendarDay[] | RejectReason {
  const [, first, last = first, name = null, mark] = LINE.exec(line) ?? [];
  if (!first || !last || !mark) return 'form';
  const fault = faultOf(first, last, year);
  if (fault) return fault;
  if (name && name.length > MAXIMUM_NAME_LENGTH) return 'name';
  const isWorking = WORKING.includes(mark.toLowerCase());
  const days: CalendarDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push({ day, isWorking, name });
  return days.some(({ day }) => known.has(day)) ? 'twice' : days;
}

function faultOf(first: string, last: string, year: number): RejectReason | undefined {
  if (!isDay(first) || !isDay(last)) return 'day';
  if (last < first || last > addDays(first, MAXIMUM_SPAN_DAYS - 1)) return 'span';
  if (!first.startsWith(`${year}-`) || !last.startsWith(`${year}-`)) return 'year';
  return undefined;
}

/** Whether it is a day that there is: neither 2026-2-3 nor 2026-02-30. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
}
