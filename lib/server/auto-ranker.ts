import 'server-only';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { findRankedPlace, type RankedPlace } from '@/db/queries/ranking';
import {
  type BacktestKey,
  findBacktest,
  type StoredBacktest,
  storeBacktest,
} from '@/db/queries/ranking/backtests';
import { MINIMUM_STEPS, type Reason } from '@/geo/ranking/backtest';
import type { Parameters } from '@/geo/ranking/ranker';
import { rankers } from '@/geo/ranking/rankers';
import { addMonths, monthsBetween } from '@/lib/format/month';
import { DEFAULT_COVERAGE, type RankingRequest, rankingRequest } from '@/lib/validation/ranking';
import { HISTORY_MONTHS, runBacktest } from './backtest';

/** What is asked for where the backtest is to choose. */
export const AUTO = 'auto';

/** Months that a choice is judged by, where there are so many. */
const SCORED_MONTHS = 24;

/** What speaks for the ranker of a list. */
export type Evidence = {
  /** Months scored, first and last, `YYYY-MM`. */
  from: string;
  to: string;
  months: number;
  /** Share of the area that counted. */
  coverage: number;
  /** Incidents (or days of harm) in the scored months. */
  total: number;
  ranker: string;
  why: Reason;
  chosen: Figures;
  /** The plain count of the last twelve months, a blind choice, and the best that could have been. */
  naive: Figures;
  random: Figures;
  perfect: Figures;
  /** Every ranker tried, in the order of what they caught. */
  tried: (Figures & { ranker: string })[];
  /** Whether it knows the incidents as they are now. */
  isCurrent: boolean;
};

type Figures = {
  hits: number;
  hitRate: number | null;
  pai: number | null;
  paiInterval: readonly [number, number] | null;
};

/** The ranker that is to be taken, and why. */
export type Choice = {
  ranker: string;
  parameters: Parameters;
  /** Null: nothing was tried yet, or there is too little to try. */
  evidence: Evidence | null;
  /** Whether a backtest of the incidents as they are now is still to be made. */
  isPending: boolean;
};

/** The request with the ranker that the automatic choice takes in its place; any other is as it was, without evidence. */
export async function resolveRanker<Request extends RankingRequest>(
  db: Db,
  request: Request,
): Promise<{ request: Request; choice: Choice | null }> {
  if (request.ranker !== AUTO) return { request, choice: null };
  const choice = await findChoice(db, request);
  const { ranker, parameters } = choice;
  return { request: { ...request, ranker, parameters }, choice };
}

/** The stored choice for a month; the plain count of all history where there is none yet. */
export async function findChoice(db: Db, request: RankingRequest): Promise<Choice> {
  const stored = await findBacktest(db, keyOf(request));
  if (stored) return choiceOf(stored);
  const place = await findRankedPlace(db, request.jurisdiction);
  const canBeTried = place !== undefined && scoredMonths(place, request.month) !== null;
  return { ...PLAIN, evidence: null, isPending: canBeTried };
}

const PLAIN = { ranker: 'count_all', parameters: {} };

/**
 * Makes and stores the backtest for a month, if none knows the incidents as they are now.
 *
 * @param db the owner's.
 * @returns the choice; that of {@link findChoice} where there is too little history.
 */
export async function chooseRanker(
  db: Db,
  request: RankingRequest,
  breathe?: () => Promise<void>,
): Promise<Choice> {
  const key = keyOf(request);
  const known = await findBacktest(db, key);
  if (known?.isCurrent) return choiceOf(known);
  const place = await findRankedPlace(db, key.jurisdiction);
  const scored = place && scoredMonths(place, request.month);
  if (!scored) return { ...PLAIN, evidence: null, isPending: false };
  const { kind, group, weighing, origins } = rankingRequest.parse({
    ...request,
    ranker: PLAIN.ranker,
  });
  const asked = { jurisdiction: key.jurisdiction, kind, group, weighing, origins };
  const made = await runBacktest(db, { ...asked, ...scored, coverage: DEFAULT_COVERAGE }, breathe);
  await storeBacktest(db, {
    ...key,
    dataVersion: made.dataVersion,
    firstScored: scored.from,
    lastScored: scored.to,
    chosen: made.chosen,
    result: made,
  });
  const stored = await findBacktest(db, key);
  return stored ? choiceOf(stored) : { ...PLAIN, evidence: null, isPending: true };
}

