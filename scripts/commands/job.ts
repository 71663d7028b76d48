import { type Command, InvalidArgumentError } from 'commander';
import { textTable } from '@/lib/format/text-table';
import type { JobView } from '@/lib/jobs/job-view';
import { ownerDatabase } from '@/lib/server/database';
import { cancel, LISTED_JOBS, readJob, readJobs, retry } from '@/lib/server/jobs/manage';
import { getJurisdiction } from '@/lib/server/jurisdictions';

type Options = { jurisdiction: string; json?: true };

/** `zhantu job list|show|cancel|retry`. */
export function registerJob(program: Command): void {
  const job = program.command('job').description('imports, rankings and other long work');
  addCommand(job, 'list', 'list the latest jobs')
    .option('--limit <n>', 'how many', readLimit, LISTED_JOBS)
    .action(list);
  addCommand(job, 'show <id>', 'show one job').action(show);
  addCommand(job, 'cancel <id>', 'cancel a queued job, stop a running one').action(
    async (id: string, options: Options) => {
      const { db } = await ownerDatabase();
      const cancelled = await cancel(db, options.jurisdiction, id);
      const words = cancelled.state === 'cancelled' ? 'is cancelled' : 'is asked to stop';
      print(cancelled, options, `job ${id} ${words}`);
    },
  );
  addCommand(job, 'retry <id>', 'queue a failed or cancelled job anew').action(
    async (id: string, options: Options) => {
      const { db } = await ownerDatabase();
      print(await retry(db, options.jurisdiction, id), options, `job ${id} is queued`);
    },
  );
}

function addCommand(parent: Command, words: string, description: string): Command {
  return parent
    .command(words)
    .description(description)
    .requiredOption('--jurisdiction <code>')
    .option('--json', 'print the result as JSON');
}

async function list({ jurisdiction, limit, json }: Options & { limit: number }): Promise<void> {
  const { db } = await ownerDatabase();
  await getJurisdiction(db, jurisdiction);
  const jobs = await readJobs(db, jurisdiction, limit);
  if (json) return console.log(JSON.stringify(jobs));
  const rows = jobs.map((job) => [
    job.id,
    job.kind,
    about(job),
    job.state,
    progressText(job),
    `${job.attempts}/${job.maxAttempts}`,
    job.createdAt,
    job.createdBy,
    job.error?.text ?? '',
  ]);
  console.log(textTable(COLUMNS, rows));
}

async function show(id: string, options: Options): Promise<void> {
  const { db } = await ownerDatabase();
  const job = await readJob(db, options.jurisdiction, id);
  const lines = Object.entries({ ...job, ...job.facts, ...job.figures })
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name.padEnd(14)}${value}`);
  const progress = job.progress && `${'progress'.padEnd(14)}${progressText(job)}`;
  const error = job.error && `${'error'.padEnd(14)}${job.error.text}`;
  print(job, options, [...lines, progress, error].filter(Boolean).join('\n'));
}

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'kind', align: 'left' },
  { title: 'about', align: 'left' },
  { title: 'state', align: 'left' },
  { title: 'progress', align: 'left' },
  { title: 'starts', align: 'right' },
  { title: 'asked at', align: 'left' },
  { title: 'by', align: 'left' },
  { title: 'error', align: 'left' },
] as const;

function about({ facts }: JobView): string {
  return Object.values(facts).join(' ');
}

function progressText({ progress }: JobView): string {
  if (!progress) return '';
  const { step, done, total } = progress;
  const number = (value: number) => value.toLocaleString('en');
  if (total !== null) return `${step} ${number(done)} of ${number(total)}`;
  return done === 0 ? step : `${step} ${number(done)}`;
}

function print(job: JobView, { json }: Options, words: string): void {
  console.log(json ? JSON.stringify(job) : words);
}

function readLimit(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 10_000) return value;
  throw new InvalidArgumentError('Give a whole number from 1 to 10000.');
}
