import { outcomeOf } from './history';
import type { Parameters, RankingContext } from './ranker';
import { blendRates } from './rankers/blend';
import type { Roll } from './rolling-origin';
import { contextAt, type Known, partValues } from './score-places';

/** The estimate changes in the fourth digit no more after these. */
const ROUNDS = 200;

/** What tells all cells apart best need not tell the few best apart: so the hottest are fitted by themselves, too. */
const HOTTEST_SHARES = [1, 0.2, 0.05];

/** The blends that a backtest tries: the most likely one over all cells, and over the hottest of each month. */
export async function blendCandidates(known: Known, roll: Roll): Promise<Parameters[]> {
  const candidates: Parameters[] = [];
  for (const hottestShare of HOTTEST_SHARES) {
    const fitted = await fitBlend(known, roll, hottestShare);
    if (fitted) candidates.push(fitted);
  }
  return candidates;
}

/**
 * How much each part of a blend counts: the weights, none below zero, under which the incidents of the given steps were
 * most likely, each cell's being Poisson about the weighted sum of its parts. Found by expectation–maximisation: each
 * round gives every incident to the parts in proportion to what they expected there, so no step length is to be chosen.
 *
 * @param roll its origins are steps whose outcome may be known: earlier than any that is scored.
 * @param hottestShare cells that are fitted: those with the highest sum of the parts, 1 for all.
 * @returns null where there is nothing to fit by.
 * @see Dempster, Laird & Rubin (1977), Journal of the Royal Statistical Society B 39
 */
export async function fitBlend(
  known: Known,
  roll: Roll,
  hottestShare = 1,
): Promise<Parameters | null> {
  const samples: Sample[] = [];
  for (const origin of roll.origins) {
    samples.push(sampleAt(known, { origin, lattice: roll.lattice, hottestShare }));
    await roll.breathe?.();
  }
  const names = samples[0]?.names ?? [];
  const totals = names.map((_, part) => sum(samples.map((sample) => sample.totals[part]!)));
  let weights = totals.map((total) => (total > 0 ? 1 / names.length : 0));
  if (!samples.some(({ outcomes }) => outcomes.length > 0)) return null;
  for (let round = 0; round < ROUNDS; round++) {
    weights = improve(weights, samples, totals);
    await roll.breathe?.();
  }
  return Object.fromEntries(names.map((name, part) => [name, rounded(weights[part]!)]));
}

/** What the parts expected in one step: of cells where something happened each part's rate, of all of them the total. */
type Sample = {
  readonly names: readonly string[];
  readonly totals: readonly number[];
  readonly outcomes: Float64Array;
  /** Of each outcome, one rate a part, one behind another. */
  readonly rates: Float64Array;
};

function sampleAt(
  known: Known,
  {
    origin,
    lattice,
    hottestShare,
  }: { origin: number; lattice: RankingContext['lattice']; hottestShare: number },
): Sample {
  const parts = blendRates(contextAt(known, origin, lattice));
  const values = parts.map((part) => {
    const rates = partValues(part, known, origin);
    for (let place = 0; place < rates.length; place++) rates[place] = rates[place]! * part.factor;
    return rates;
  });
  const fitted = hottest(values, hottestShare);
  const outcome = outcomeOf(known.ranked, origin, known.weighing);
  const places = fitted.filter((place) => outcome[place]! > 0);
  return {
    names: parts.map(({ name }) => name),
    totals: values.map((rates) => sum(fitted.map((place) => rates[place]!))),
    outcomes: Float64Array.from(places, (place) => outcome[place]!),
    rates: Float64Array.from(places.flatMap((place) => values.map((rates) => rates[place]!))),
  };
}

/** The places with the highest sums of the parts; more than the share where several are level with its last. */
function hottest(values: readonly Float64Array[], share: number): number[] {
  const places = Array.from(values[0]?.keys() ?? []);
  if (share >= 1) return places;
  const sums = Float64Array.from(places, (place) => sum(values.map((rates) => rates[place]!)));
  const least = sums.toSorted()[Math.floor(places.length * (1 - share))] ?? 0;
  return places.filter((place) => sums[place]! >= least);
}

function improve(
  weights: readonly number[],
  samples: readonly Sample[],
  totals: readonly number[],
): number[] {
  const given = weights.map(() => 0);
  for (const sample of samples) give(sample, weights, given);
  return given.map((share, part) => (totals[part]! > 0 ? share / totals[part]! : 0));
}

/** Divides each outcome among the parts by what each of them expected there. */
function give({ outcomes, rates }: Sample, weights: readonly number[], given: number[]): void {
  const parts = weights.length;
  for (let index = 0; index < outcomes.length; index++) {
    const first = index * parts;
    let expected = 0;
    for (let part = 0; part < parts; part++) expected += rates[first + part]! * weights[part]!;
    // Where no part expected anything, there is none to give it to.
    if (expected === 0) continue;
    const scale = outcomes[index]! / expected;
    for (let part = 0; part < parts; part++)
      given[part] = given[part]! + scale * rates[first + part]! * weights[part]!;
  }
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index]!;
  return total;
}

/** Four digits are more than the data tell, and read well. */
function rounded(weight: number): number {
  return Number(weight.toPrecision(4));
}
