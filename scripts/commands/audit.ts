import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AuditFilter, type ListedEvent, listAudit } from '@/db/queries/audit';
import { type CheckedChain, verifyAudit } from '@/db/queries/audit-verify';
import { textTable } from '@/lib/format/text-table';
import { hostDoer } from '@/lib/server/audit/host-doer';
import { LEAST_MONTHS_KEPT, pruneLog } from '@/lib/server/audit/prune';
import { ownerDatabase } from '@/lib/server/database';
import { getJurisdiction } from '@/lib/server/jurisdictions';
import { UserError } from '@/lib/user-error';

type Json = { json?: true };
type ListOptions = Json &
  Pick<AuditFilter, 'from' | 'to' | 'who' | 'action' | 'outcome' | 'text' | 'limit'> & {
    jurisdiction?: string;
  };

/** `zhantu audit list|verify|prune`. */
export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('who did what, when and from where');
  audit
    .command('list')
    .description('list the latest events')
    .option('--jurisdiction <code>', 'of this one only (default: all, and what belongs to none)')
    .option('--from <date>', 'from this day on, such as 2026-03-01', readDate)
    .option('--to <date>', 'to this day', readDate)
    .option('--who <text>', 'part of a user name or name')
    .option('--action <action>', 'such as user.create')
    .addOption(new Option('--outcome <outcome>').choices(['done', 'refused', 'failed']))
    .option('--text <text>', 'part of the subject, the parameters or the address')
    .option('--limit <n>', 'how many', readWholeNumber(1, 100_000), 100)
    .option('--json', 'print them as JSON')
    .action(list);
  audit
    .command('verify')
    .description('check that nothing was changed, added or taken away')
    .option('--jurisdiction <code>', 'of this one only (default: all)')
    .option('--json', 'print the result as JSON')
    .action(verify);
  audit
    .command('prune')
    .description('drop whole months that need not be kept any longer')
    .requiredOption(
      '--keep-months <n>',
      `how many to keep, ${LEAST_MONTHS_KEPT} at least`,
      readWholeNumber(LEAST_MONTHS_KEPT, 1200),
    )
    .option('--json', 'print the result as JSON')
    .action(prune);
}

async function list({ json, jurisdiction = undefined, ...filter }: ListOptions): Promise<void> {
  const { db } = await ownerDatabase();
  const { timezone } = jurisdiction ? await getJurisdiction(db, jurisdiction) : { timezone: 'UTC' };
  const events = await listAudit(db, { ...filter, jurisdiction: jurisdiction ?? null, timezone });
  if (json) return console.log(JSON.stringify(events));
  console.log(textTable(COLUMNS, events.map(rowOf)));
}

const COLUMNS = [
  { title: 'at', align: 'left' },
  { title: 'jurisdiction', align: 'left' },
  { title: 'no.', align: 'right' },
  { title: 'who', align: 'left' },
  { title: 'as', align: 'left' },
  { title: 'action', align: 'left' },
  { title: 'subject', align: 'left' },
  { title: 'outcome', align: 'left' },
  { title: 'from', align: 'left' },
] as const;

function rowOf(event: ListedEvent): string[] {
  const { at, jurisdiction, sequence, username, name, role, action, subject, outcome } = event;
  const texts = [username ?? name, role, action, subject, outcome, event.address];
  return [at, jurisdiction, sequence, ...texts.map((text) => text ?? '')];
}

async function verify({ jurisdiction, json }: Json & { jurisdiction?: string }): Promise<void> {
  const { db } = await ownerDatabase();
  const chains = await verifyAudit(db, jurisdiction ?? null);
  const broken = chains.filter(({ fault }) => fault !== null);
  if (json) console.log(JSON.stringify(chains));
  else for (const chain of chains) console.log(sayChain(chain));
  if (broken.length > 0)
    throw new UserError(
      `the audit log is not as it was written: ${broken.map(sayFault).join('; ')}; compare it with a backup`,
    );
}

function sayChain({ jurisdiction, events, sequence, hash, anchor, fault }: CheckedChain): string {
  const kept = `${jurisdiction}: ${events.toLocaleString('en')} events, ${fault ? 'broken' : 'whole'}`;
  const pruned = anchor && anchor !== '0' ? `, begins behind no. ${anchor}` : '';
  return `${kept}${pruned}, ends with no. ${sequence ?? '?'} ${hash ?? '?'}`;
}

function sayFault({ jurisdiction, fault, badSequence }: CheckedChain): string {
  return `event ${badSequence} of ${jurisdiction} is ${fault}`;
}

async function prune({ keepMonths, json }: Json & { keepMonths: number }): Promise<void> {
  const pruned = await pruneLog(await ownerDatabase(), keepMonths, hostDoer());
  if (json) return console.log(JSON.stringify(pruned));
  if (pruned.length === 0) return console.log(`nothing is older than ${keepMonths} months`);
  for (const { jurisdiction, events, anchor } of pruned)
    console.log(`${jurisdiction}: ${events.toLocaleString('en')} events went, to no. ${anchor}`);
}

function readDate(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Give a day such as 2026-03-01.');
}

function readWholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}
