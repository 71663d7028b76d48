import { bestPlaces, type TieBreakers } from './best-places';
import { outcomeOf } from './history';
import type { Parameters, Ranker, RankingContext } from './ranker';
import { contextAt, type Known, scorePlaces } from './score-places';

/** A ranker with the parameters that it is tried with. */
export type Contender = { readonly ranker: Ranker; readonly parameters: Parameters };

/** What one contender caught in each of the scored steps. */
export type Caught = Contender & { readonly hits: readonly number[] };

/** What there was to catch in each step, and what the best choice of as many places would have caught. */
export type Outcomes = { readonly totals: readonly number[]; readonly perfect: readonly number[] };

/** Which steps are ranked, and how many places of each list count. */
export type Roll = {
  readonly origins: readonly number[];
  /** Places that can be patrolled. */
  readonly limit: number;
  readonly lattice: RankingContext['lattice'];
  /** Awaited between one ranking and the next, that other work on the thread gets its turn. */
  readonly breathe?: () => Promise<void>;
};

/**
 * Ranks each step of `origins` with what was known when it began, and counts what then happened in the `limit` best
 * places.
 */
export async function rollOrigins(
  contenders: readonly Contender[],
  known: Known,
  roll: Roll,
): Promise<{ caught: Caught[]; outcomes: Outcomes }> {
  const outcomes = roll.origins.map((origin) => outcomeOf(known.ranked, origin, known.weighing));
  const caught: Caught[] = [];
  for (const contender of contenders) {
    const hits: number[] = [];
    for (const [index, origin] of roll.origins.entries()) {
      hits.push(sumAt(outcomes[index]!, bestAt(contender, known, { ...roll, origin })));
      await roll.breathe?.();
    }
    caught.push({ ...contender, hits });
  }
  return {
    caught,
    outcomes: {
      totals: outcomes.map((outcome) => sumAt(outcome)),
      perfect: outcomes.map((outcome) => sumAt(outcome.toSorted().slice(-roll.limit))),
    },
  };
}

type Moment = { origin: number; lattice: RankingContext['lattice'] };

function bestAt(contender: Contender, known: Known, at: Moment & { limit: number }): number[] {
  const scores = scorePlaces(contender.ranker, contender.parameters, known, at);
  return bestPlaces(scores, tieBreakersAt(contender, known, at), at.limit);
}

/** As the ranking in SQL knows them: harm of the last year, and the last step within the ranker's own view. */
export function tieBreakersAt(
  { ranker, parameters }: Contender,
  known: Known,
  { origin, lattice }: Moment,
): TieBreakers {
  const context = contextAt(known, origin, lattice);
  const steps = stepsSeen(ranker, parameters, context);
  const { offsets, place, harm, reported } = known.ranked;
  const harmOfYear = new Float64Array(known.ranked.places);
  const lastStep = new Float64Array(known.ranked.places).fill(-1);
  for (let step = Math.max(0, origin - steps); step < origin; step++)
    for (let entry = offsets[step]!; entry < offsets[step + 1]!; entry++) {
      if (reported[entry]! >= origin) continue;
      const at = place[entry]!;
      lastStep[at] = step;
      if (step >= origin - known.stepsAYear) harmOfYear[at] = harmOfYear[at]! + harm[entry]!;
    }
  return { harm: harmOfYear, lastStep };
}

/** How many steps back a ranker's query reads: at least a year, for what is told beside each score. */
function stepsSeen(ranker: Ranker, parameters: Parameters, context: RankingContext): number {
  const seen = ranker
    .parts(parameters, context)
    .filter(({ clock, of }) => clock === 'steps' && of === 'ranked')
    .map(({ weights }) => weights.length);
  return Math.max(context.stepsAYear, ...seen);
}

function sumAt(values: Float64Array, places: Iterable<number> = values.keys()): number {
  let sum = 0;
  for (const place of places) sum += values[place]!;
  return sum;
}
