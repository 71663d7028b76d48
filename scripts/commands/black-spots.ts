import { type Command, InvalidArgumentError } from 'commander';
import type { BlackSpotRule } from '@/geo/traffic/black-spot-rules';
import { textTable } from '@/lib/format/text-table';
import { type RankedBlackSpot, type Screening, screenNow } from '@/lib/server/black-spots';
import { ownerDatabase } from '@/lib/server/database';

type ScreenOptions = { jurisdiction: string; months?: number; asOf?: string; json?: true };

/** Ten years: before that a road is another road. */
const MOST_MONTHS = 120;

/** `zhantu black-spots screen`. */
export function registerBlackSpots(program: Command): void {
  program
    .command('black-spots')
    .description('road sections where crashes gather')
    .command('screen')
    .description(
      'put the crashes on their roads, find the sections that meet a rule, and show them on the map in place of those found before',
    )
    .requiredOption('--jurisdiction <code>')
    .option('--months <n>', 'how far back crashes count (default: as each rule says)', readMonths)
    .option(
      '--as-of <YYYY-MM-DD>',
      'first day that no longer counts (default: the day after the month of the latest crash)',
      readDay,
    )
    .option('--json', 'print the sections as JSON')
    .action(screen);
}

async function screen({ json, ...request }: ScreenOptions): Promise<void> {
  const screening = await screenNow(await ownerDatabase(), request);
  console.log(json ? JSON.stringify(screening) : describe(screening));
}

function describe({ jurisdiction, asOf, crashes, found, spots }: Screening): string {
  const header = `${jurisdiction} as of ${asOf}; ${count(crashes.placed)} crashes on roads, ${count(crashes.unplaced)} without a road near`;
  const rules = found.map(
    ({ rule, sections }) => `${count(sections)} sections by ${ruleText(rule)}`,
  );
  const table = spots.length > 0 ? ['', textTable(COLUMNS, spots.map(row))] : [];
  return [header, ...rules, ...table].join('\n');
}

function ruleText({ id, atLeast, severities, windowMetres, periodMonths, source }: BlackSpotRule) {
  return `${id}: ${atLeast} or more crashes (${severities.join(', ')}) in ${windowMetres} m within ${periodMonths} months; ${source}`;
}

const COLUMNS = [
  { title: 'rank', align: 'right' },
  { title: 'place', align: 'left' },
  { title: 'rule', align: 'left' },
  { title: 'n', align: 'right' },
  { title: 'fatal', align: 'right' },
  { title: 'serious', align: 'right' },
  { title: 'slight', align: 'right' },
  { title: 'damage', align: 'right' },
  { title: 'EPDO', align: 'right' },
  { title: 'metres', align: 'right' },
  { title: 'lon', align: 'right' },
  { title: 'lat', align: 'right' },
] as const;

function row(spot: RankedBlackSpot): string[] {
  const { crashes, fatal, serious, slight, damage } = spot;
  return [
    String(spot.rank),
    spot.name,
    spot.rule,
    ...[crashes, fatal, serious, slight, damage, spot.epdo].map(count),
    spot.lengthMetres.toFixed(0),
    spot.lon.toFixed(6),
    spot.lat.toFixed(6),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function readMonths(text: string): number {
  const months = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (months >= 1 && months <= MOST_MONTHS) return months;
  throw new InvalidArgumentError(`Give a whole number of months from 1 to ${MOST_MONTHS}.`);
}

function readDay(text: string): string {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 30 February for 1 March.
  if (Number.isFinite(instant) && new Date(instant).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('A day is YYYY-MM-DD, such as 2020-07-01.');
}
