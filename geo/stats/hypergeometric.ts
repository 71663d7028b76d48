/**
 * Chance that two subsets of a field, drawn apart from each other, share at least so many places: the upper tail of the
 * hypergeometric distribution.
 *
 * @param shared how many they share.
 * @returns 0 to 1.
 * @throws {RangeError} for numbers that are not whole, or subsets larger than the field.
 * @see Fisher (1935), Journal of the Royal Statistical Society 98(1), doi:10.2307/2342435
 */
export function overlapP(
  shared: number,
  { places, first, second }: { places: number; first: number; second: number },
): number {
  for (const value of [shared, places, first, second])
    if (!(Number.isInteger(value) && value >= 0))
      throw new RangeError(`${value} is no number of places`);
  if (first > places || second > places)
    throw new RangeError(`${Math.max(first, second)} of ${places} places`);
  const logs = logFactorials(places);
  const choose = (n: number, k: number) => logs[n]! - logs[k]! - logs[n - k]!;
  let sum = 0;
  for (let k = Math.max(shared, first + second - places, 0); k <= Math.min(first, second); k++)
    sum += Math.exp(choose(first, k) + choose(places - first, second - k) - choose(places, second));
  return Math.min(1, sum);
}

function logFactorials(upTo: number): Float64Array {
  const logs = new Float64Array(upTo + 1);
  for (let n = 2; n <= upTo; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}
