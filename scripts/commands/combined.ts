import type { Command } from 'commander';
import { textTable } from '@/lib/format/text-table';
import { hostDoer } from '@/lib/server/audit/host-doer';
import { type Combined, changeWeights, combinedList } from '@/lib/server/combined';
import { ownerDatabase } from '@/lib/server/database';
import { combinedRequest, combinedWeights } from '@/lib/validation/combined';
import { readOptions, wholeNumber } from './option-values';

type ListOptions = { jurisdiction: string; month: string; cells: number; json?: true };
type WeighOptions = {
  jurisdiction: string;
  crime: number;
  crash: number;
  fire: number;
  since: number;
  note?: string;
};

/** `zhantu combined`. */
export function registerCombined(program: Command): void {
  const combined = program
    .command('combined')
    .description('where crime, crashes and fire risk coincide (DDACTS)');
  combined
    .command('list', { isDefault: true })
    .description(
      'the cells that hold most of the three together, and whether they coincide by more than chance',
    )
    .requiredOption('--jurisdiction <code>')
    .requiredOption('--month <YYYY-MM>', 'what was known when it began')
    .option('--cells <n>', 'how many cells', wholeNumber(1, 100_000), 50)
    .option('--json', 'print it as JSON')
    .action(list);
  combined
    .command('weigh')
    .description(
      'say what the three weigh against each other, from now on; earlier weights stay on record',
    )
    .requiredOption('--jurisdiction <code>')
    .requiredOption('--crime <n>', 'whole number, 0 to 100', wholeNumber(0, 100))
    .requiredOption('--crash <n>', 'likewise', wholeNumber(0, 100))
    .requiredOption('--fire <n>', 'likewise', wholeNumber(0, 100))
    .requiredOption(
      '--since <version>',
      'the version that these replace, as `combined list` prints it',
      wholeNumber(0, 1_000_000),
    )
    .option('--note <text>', 'why')
    .action(weigh);
}

async function list({ json, ...options }: ListOptions): Promise<void> {
  const request = readOptions(combinedRequest, options);
  const { db } = await ownerDatabase();
  const found = await combinedList(db, request);
  console.log(json ? JSON.stringify(found) : describe(found));
}

async function weigh({ jurisdiction, since, note, ...weights }: WeighOptions): Promise<void> {
  const asked = readOptions(combinedWeights, { ...weights, version: since, note: note ?? null });
  const { db } = await ownerDatabase();
  const version = await changeWeights(db, jurisdiction, asked, hostDoer());
  console.log(`weights are version ${version} now`);
}

function describe({ jurisdiction, month, weights, totals, coincidence, cells }: Combined): string {
  const number = (value: number) => Math.round(value).toLocaleString('en');
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const lines = [
    `${jurisdiction} ${month}, weights crime ${weights.crime}, crash ${weights.crash}, fire ${weights.fire} (version ${weights.version})`,
    `of all in ${number(totals.cellsTotal)} cells: ${number(totals.incidents)} incidents of 12 months that are no crashes; crashes of 36 months worth ${number(totals.crashWeight)} with damage only; ${number(totals.firePoints)} points of defects open now`,
    `top twentieth of crime and of crashes share ${coincidence.observed} cells; chance would have it ${coincidence.expected.toFixed(1)} (p ${coincidence.p < 0.001 ? '< 0.001' : `= ${coincidence.p.toFixed(3)}`}; *: two parts at their top)`,
  ];
  const rows = cells.map((cell) => [
    String(cell.rank),
    [cell.townName, cell.placeName === cell.townName ? null : cell.placeName]
      .filter(Boolean)
      .join(' '),
    percent(cell.share),
    percent(cell.crime),
    percent(cell.crash),
    percent(cell.fire),
    cell.tops >= 2 ? '*' : '',
  ]);
  return `${lines.join('\n')}\n\n${textTable(COLUMNS, rows)}`;
}

const COLUMNS = [
  { title: 'rank', align: 'right' },
  { title: 'place', align: 'left' },
  { title: 'share', align: 'right' },
  { title: 'crime', align: 'right' },
  { title: 'crash', align: 'right' },
  { title: 'fire', align: 'right' },
  { title: '', align: 'left' },
] as const;
