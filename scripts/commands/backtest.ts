import type { Command } from 'commander';
import { textTable } from '@/lib/format/text-table';
import { type Backtest, runBacktest } from '@/lib/server/backtest';
import { ownerDatabase } from '@/lib/server/database';
import { type BacktestRequest, backtestRequest } from '@/lib/validation/ranking';
import { readList, readNumber, readOptions } from './option-values';

type BacktestOptions = {
  jurisdiction: string;
  kind: string;
  group?: string;
  weighing: 'count' | 'harm';
  from: string;
  to: string;
  step: 'month' | 'week';
  tuneTo?: string;
  cells?: number;
  coverage?: number;
  origins: string[];
  json?: true;
};

/** `zhantu backtest`. */
export function registerBacktest(program: Command): void {
  program
    .command('backtest')
    .description('try every ranker on past months, each ranked by what was known before it began')
    .requiredOption('--jurisdiction <code>')
    .requiredOption('--from <YYYY-MM>', 'first month scored')
    .requiredOption('--to <YYYY-MM>', 'last month scored')
    .option('--kind <kind>', 'one kind of incident, or all', 'all')
    .option('--group <group>', 'kinds of one group, together')
    .option('--weighing <what>', 'count | harm', 'count')
    .option('--step <step>', 'month | week', 'month')
    .option(
      '--tune-to <YYYY-MM>',
      'last month that may choose parameters (default: the one before --from)',
    )
    .option('--cells <n>', 'how many cells are patrolled', readNumber)
    .option('--coverage <share>', 'or the share of the area (default: 0.01)', readNumber)
    .option('--origins <list>', 'whose reports count: citizen,patrol,department', readList, [
      'citizen',
    ])
    .option('--json', 'print the backtest as JSON')
    .action(backtestCommand);
}

async function backtestCommand(options: BacktestOptions): Promise<void> {
  const { kind, json, ...rest } = options;
  const request: BacktestRequest = readOptions(backtestRequest, {
    ...rest,
    kind: kind === 'all' ? null : kind,
  });
  const { db } = await ownerDatabase();
  const backtest = await runBacktest(db, request);
  console.log(json ? JSON.stringify(backtest) : describe(backtest));
}

/** What was tried, and how good each was; best first. */
function describe(backtest: Backtest): string {
  const { random, perfect, chosen } = backtest;
  const ranked = [...backtest.rankers].sort((a, b) => b.hits - a.hits);
  const rows = [
    ...ranked.map((each) => row(each.name === chosen.name ? `${each.name} *` : each.name, each)),
    row('(blind choice)', random),
    row('(best possible)', perfect),
  ];
  return `${heading(backtest)}\n\n${textTable(COLUMNS, rows)}\n\n* chosen: ${REASONS[chosen.why]}`;
}

function heading(backtest: Backtest): string {
  const { step, steps, from, to, tunedOn, cells, cellsTotal, coverage, random, weighing } =
    backtest;
  const tuned = tunedOn
    ? `parameters from ${tunedOn.from} to ${tunedOn.to} (${tunedOn.steps})`
    : 'parameters are the defaults: too few months before';
  return [
    `${backtest.jurisdiction}, ${backtest.kind ?? backtest.group ?? 'all kinds'}, by ${weighing}`,
    `${steps} ${step}s from ${from} to ${to}, N = ${number(random.total)}`,
    `best ${number(cells)} of ${number(cellsTotal)} cells (${(100 * coverage).toFixed(2)} % of the area)`,
    tuned,
  ].join('; ');
}

type Scored = Pick<Backtest['random'], 'hits' | 'hitRate' | 'pai' | 'paiInterval' | 'peiStar'> & {
  gain?: { difference: number; standardError: number } | null;
  parameters?: Readonly<Record<string, number>>;
};

function row(
  name: string,
  { hits, hitRate, pai, paiInterval, peiStar, gain, parameters }: Scored,
): string[] {
  return [
    name,
    number(Math.round(hits)),
    hitRate === null ? '–' : `${(100 * hitRate).toFixed(1)} %`,
    pai?.toFixed(2) ?? '–',
    paiInterval?.map((end) => end.toFixed(2)).join('–') ?? '–',
    peiStar?.toFixed(3) ?? '–',
    gain
      ? `${gain.difference >= 0 ? '+' : ''}${gain.difference.toFixed(2)} ± ${gain.standardError.toFixed(2)}`
      : '',
    Object.entries(parameters ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(' '),
  ];
}

const COLUMNS = [
  { title: 'ranker', align: 'left' },
  { title: 'hits', align: 'right' },
  { title: 'hit rate', align: 'right' },
  { title: 'PAI', align: 'right' },
  { title: '95 %', align: 'right' },
  { title: 'PEI*', align: 'right' },
  { title: 'PAI over count_all', align: 'right' },
  { title: 'parameters', align: 'left' },
] as const;

const REASONS: Record<Backtest['chosen']['why'], string> = {
  best: 'the best, and better than count_all by more than one standard error',
  not_better_enough: 'none is better than it by more than one standard error',
  too_few_steps: 'too few steps to tell any better',
  nothing_happened: 'nothing happened in the scored steps',
};

function number(value: number): string {
  return value.toLocaleString('en');
}