function keyOf(request: RankingRequest): BacktestKey {
  const { jurisdiction, month, kind, group, weighing, origins } = rankingRequest.parse({
    ...request,
    ranker: PLAIN.ranker,
    parameters: undefined,
  });
  return {
    jurisdiction,
    month: `${month}-01`,
    kind,
    parameters: {
      coverage: DEFAULT_COVERAGE,
      months: SCORED_MONTHS,
      origins: [...new Set(origins)].sort(),
      ...(group !== null && { group }),
      ...(weighing !== 'count' && { weighing }),
      methods: Object.fromEntries(
        [...rankers.values()].map(({ id, methodVersion }) => [id, methodVersion]),
      ),
    },
  };
}

/** The last months before the ranked one that have facts and a history to go by; null for fewer than it takes. */
function scoredMonths(
  { firstMonth, lastMonth }: RankedPlace,
  month: string,
): { from: string; to: string } | null {
  if (firstMonth === null || lastMonth === null) return null;
  const first = firstMonth.slice(0, 7);
  const [to = ''] = [addMonths(month, -1), lastMonth.slice(0, 7)].sort();
  const withinYear = monthsBetween(addMonths(first, HISTORY_MONTHS), to) + 1 < MINIMUM_STEPS;
  const earliest = addMonths(first, withinYear ? 1 : HISTORY_MONTHS);
  const [from = earliest] = [addMonths(to, 1 - SCORED_MONTHS), earliest].sort().reverse();
  return monthsBetween(from, to) + 1 < MINIMUM_STEPS ? null : { from, to };
}

function choiceOf(stored: StoredBacktest): Choice {
  const { chosenRanker: ranker, chosenParameters: parameters, isCurrent } = stored;
  return { ranker, parameters, isPending: !isCurrent, evidence: evidenceOf(stored) };
}

const figures = z.object({
  hits: z.number(),
  total: z.number(),
  hitRate: z.number().nullable(),
  pai: z.number().nullable(),
  paiInterval: z.tuple([z.number(), z.number()]).nullable(),
});

/** What is read of a stored result; more is kept. */
const storedResult = z.object({
  coverage: z.number(),
  steps: z.number(),
  rankers: z.array(figures.extend({ name: z.string() })),
  random: figures,
  perfect: figures,
  chosen: z.object({
    why: z.enum(['best', 'not_better_enough', 'too_few_steps', 'nothing_happened']),
  }),
});

function evidenceOf({
  result,
  firstScored,
  lastScored,
  chosenRanker,
  isCurrent,
}: StoredBacktest): Evidence {
  const { rankers: all, random, perfect, coverage, steps, chosen } = storedResult.parse(result);
  const tried = all.map(({ name, ...rest }) => ({ ranker: name, ...figuresOf(rest) }));
  const of = (name: string) => tried.find(({ ranker }) => ranker === name) ?? figuresOf(random);
  return {
    from: firstScored,
    to: lastScored,
    months: steps,
    coverage,
    total: random.total,
    ranker: chosenRanker,
    why: chosen.why,
    chosen: of(chosenRanker),
    naive: of('count_12m'),
    random: figuresOf(random),
    perfect: figuresOf(perfect),
    tried: tried.sort((a, b) => b.hits - a.hits),
    isCurrent,
  };
}

function figuresOf({ hits, hitRate, pai, paiInterval }: z.infer<typeof figures>): Figures {
  return { hits, hitRate, pai, paiInterval };
}
