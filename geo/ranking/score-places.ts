import type { Neighbours } from '../grid/neighbours';
import { localGiStar } from '../stats/getis-ord';
import { HARM_UNIT, type History, type Weighing, weightedSums } from './history';
import { KERNEL_UNIT } from './kernel';
import type { Parameters, Part, Ranker, RankingContext } from './ranker';
import { type CellBox, spread } from './spread';
import { WEIGHT_UNIT } from './weights';

/** All that scores are made of, by step; the same for every ranker and month. */
export type Known = {
  readonly box: CellBox;
  /** Each cell with those around it, itself included: see `neighbours`. */
  readonly neighbours: Neighbours;
  readonly ranked: History;
  /** Of all kinds together; the same as `ranked` where all kinds are ranked. */
  readonly allKinds: History;
  /** What is ranked, by days. */
  readonly days: History;
  /** The day of `days` with which each step begins. */
  readonly firstDays: ArrayLike<number>;
  readonly stepsAYear: 12 | 52;
  readonly weighing: Weighing;
};

/** What a method may go by when step `origin` begins. The first step is the jurisdiction's first with any facts. */
export function contextAt(
  known: Known,
  origin: number,
  lattice: RankingContext['lattice'],
): RankingContext {
  return {
    lattice,
    stepsAYear: known.stepsAYear,
    historySteps: origin,
    isPartOfAll: known.allKinds !== known.ranked,
  };
}

/**
 * The score of each place by what was known when step `origin` began: the twin of the ranking in SQL, which a test holds
 * it to.
 */
export function scorePlaces(
  ranker: Ranker,
  parameters: Parameters,
  known: Known,
  { origin, lattice }: { origin: number; lattice: RankingContext['lattice'] },
): Float64Array {
  const parts = ranker.parts(parameters, contextAt(known, origin, lattice));
  if (ranker.score === 'gistar') return giStarOf(parts, known, origin);
  const scores = new Float64Array(known.ranked.places);
  for (const part of parts) {
    if (part.factor === 0) continue;
    const values = partValues(part, known, origin);
    for (let place = 0; place < scores.length; place++)
      scores[place] = scores[place]! + part.factor * values[place]!;
  }
  return scores;
}

/** One part's value at each place, before its factor: incidents, or days of harm. */
export function partValues(part: Part, known: Known, origin: number): Float64Array {
  const at = part.clock === 'days' ? known.firstDays[origin]! : origin;
  const own = weightedSums(historyOf(part, known), at, part.weights, known.weighing);
  const values = part.kernel === null ? own : spread(known.box, own, part.kernel);
  const unit =
    WEIGHT_UNIT *
    (part.kernel === null ? 1 : KERNEL_UNIT) *
    (known.weighing === 'harm' ? HARM_UNIT : 1);
  for (let place = 0; place < values.length; place++) values[place] = values[place]! / unit;
  return values;
}

function historyOf(part: Part, known: Known): History {
  if (part.clock === 'days') return known.days;
  return part.of === 'all_kinds' ? known.allKinds : known.ranked;
}

/** Of counts, whatever is weighed: z tells how unlikely a number of incidents is. */
function giStarOf(parts: readonly Part[], known: Known, origin: number): Float64Array {
  const [part] = parts;
  if (part === undefined || known.ranked.places < 2) return new Float64Array(known.ranked.places);
  return localGiStar(partValues(part, { ...known, weighing: 'count' }, origin), known.neighbours);
}
