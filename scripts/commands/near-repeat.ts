import type { Command } from 'commander';
import type { Band } from '@/geo/stats/knox';
import { textTable } from '@/lib/format/text-table';
import { ownerDatabase } from '@/lib/server/database';
import { type NearRepeats, nearRepeats } from '@/lib/server/near-repeats';
import { type NearRepeatRequest, nearRepeatRequest } from '@/lib/validation/ranking';
import { readList, readNumber, readOptions } from './option-values';

type NearRepeatOptions = {
  jurisdiction: string;
  kind: string;
  group?: string;
  from: string;
  to: string;
  permutations: number;
  seed: number;
  origins: string[];
  json?: true;
};

/** `zhantu near-repeat`. */
export function registerNearRepeat(program: Command): void {
  program
    .command('near-repeat')
    .description('tell whether incidents draw others near them in the days after (Knox test)')
    .requiredOption('--jurisdiction <code>')
    .requiredOption('--from <YYYY-MM>', 'first month')
    .requiredOption('--to <YYYY-MM>', 'last month')
    .option('--kind <kind>', 'one kind of incident, or all', 'all')
    .option('--group <group>', 'kinds of one group, together')
    .option('--permutations <n>', 'how often the days are dealt out anew', readNumber, 999)
    .option('--seed <n>', 'another seed deals otherwise', readNumber, 1)
    .option('--origins <list>', 'whose reports count: citizen,patrol,department', readList, [
      'citizen',
    ])
    .option('--json', 'print the table as JSON')
    .action(nearRepeatCommand);
}

async function nearRepeatCommand({ kind, json, ...rest }: NearRepeatOptions): Promise<void> {
  const request: NearRepeatRequest = readOptions(nearRepeatRequest, {
    ...rest,
    kind: kind === 'all' ? null : kind,
  });
  const { db } = await ownerDatabase();
  const told = await nearRepeats(db, request);
  console.log(json ? JSON.stringify(told) : describe(told));
}

/** Observed pairs over expected ones, a row a distance, a column a time. */
function describe(told: NearRepeats): string {
  const heading = [
    `${told.jurisdiction}, ${told.kind ?? told.group ?? 'all kinds'}`,
    `${told.incidents.toLocaleString('en')} incidents from ${told.from} to ${told.to}`,
    `${told.permutations} permutations of the days, seed ${told.seed}`,
  ].join('; ');
  const columns = [
    { title: 'metres', align: 'left' },
    ...told.timeBands.map((band) => ({ title: `${text(band)} days`, align: 'right' as const })),
  ] as const;
  const rows = told.rows.map((cells, row) => [
    rowName(told.distanceBands[row]),
    ...cells.map(({ observed, ratio, p }) =>
      ratio === null ? '–' : `${ratio.toFixed(2)}${p < 0.05 ? '*' : ''} (${observed})`,
    ),
  ]);
  return `${heading}\n\n${textTable(columns, rows)}\n\npairs observed over expected (pairs observed); * p < 0.05, each cell by itself`;
}

function rowName(band: Band | undefined): string {
  if (!band) return '';
  return band.to === 0 ? 'same place' : text(band);
}

function text({ from, to }: Band): string {
  return `${from} to ${to}`;
}
