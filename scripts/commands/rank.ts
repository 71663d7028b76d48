import { type Command, Option } from 'commander';
import type { Db } from '@/db/client';
import { listPlaceNames, type PlaceName } from '@/db/queries/place-names';
import { SIGNIFICANT_Q } from '@/db/queries/ranking';
import type { AreaUnit } from '@/db/queries/ranking/scope';
import { rankers } from '@/geo/ranking/rankers';
import { addMonths } from '@/lib/format/month';
import { textTable } from '@/lib/format/text-table';
import { AUTO, type Choice, chooseRanker } from '@/lib/server/auto-ranker';
import { ownerDatabase } from '@/lib/server/database';
import { type ComputedRanking, rankMonth, storedRanking } from '@/lib/server/ranking';
import { rankingJson } from '@/lib/server/ranking-json';
import { readRun, verifyRun } from '@/lib/server/ranking-runs';
import { UsageError, UserError } from '@/lib/user-error';
import { type RankingRequest, rankingRequest } from '@/lib/validation/ranking';
import { readList, readNumber, readOptions, readParameters } from './option-values';
import { rankUnit } from './rank-areas';
import { qText } from './rank-text';

type RankOptions = {
  jurisdiction: string;
  month?: string;
  unit: 'cell' | AreaUnit;
  kind: string;
  group?: string;
  weighing: 'count' | 'harm';
  ranker: string;
  parameters?: Record<string, number>;
  cells?: number;
  coverage?: number;
  origins: string[];
  geometry?: true;
  json?: true;
  save?: true;
  run?: string;
  verify?: true;
};

/** `zhantu rank`. */
export function registerRank(program: Command): void {
  program
    .command('rank')
    .description('rank the cells of a month by what was known before it began')
    .requiredOption('--jurisdiction <code>')
    .option('--month <YYYY-MM>', 'the month to rank for')
    .addOption(
      new Option('--unit <unit>', 'what is ranked')
        .choices(['cell', 'grid', 'village', 'town'])
        .default('cell'),
    )
    .option('--kind <kind>', 'one kind of incident, or all', 'all')
    .option('--group <group>', 'kinds of one group, together')
    .option('--weighing <what>', 'count | harm', 'count')
    .option(
      '--ranker <ranker>',
      `auto (what a backtest chooses) | ${[...rankers.keys()].join(' | ')}`,
      AUTO,
    )
    .option(
      '--parameters <list>',
      "the ranker's own, such as halfLifeMonths=6,bandwidthMetres=500",
      readParameters,
    )
    .option('--cells <n>', 'how many cells (default: 50)', readNumber)
    .option('--coverage <share>', 'or the share of the area, such as 0.01', readNumber)
    .option('--origins <list>', 'whose reports count: citizen,patrol,department', readList, [
      'citizen',
    ])
    .option('--geometry', 'with --json: add the outline of each cell')
    .option('--save', 'store the run, as the map does')
    .option('--run <id>', 'print a stored run')
    .option('--verify', 'with --run: rank again, and compare byte by byte')
    .option('--json', 'print the ranking as JSON')
    .action(rank);
}

async function rank(options: RankOptions): Promise<void> {
  if (options.run !== undefined) return rankStored(options, options.run);
  const asked = readRequest(options);
  if (options.unit !== 'cell') return rankUnit(asked, { ...options, unit: options.unit });
  const { db } = await ownerDatabase();
  const choice = asked.ranker === AUTO ? await chooseRanker(db, asked) : null;
  const request = choice
    ? { ...asked, ranker: choice.ranker, parameters: choice.parameters }
    : asked;
  const ranking = await rankMonth(db, request);
  if (options.save) {
    const { runId } = await storedRanking(db, request);
    console.error(`stored as run ${runId}`);
  }
  const evidence = choice?.evidence ?? null;
  if (options.json) console.log(rankingJson(ranking, evidence));
  else console.log([...evidenceText(choice), await describe(db, ranking)].join('\n'));
}

/** A stored run; with --verify it is ranked again, and what differs is an error. */
async function rankStored({ jurisdiction, verify }: RankOptions, run: string): Promise<void> {
  const { db } = await ownerDatabase();
  if (!verify) return console.log((await readRun(db, jurisdiction, run)).json);
  const { isSame, places } = await verifyRun(db, jurisdiction, run);
  if (!isSame)
    throw new UserError(
      `run ${run} is not what ranking again gives: what it was made of has changed by hand`,
    );
  console.log(`run ${run}: ${places} places, the same bytes when ranked again`);
}

function readRequest(options: RankOptions): RankingRequest {
  const {
    kind,
    geometry,
    unit: _,
    json: __,
    save: ___,
    run: ____,
    verify: _____,
    ...rest
  } = options;
  if (rest.month === undefined) throw new UsageError('--month is missing: such as 2016-12');
  const request = {
    ...rest,
    kind: kind === 'all' ? null : kind,
    withGeometry: geometry ?? false,
  };
  return readOptions(rankingRequest, request);
}

/** What speaks for the ranker, in a line or two. */
function evidenceText(choice: Choice | null): string[] {
  if (choice === null) return [];
  const { evidence } = choice;
  if (evidence === null)
    return ['auto: too little history for a backtest; the plain count of all history is taken'];
  const percent = (rate: number | null) => (rate === null ? '–' : `${(100 * rate).toFixed(1)} %`);
  const { chosen, naive, random, perfect, coverage, months } = evidence;
  return [
    `auto: ${evidence.ranker} (${evidence.why}); backtest of ${months} months, ${evidence.from} to ${evidence.to}, n = ${evidence.total}: ` +
      `the best ${percent(coverage)} of the area held ${percent(chosen.hitRate)} of what happened, ` +
      `a 12-month count ${percent(naive.hitRate)}, a blind choice ${percent(random.hitRate)}, the best possible ${percent(perfect.hitRate)}`,
  ];
}

/** A line that says what was ranked, and the cells as a table. */
async function describe(db: Db, ranking: ComputedRanking): Promise<string> {
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
