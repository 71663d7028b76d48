/** What tells cells of equal score apart, in this order; then the order of the places. */
export type TieBreakers = {
  /** Harm of the last twelve months. */
  readonly harm: Float64Array;
  /** The last step in which something happened there, as far as known; -1: never. */
  readonly lastStep: Float64Array;
};

/**
 * The `limit` best places: by score, then harm, then the most recent, then their own order. The twin of `bestFirst`.
 *
 * @returns indices of places, unordered.
 */
export function bestPlaces(
  scores: Float64Array,
  { harm, lastStep }: TieBreakers,
  limit: number,
): number[] {
  if (limit >= scores.length) return Array.from(scores.keys());
  if (limit <= 0) return [];
  // A sort of bare numbers is many times quicker than one by four keys, and only the last score of the list has ties to break.
  const threshold = scores.toSorted()[scores.length - limit]!;
  const best: number[] = [];
  const tied: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    if (scores[place]! > threshold) best.push(place);
    else if (scores[place] === threshold) tied.push(place);
  }
  tied.sort((a, b) => harm[b]! - harm[a]! || lastStep[b]! - lastStep[a]! || a - b);
  return best.concat(tied.slice(0, limit - best.length));
}
