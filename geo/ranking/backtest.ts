import { type Accuracy, accuracyOf, paiDifference } from './accuracy';
import { blendCandidates } from './fit-blend';
import type { Parameters, Ranker } from './ranker';
import { rankers } from './rankers';
import {
  type Caught,
  type Contender,
  type Outcomes,
  type Roll,
  rollOrigins,
} from './rolling-origin';
import type { Known } from './score-places';

export type BacktestPlan = Omit<Roll, 'origins'> & {
  /** Steps that are scored, ascending. */
  readonly scored: readonly number[];
  /** Earlier steps by whose outcome parameters are chosen; none: each ranker's defaults. */
  readonly tuning: readonly number[];
};

type RankerResult = Accuracy & {
  readonly name: string;
  readonly parameters: Parameters;
  /** Whether the parameters were chosen on the tuning steps; else they are the defaults. */
  readonly isTuned: boolean;
  /** What it caught in each scored step. */
  readonly hitsByStep: readonly number[];
  /** Over or under the plain count of all history, in pai, with its standard error; null for that count itself. */
  readonly gain: { readonly difference: number; readonly standardError: number } | null;
};

export type BacktestResult = {
  readonly rankers: readonly RankerResult[];
  /** Of a blind choice, in expectation, and of the best choice that could have been made afterwards. */
  readonly random: Accuracy;
  readonly perfect: Accuracy;
  readonly totals: readonly number[];
  readonly chosen: { readonly name: string; readonly parameters: Parameters; readonly why: Reason };
};

/** Why a ranker was chosen. */
export type Reason = 'best' | 'not_better_enough' | 'too_few_steps' | 'nothing_happened';

/** A choice by fewer scored steps would be chance. */
export const MINIMUM_STEPS = 6;

/** What others are measured against, and what stays where none is better by more than chance. */
const PLAIN = 'count_all';

/**
 * Tries every ranker on past steps, each ranked with what was known when it began.
 *
 * Parameters come from the tuning steps only, which must be earlier than all scored ones: no score knows a month that
 * tuned it.
 *
 * @throws {RangeError} where a tuning step is not before all scored ones, or none is scored.
 */
export async function backtest(known: Known, plan: BacktestPlan): Promise<BacktestResult> {
  const { scored, tuning, limit } = plan;
  const [first] = scored;
  if (first === undefined) throw new RangeError('a backtest needs a step to score');
  if (tuning.some((step) => step >= first))
    throw new RangeError('a step that tunes must be before all that are scored');
  const tuned = await tune(known, plan);
  const { caught, outcomes } = await rollOrigins(tuned, known, { ...plan, origins: scored });
  const share = limit / known.ranked.places;
  const plain = caught.find(({ ranker }) => ranker.id === PLAIN)!;
  const results = caught.map((each, index) => ({
    ...resultOf(each, outcomes, share),
    isTuned: tuned[index]!.isTuned,
    gain: each === plain ? null : paiDifference(each.hits, plain.hits, outcomes, share),
  }));
  const blind = outcomes.totals.map((total) => total * share);
  return {
    rankers: results,
    random: accuracyOf(blind, outcomes, share),
    perfect: accuracyOf(outcomes.perfect, outcomes, share),
    totals: outcomes.totals,
    chosen: choose(results),
  };
}

function resultOf({ ranker, parameters, hits }: Caught, outcomes: Outcomes, share: number) {
  return { name: ranker.id, parameters, ...accuracyOf(hits, outcomes, share), hitsByStep: hits };
}

/**
 * Each ranker with the parameters that caught most in the tuning steps, if they caught more than its defaults by over
 * one standard error: what a few months prefer is mostly chance.
 */
async function tune(
  known: Known,
  plan: BacktestPlan,
): Promise<(Contender & { isTuned: boolean })[]> {
  const tuned: (Contender & { isTuned: boolean })[] = [];
  for (const ranker of rankers.values()) {
    const parameters = plan.tuning.length === 0 ? null : await fitted(ranker, known, plan);
    tuned.push({ ranker, parameters: parameters ?? ranker.defaults, isTuned: parameters !== null });
  }
  return tuned;
}

async function fitted(
  ranker: Ranker,
  known: Known,
  plan: BacktestPlan,
): Promise<Parameters | null> {
  const roll = { ...plan, origins: plan.tuning };
  const candidates = ranker.id === 'blend' ? await blendCandidates(known, roll) : ranker.candidates;
  if (candidates.length === 0) return null;
  const contenders = [ranker.defaults, ...candidates].map((parameters) => ({ ranker, parameters }));
  const { caught, outcomes } = await rollOrigins(contenders, known, roll);
  const best = caught.reduce((most, each) => (sum(each.hits) > sum(most.hits) ? each : most));
  const [usual] = caught;
  if (usual === undefined || sum(outcomes.totals) === 0) return null;
  const gain = paiDifference(best.hits, usual.hits, outcomes, 1);
  return gain.difference > gain.standardError ? best.parameters : usual.parameters;
}

/**
 * The best ranker, if it beats the plain count of all history by more than one standard error of the difference; else
 * that count. Of equally good ones the simplest.
 */
function choose(results: readonly RankerResult[]): BacktestResult['chosen'] {
  const plain = results.find(({ name }) => name === PLAIN)!;
  const stays = (why: Reason) => ({ name: plain.name, parameters: plain.parameters, why });
  if (plain.steps < MINIMUM_STEPS) return stays('too_few_steps');
  if (plain.total === 0) return stays('nothing_happened');
  const best = [...results].sort(
    (a, b) => b.hits - a.hits || complexityOf(a.name) - complexityOf(b.name),
  )[0]!;
  if (best.name === PLAIN) return stays('best');
  if (best.gain === null || best.gain.difference <= best.gain.standardError)
    return stays('not_better_enough');
  return { name: best.name, parameters: best.parameters, why: 'best' };
}

function complexityOf(name: string): number {
  return rankers.get(name)?.complexity ?? Number.POSITIVE_INFINITY;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
