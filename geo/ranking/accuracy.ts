import { type Random, randomStream } from '../random/random-stream';
import type { Outcomes } from './rolling-origin';

/** How good a ranking was over several steps, always with what it is a share of. */
export type Accuracy = {
  /** Steps scored. */
  readonly steps: number;
  /** Incidents (or harm) in the best places. */
  readonly hits: number;
  /** Incidents (or harm) in all places. */
  readonly total: number;
  /** hits / total; null where nothing happened. */
  readonly hitRate: number | null;
  /** Hit rate over the share of the area: 1 is what a blind choice gets. */
  readonly pai: number | null;
  /** hits over what the best choice of as many places, made afterwards, would have caught. */
  readonly peiStar: number | null;
  /** 95 %: how far the pai would have moved, had other steps of the same sort been scored. Null for fewer than two. */
  readonly paiInterval: readonly [low: number, high: number] | null;
};

const RESAMPLES = 999;
const SEED = 1;

/**
 * Accuracy over several steps; sums over all of them, so that a step counts by what happened in it.
 *
 * @param share of the area that the best places are, above 0.
 * @see Chainey, Tompson & Uhlig (2008), doi:10.1057/palgrave.sj.8350066 (PAI)
 * @see Joshi, Curtis-Ham, D'Ath & Searle (2021), doi:10.3390/ijgi10090597 (PEI*)
 */
export function accuracyOf(
  hits: readonly number[],
  { totals, perfect }: Outcomes,
  share: number,
): Accuracy {
  const [hit, total, best] = [sum(hits), sum(totals), sum(perfect)];
  return {
    steps: hits.length,
    hits: hit,
    total,
    hitRate: total === 0 ? null : hit / total,
    pai: total === 0 ? null : hit / total / share,
    peiStar: best === 0 ? null : hit / best,
    paiInterval: paiInterval(hits, totals, share),
  };
}

function paiInterval(
  hits: readonly number[],
  totals: readonly number[],
  share: number,
): readonly [number, number] | null {
  if (hits.length < 2 || sum(totals) === 0) return null;
  const pais = resampled(hits.length, (steps) => ratio(hits, totals, steps) / share)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return [quantile(pais, 0.025), quantile(pais, 0.975)];
}

/**
 * The difference of two contenders' pai over the same steps, and how uncertain it is.
 *
 * @returns the standard error by resampling whole steps: what happened in a month moves both alike.
 */
export function paiDifference(
  hits: readonly number[],
  others: readonly number[],
  { totals }: Outcomes,
  share: number,
): { difference: number; standardError: number } {
  const all = hits.map((_, step) => step);
  const gap = (steps: readonly number[]) =>
    (ratio(hits, totals, steps) - ratio(others, totals, steps)) / share;
  const gaps = resampled(hits.length, gap).filter(Number.isFinite);
  const mean = sum(gaps) / gaps.length;
  const variance = sum(gaps.map((each) => (each - mean) ** 2)) / (gaps.length - 1);
  return { difference: gap(all), standardError: Math.sqrt(variance) };
}

function resampled<Value>(steps: number, measure: (chosen: readonly number[]) => Value): Value[] {
  const random: Random = randomStream(SEED, 'months');
  return Array.from({ length: RESAMPLES }, () =>
    measure(Array.from({ length: steps }, () => Math.floor(random() * steps))),
  );
}

function ratio(
  hits: readonly number[],
  totals: readonly number[],
  steps: readonly number[],
): number {
  let [hit, total] = [0, 0];
  for (const step of steps) {
    hit += hits[step]!;
    total += totals[step]!;
  }
  return hit / total;
}

/** @param sorted ascending, not empty. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
