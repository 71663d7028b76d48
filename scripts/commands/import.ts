import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { textTable } from '@/lib/format/text-table';
import { DATE_ORDERS, DATUMS } from '@/lib/import/options';
import { IMPORT_SUBJECTS, type ImportSubject } from '@/lib/import/types';
import { ownerDatabase } from '@/lib/server/database';
import { listImports, undoImport } from '@/lib/server/imports/batches';
import { type FileSummary, importFile } from '@/lib/server/imports/import-file';
import { UserError } from '@/lib/user-error';

type FileOptions = {
  jurisdiction: string;
  columns?: string;
  const?: string[];
  map?: Map<string, Map<string, string>>;
  crs?: string;
  dateOrder?: string;
  datum?: string;
  encoding?: string;
  timezone?: string;
  createKinds?: true;
  rejects?: string;
  json?: true;
  quiet?: true;
};
type JsonOption = { jurisdiction: string; json?: true };

/** Milliseconds between two progress lines where stderr is no terminal. */
const PROGRESS_INTERVAL = 2_000;

/** `zhantu import SUBJECT FILE`, `zhantu import list`, `zhantu import undo BATCH`. */
export function registerImport(program: Command): void {
  const group = program.command('import').description('bring files in, list them, undo them');
  for (const subject of IMPORT_SUBJECTS) registerSubject(group, subject);
  group
    .command('list')
    .description('list the imports of a jurisdiction, latest first')
    .requiredOption('--jurisdiction <code>')
    .option('--json', 'print them as JSON')
    .action(list);
  group
    .command('undo')
    .description('take the rows of an import out again')
    .argument('<batch>', 'its number, as `import list` shows it')
    .requiredOption('--jurisdiction <code>')
    .option('--json', 'print the result as JSON')
    .action(undo);
}

function registerSubject(group: Command, subject: ImportSubject): void {
  group
    .command(subject)
    .description(`import ${subject} from .csv, .tsv, .tab, .csv.gz, .geojson or .xlsx`)
    .argument('<file>')
    .requiredOption('--jurisdiction <code>')
    .option(
      '--columns <pairs>',
      'target=column,… such as occurred=date+time,lon=longitude,lat=latitude,kind=type,id=number',
    )
    .option('--const <name=value>', 'a value for all rows, such as kind=assault', collect)
    .option(
      '--map <pairs>',
      'values to replace, such as severity=1:fatal,2:serious,3:slight',
      readMap,
    )
    .option('--crs <EPSG:n>', 'CRS of x=… and y=…')
    .addOption(
      new Option('--date-order <order>', 'order of dates such as 03/04/2020').choices(DATE_ORDERS),
    )
    .addOption(
      new Option('--datum <datum>', 'datum of lon and lat (default: wgs84)').choices(DATUMS),
    )
    .option('--encoding <label>', 'encoding of the text, such as gb18030 (default: utf-8)')
    .option('--timezone <zone>', 'zone of the dates (default: the jurisdiction’s)')
    .option('--create-kinds', 'make kinds that are not known yet')
    .option('--rejects <file>', 'where rejected rows go (default: FILE.rejects.csv in this folder)')
    .option('--json', 'print the summary as JSON')
    .option('--quiet', 'no progress')
    .action((file: string, options: FileOptions) => bring(subject, file, options));
}

