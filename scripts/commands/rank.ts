import { type Command, InvalidArgumentError } from 'commander';
import type { Database } from '@/db/client';
import { listPlaceNames, type PlaceName } from '@/db/queries/place-names';
import { SIGNIFICANT_Q } from '@/db/queries/ranking';
import { rankers } from '@/db/queries/ranking/rankers';
import { addMonths } from '@/lib/format/month';
import { textTable } from '@/lib/format/text-table';
import { ownerDatabase } from '@/lib/server/database';
import { type ComputedRanking, rankMonth, storedRanking } from '@/lib/server/ranking';
import { rankingJson } from '@/lib/server/ranking-json';
import { UsageError } from '@/lib/user-error';
import { type RankingRequest, rankingRequest } from '@/lib/validation/ranking';

type RankOptions = {
  jurisdiction: string;
  month: string;
  kind: string;
  ranker: string;
  cells?: number;
  coverage?: number;
  origins: string[];
  geometry?: true;
  json?: true;
  save?: true;
};

/** `zhantu rank`. */
export function registerRank(program: Command): void {
  program
    .command('rank')
    .description('rank the cells of a month by what was known before it began')
    .requiredOption('--jurisdiction <code>')
    .requiredOption('--month <YYYY-MM>', 'the month to rank for')
    .option('--kind <kind>', 'one kind of incident, or all', 'all')
    .option('--ranker <ranker>', [...rankers.keys()].join(' | '), 'count_12m')
    .option('--cells <n>', 'how many cells (default: 50)', readNumber)
    .option('--coverage <share>', 'or the share of the area, such as 0.01', readNumber)
    .option('--origins <list>', 'whose reports count: citizen,patrol,department', readList, [
      'citizen',
    ])
    .option('--geometry', 'with --json: add the outline of each cell')
    .option('--save', 'store the run, as the map does')
    .option('--json', 'print the ranking as JSON')
    .action(rank);
}

async function rank(options: RankOptions): Promise<void> {
  const request = readRequest(options);
  const opened = await ownerDatabase();
  const ranking = await rankMonth(opened.db, request);
  if (options.save) {
    const { runId } = await storedRanking(opened.db, request);
    console.error(`stored as run ${runId}`);
  }
  console.log(options.json ? rankingJson(ranking) : await describe(opened, ranking));
}

function readRequest(options: RankOptions): RankingRequest {
  const { kind, geometry, json: _, save: __, ...rest } = options;
  const request = {
    ...rest,
    kind: kind === 'all' ? null : kind,
    withGeometry: geometry ?? false,
  };
  const read = rankingRequest.safeParse(request);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const option = issue?.path[0];
  throw new UsageError(`${option ? `--${String(option)} ` : ''}${issue?.message}`);
}

/** A line that says what was ranked, and the cells as a table. */
async function describe({ db }: Database, ranking: ComputedRanking): Promise<string> {
  const { jurisdiction, month, cells } = ranking;
  const names = new Map(
    (await listPlaceNames(db, jurisdiction, cells)).map((name) => [`${name.i},${name.j}`, name]),
  );
  const number = (value: number) => value.toLocaleString('en');
  const header = [
    `${jurisdiction} ${month}, ${ranking.kind ?? 'all kinds'}, ${ranking.ranker}`,
    `${number(ranking.incidents)} incidents from ${addMonths(month, -12)} to ${addMonths(month, -1)}`,
    `as of ${ranking.asOf}`,
    `${number(ranking.cellsTotal)} cells, ${number(ranking.significantCells)} significant after correction (*, q < ${SIGNIFICANT_Q})`,
  ].join('; ');
  const rows = cells.map((cell) => [
    String(cell.rank),
    placeText(names.get(`${cell.i},${cell.j}`)),
    cell.lon.toFixed(6),
    cell.lat.toFixed(6),
    number(cell.count),
    Number.isInteger(cell.score) ? number(cell.score) : cell.score.toFixed(3),
    cell.z?.toFixed(2) ?? '–',
    qText(cell.q),
    cell.q !== null && cell.q < SIGNIFICANT_Q && (cell.z ?? 0) > 0 ? '*' : '',
  ]);
  return `${header}\n\n${textTable(COLUMNS, rows)}`;
}

const COLUMNS = [
  { title: 'rank', align: 'right' },
  { title: 'place', align: 'left' },
  { title: 'lon', align: 'right' },
  { title: 'lat', align: 'right' },
  { title: 'count', align: 'right' },
  { title: 'score', align: 'right' },
  { title: 'z', align: 'right' },
  { title: 'q', align: 'right' },
  { title: '', align: 'left' },
] as const;

function placeText(name: PlaceName | undefined): string {
  if (!name) return '';
  const { placeName, townName } = name;
  return [townName, placeName === townName ? null : placeName].filter(Boolean).join(' ');
}

function qText(q: number | null): string {
  if (q === null) return '–';
  return q < 0.001 ? '<0.001' : q.toFixed(3);
}

function readNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('not a number');
  return value;
}

function readList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}
