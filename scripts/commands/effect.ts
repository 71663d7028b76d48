import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { MonthSpan } from '@/db/queries/effect';
import { hostDoer } from '@/lib/server/audit/host-doer';
import { readBoundary } from '@/lib/server/check-boundary';
import { ownerDatabase } from '@/lib/server/database';
import {
  type AreaChoice,
  listEffects,
  showEffect,
  registerEffect as writeRegistration,
} from '@/lib/server/effect';
import { UsageError, UserError } from '@/lib/user-error';
import { effectRegistration } from '@/lib/validation/effect';
import { definitions, effectText, registrationText, verdictText } from './effect-text';
import { numberAtLeast } from './option-values';

type RegisterOptions = {
  jurisdiction: string;
  name: string;
  treatedTowns?: string[];
  treated?: string;
  controlTowns?: string[];
  control?: string;
  before: MonthSpan;
  during: MonthSpan;
  kind?: string[];
  origins: string[];
  campaign?: string;
  ring: number;
  note?: string;
  json?: true;
};

/** `zhantu effect register|list|show`. */
export function registerEffect(program: Command): void {
  const effect = program
    .command('effect')
    .description('whether a campaign worked, against a control chosen beforehand');
  effect
    .command('register')
    .description(
      'say what will be compared with what, before the month begins; it cannot be changed afterwards',
    )
    .requiredOption('--jurisdiction <code>')
    .requiredOption('--name <name>')
    .option('--treated-towns <ids>', 'towns of the campaign: ids, a comma between', readList)
    .option('--treated <file>', 'or the area as GeoJSON polygons in degrees')
    .option('--control-towns <ids>', 'towns to compare with; each is a unit of its own', readList)
    .option('--control <file>', 'or GeoJSON polygons; each feature is a unit of its own')
    .requiredOption('--before <from..to>', 'months before, such as 2019-04..2020-03', readSpan)
    .requiredOption('--during <from..to>', 'months of the campaign, such as 2020-04', readSpan)
    .option('--kind <kinds>', 'kinds that count, a comma between (default: all)', readList)
    .option('--origins <list>', 'whose reports count: citizen,patrol,department', readList, [
      'citizen',
    ])
    .option('--campaign <id>', 'the campaign of the calendar that it is about')
    .option(
      '--ring <metres>',
      'how far about the areas displacement is looked for; 0: it is not',
      numberAtLeast(0),
      500,
    )
    .option('--note <text>')
    .option('--json', 'print the registration as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  zhantu effect register --jurisdiction 330784 --name "April, Jiangnan" --treated-towns 330784002 \\\n    --control-towns 330784001,330784003 --before 2019-04..2020-03 --during 2020-04',
    )
    .action(register);
  effect
    .command('list')
    .description('list what is registered')
    .requiredOption('--jurisdiction <code>')
    .option('--json', 'print it as JSON')
    .action(list);
  effect
    .command('show <id>')
    .description('say whether it worked: in words, then by each method')
    .requiredOption('--jurisdiction <code>')
    .option('--json', 'print it as JSON')
    .action(show);
}

async function register(options: RegisterOptions): Promise<void> {
  const { treatedTowns, treated, controlTowns, control, json, kind, ring, ...rest } = options;
  const request = effectRegistration.safeParse({
    ...rest,
    kinds: kind ?? null,
    ringMetres: ring,
    campaign: rest.campaign ?? null,
    note: rest.note ?? null,
  });
  if (!request.success) {
    const [issue] = request.error.issues;
    throw new UsageError(`--${optionOf(issue?.path[0])} ${issue?.message}`);
  }
  const areas = {
    treated: areaOf('treated', treatedTowns, treated),
    control: areaOf('control', controlTowns, control),
  };
  const { db } = await ownerDatabase();
  const registered = await writeRegistration(db, { ...request.data, ...areas }, hostDoer());
  console.log(json ? JSON.stringify(registered) : registrationText(registered));
  if (registered.isLate)
    console.error(`note: ${registered.during.from} has begun: its results will say so`);
}

async function list({ jurisdiction, json }: { jurisdiction: string; json?: true }): Promise<void> {
  const { db } = await ownerDatabase();
  const registered = await listEffects(db, jurisdiction);
  if (json) return console.log(JSON.stringify(registered));
  if (registered.length > 0) console.log(registered.map(registrationText).join('\n\n'));
  else console.error(`nothing is registered in ${jurisdiction}: see \`zhantu effect register\``);
}

async function show(
  id: string,
  { jurisdiction, json }: { jurisdiction: string; json?: true },
): Promise<void> {
  const { db } = await ownerDatabase();
  const effect = await showEffect(db, jurisdiction, id);
  if (!json) return console.log(effectText(effect));
  const words = verdictText(effect.assessment);
  console.log(JSON.stringify({ words, ...effect, definitions }));
}

/** Which option a field of the request comes from. */
function optionOf(field: PropertyKey | undefined): string {
  if (field === 'kinds') return 'kind';
  return field === 'ringMetres' ? 'ring' : String(field);
}

function areaOf(part: 'treated' | 'control', towns?: string[], file?: string): AreaChoice {
  if ((towns === undefined) === (file === undefined))
    throw new UsageError(
      `give the ${part} area either by --${part}-towns IDS or by --${part} FILE`,
    );
  if (towns) return { towns };
  const path = file ?? '';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${(error as Error).message}`);
  }
  return { drawn: readBoundary(text, path), name: basename(path).replace(/\.(geo)?json$/i, '') };
}

function readSpan(text: string): MonthSpan {
  const [from = '', to = from, more] = text.split('..');
  if (more === undefined && [from, to].every((month) => /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(month)))
    return { from, to };
  throw new InvalidArgumentError('Months are YYYY-MM..YYYY-MM, such as 2019-04..2020-03.');
}

function readList(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.every((item) => item !== '')) return items;
  throw new InvalidArgumentError('Give one or more, with a comma between.');
}