async function bring(subject: ImportSubject, path: string, options: FileOptions): Promise<void> {
  const showsProgress = !options.json && !options.quiet;
  const { createKinds = false, map, rejects, json, jurisdiction, const: constants } = options;
  const summary = await importFile(await ownerDatabase(), {
    jurisdiction,
    path,
    options: { ...readingOptions(options), subject, constants },
    createKinds,
    ...(map && { valueMaps: map }),
    rejectsPath: rejects ?? `${basename(path)}.rejects.csv`,
    now: Date.now(),
    ...(showsProgress && { onProgress: progress() }),
  });
  if (showsProgress && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (json) console.log(JSON.stringify(summary));
  else for (const line of describe(summary)) console.log(line);
  refuseEmpty(path, summary);
}

function readingOptions({ columns, crs, dateOrder, datum, encoding, timezone }: FileOptions) {
  return { columns, crs, dateOrder, datum, encoding, timezone };
}

function refuseEmpty(path: string, { batch, read, rejects }: FileSummary): void {
  if (read === 0) throw new UserError(`${path} has no rows: nothing was imported`);
  if (batch === null)
    throw new UserError(`all ${read} rows were rejected, so nothing was imported: see ${rejects}`);
}

function describe(summary: FileSummary): string[] {
  const lines = [counted(summary.read, 'read'), ...describeTaken(summary)];
  const listed = summary.rejects ? `, listed in ${summary.rejects}` : '';
  lines.push(counted(summary.rejected, `rejected${listed}`));
  for (const [reason, count] of Object.entries(summary.rejectedByReason))
    lines.push(counted(count, `  ${reason}`));
  return lines;
}

function describeTaken(summary: FileSummary): string[] {
  const { accepted, known, batch } = summary;
  if (accepted === 0 && known > 0)
    return [counted(0, `new, ${known.toLocaleString('en')} already known; nothing changed`)];
  const notes: [number, string][] = [
    [
      summary.identicalRows,
      'of them identical to an earlier row of the file: counted as events of their own',
    ],
    [summary.outsideCells, 'of them outside the jurisdiction, within its buffer: in no cell'],
    [known, 'already known: nothing added'],
  ];
  return [
    counted(accepted, `accepted${batch === null ? '' : ` as import ${batch}`}`),
    ...notes.filter(([count]) => count > 0).map(([count, words]) => counted(count, words)),
  ];
}

function counted(value: number, words: string): string {
  return `${value.toLocaleString('en').padStart(12)}  ${words}`;
}

/** One line that is written over on a terminal; elsewhere a line every two seconds. */
function progress(): (rows: number) => void {
  const started = Date.now();
  let last = started;
  return (rows) => {
    const now = Date.now();
    if (!process.stderr.isTTY && now - last < PROGRESS_INTERVAL) return;
    last = now;
    const perSecond = Math.round((rows * 1000) / Math.max(1, now - started));
    const line = `${rows.toLocaleString('en')} rows read, ${perSecond.toLocaleString('en')} a second`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  };
}

async function list({ jurisdiction, json }: JsonOption): Promise<void> {
  const batches = await listImports(await ownerDatabase(), jurisdiction);
  if (json) return console.log(JSON.stringify(batches));
  if (batches.length === 0) return console.error(`nothing was imported into ${jurisdiction} yet`);
  const rows = batches.map((batch) => [
    batch.id,
    batch.createdAt.toISOString(),
    batch.subject,
    batch.fileName,
    String(batch.rowsAccepted),
    String(batch.rowsKnown),
    String(batch.rowsRejected),
    batch.undoneAt ? `undone ${batch.undoneAt.toISOString()}` : 'in place',
  ]);
  console.log(textTable(COLUMNS, rows));
}

const COLUMNS = [
  { title: 'import', align: 'right' },
  { title: 'at', align: 'left' },
  { title: 'subject', align: 'left' },
  { title: 'file', align: 'left' },
  { title: 'accepted', align: 'right' },
  { title: 'known', align: 'right' },
  { title: 'rejected', align: 'right' },
  { title: 'state', align: 'left' },
] as const;

async function undo(batch: string, { jurisdiction, json }: JsonOption): Promise<void> {
  const removed = await undoImport(await ownerDatabase(), jurisdiction, batch);
  if (json) console.log(JSON.stringify({ jurisdiction, batch, removed }));
  else console.log(`import ${batch} is undone: ${removed.toLocaleString('en')} rows taken out`);
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** Reads `severity=1:fatal,2:serious`; given several times, one target each. */
function readMap(
  text: string,
  before: Map<string, Map<string, string>> = new Map(),
): Map<string, Map<string, string>> {
  const [, target, pairs] = /^\s*(\w+)\s*=\s*(.+)$/s.exec(text) ?? [];
  const values = (pairs ?? '').split(',').map((pair) => pair.split(':').map((part) => part.trim()));
  if (!target || values.some(([from, to, more]) => !from || !to || more !== undefined))
    throw new InvalidArgumentError('A map is target=from:to,… such as severity=1:fatal,2:serious.');
  return new Map(before).set(target, new Map(values.map(([from = '', to = '']) => [from, to])));
}
