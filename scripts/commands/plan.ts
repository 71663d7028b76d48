import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { PatrolInstance } from '@/geo/patrol/patrol-instance';
import { type PatrolMode, type PatrolPlan, planPatrols } from '@/geo/patrol/plan-patrols';
import { textTable } from '@/lib/format/text-table';
import { UserError } from '@/lib/user-error';
import { PATROL_MODES, patrolInstanceFile } from '@/lib/validation/patrol-instance';
import { numberAtLeast, wholeNumber } from './option-values';

type PlanOptions = {
  instance: string;
  mode: PatrolMode;
  seconds: number;
  seed: number;
  iterations: number;
  drawOrder?: true;
  json?: true;
};

/** `zhantu plan`. */
export function registerPlan(program: Command): void {
  program
    .command('plan')
    .description('plan the patrols of a bare instance: who stops where, and when')
    .requiredOption('--instance <file>', 'JSON: depots, hotspots, priority, travel in seconds')
    .addOption(
      new Option(
        '--mode <mode>',
        'tours in which no hotspot waits too long, or once in each window',
      )
        .choices(PATROL_MODES)
        .default('cycles'),
    )
    .option('--seconds <s>', 'time at most; the plan that is found by then', numberAtLeast(0.1), 5)
    .option('--iterations <n>', 'rounds of the search', wholeNumber(1, 100_000_000), 100_000)
    .option('--seed <n>', 'another seed plans otherwise', wholeNumber(0, 2 ** 31), 1)
    .option('--draw-order', 'begin each tour where the seed says, so that nobody foretells it')
    .option('--json', 'print the plan as JSON')
    .action(planCommand);
}

async function planCommand({ instance: file, json, drawOrder, ...options }: PlanOptions) {
  const instance = await readInstance(file);
  const began = performance.now();
  const plan = planPatrols(instance, {
    ...options,
    isOrderDrawn: drawOrder === true,
    elapsedShare: () => (performance.now() - began) / 1000 / options.seconds,
  });
  console.log(json ? JSON.stringify(planJson(plan)) : describe(plan));
}

/** @throws {UserError} that names what of the file is wrong. */
async function readInstance(file: string): Promise<PatrolInstance> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`cannot read ${file} (${error.code}): give a JSON file that is there`);
  });
  const parsed = patrolInstanceFile.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${file} is not JSON: give depots, hotspots, priority and travel`);
  }
}

/** Hotspots, teams, depots and rounds from 0; times in seconds from the beginning of the shift. */
function planJson({ teams, leftOut, ...plan }: PatrolPlan) {
  return {
    ...plan,
    teams: teams.map(({ stops, ...team }, index) => ({
      team: index,
      ...team,
      stops: stops.map(({ place, ...stop }) => ({ hotspot: place, ...stop })),
    })),
    leftOut: leftOut.map(({ place, round }) => ({ hotspot: place, round })),
  };
}

function describe(plan: PatrolPlan): string {
  const { priority, leftOut, worstRevisitSeconds, isCutShort } = plan;
  const rows = plan.teams.map(({ stops, travelSeconds, backAtSeconds }, team) => [
    String(team),
    String(stops.length),
    clock(travelSeconds),
    clock(backAtSeconds),
    stops.map(({ place, arrivesAtSeconds }) => `${place}@${clock(arrivesAtSeconds)}`).join(' '),
  ]);
  const columns = [
    { title: 'team', align: 'right' },
    { title: 'stops', align: 'right' },
    { title: 'travel', align: 'right' },
    { title: 'back', align: 'right' },
    { title: 'hotspot@arrival', align: 'left' },
  ] as const;
  return [
    `${plan.mode}, seed ${plan.seed}, ${plan.iterations} iterations${isCutShort ? ', cut short by --seconds: the same seed need not plan the same' : ''}`,
    `travel ${plan.travelSeconds} s; longest revisit ${worstRevisitSeconds === null ? '–' : clock(worstRevisitSeconds)}; priority covered ${priority.covered} of ${priority.of}, no plan more than ${priority.bound.toFixed(1)}`,
    leftOut.length === 0
      ? 'nothing left out'
      : `left out: ${leftOut.map(({ place, round }) => `${place} (round ${round})`).join(', ')}`,
    '',
    textTable(columns, rows),
  ].join('\n');
}

/** Hours and minutes, rounded down. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`;
}
