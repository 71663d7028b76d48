import type { Random } from '@/geo/random/random-stream';

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

export function integerBetween(random: Random, low: number, high: number): number {
  return Math.floor(between(random, low, high + 1));
}

/** Standard normal deviate (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Pareto deviate from 1 up: the smaller the shape, the heavier the tail. */
export function pareto(random: Random, shape: number): number {
  return (1 - random()) ** (-1 / shape);
}

/** Poisson deviate; by the normal approximation for means over 60. */
export function poisson(random: Random, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Picks indices with chances in proportion to the weights given. */
export function weightedPicker(weights: readonly number[]): (random: Random) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    total += weight;
    cumulative[index] = total;
  }
  if (!(total > 0)) throw new RangeError('weights add up to nothing');
  return (random) => firstAbove(cumulative, random() * total);
}

/** The first index whose value is above the limit, by bisection. */
function firstAbove(cumulative: Float64Array, limit: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
