import { type Interval, NORMAL_97_5, twoSidedP } from './normal';

/** Counts of one area in the two periods. */
export type BeforeAndDuring = { readonly before: number; readonly during: number };

/** An area's counts, and what each of its incidents counts for (default 1): below 1 where it is larger than those it is compared with. */
type WeightedArea = BeforeAndDuring & { readonly weight?: number };

export type DisplacementDifferenceInput = {
  readonly treated: WeightedArea;
  readonly control: WeightedArea;
  /** The surroundings of both, where incidents may have gone; absent: not looked at. */
  readonly displacement?: { readonly treated: WeightedArea; readonly control: WeightedArea };
  /** Length of the period during over that before; default 1. Counts before are scaled by it. */
  readonly lengthRatio?: number;
};

/** An estimate in incidents per period during. */
export type DisplacementDifference = {
  readonly estimate: number;
  readonly standardError: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  /** 95 %. */
  readonly interval: Interval;
};

/**
 * Weighted displacement difference: how many incidents fewer (below 0) or more an area had than its control leads one to
 * expect, together with what moved to its surroundings: (ΔT − ΔC) + (ΔTd − ΔCd), Δ = during − before.
 *
 * The variance is the sum of the eight counts, each a Poisson count that is its own variance. A count that is weighted, by its
 * area or before by `lengthRatio`, counts w times and its variance w² times. Without weights all areas are expected to change by
 * as many incidents, so that a control five times as large needs a weight. Too narrow where counts vary more than by chance,
 * and normal only where none of them is tiny (below about 5).
 *
 * @returns undefined where all counts are 0: nothing can be told.
 * @throws {RangeError} for a count that is negative or not finite, or a ratio or weight that is not above 0.
 * @see Wheeler & Ratcliffe (2018), Crime Science 7:11, doi:10.1186/s40163-018-0085-5
 */
export function weightedDisplacementDifference(
  input: DisplacementDifferenceInput,
): DisplacementDifference | undefined {
  const { treated, control, displacement, lengthRatio = 1 } = input;
  const rises = displacement ? [treated, displacement.treated] : [treated];
  const falls = displacement ? [control, displacement.control] : [control];
  const change = ({ before, during, weight = 1 }: WeightedArea) =>
    weight * (during - lengthRatio * before);
  const estimate = sum(rises, change) - sum(falls, change);
  const variance = sum([...rises, ...falls], (counts) => varianceOf(counts, lengthRatio));
  if (variance === 0) return undefined;
  const standardError = Math.sqrt(variance);
  const z = estimate / standardError;
  const reach = NORMAL_97_5 * standardError;
  const interval = { low: estimate - reach, high: estimate + reach };
  return { estimate, standardError, z, p: twoSidedP(z), interval };
}

function varianceOf({ before, during, weight = 1 }: WeightedArea, lengthRatio: number): number {
  for (const count of [before, during])
    if (!(count >= 0 && Number.isFinite(count))) throw new RangeError(`a count cannot be ${count}`);
  for (const factor of [weight, lengthRatio])
    if (!(factor > 0 && Number.isFinite(factor)))
      throw new RangeError(`a weight or ratio must be above 0, got ${factor}`);
  return weight ** 2 * (during + lengthRatio ** 2 * before);
}

function sum(areas: readonly WeightedArea[], of: (area: WeightedArea) => number): number {
  return areas.reduce((total, area) => total + of(area), 0);
}
