/** Half of what lies outside an interval of 95 %. */
const TAIL = 0.025;
const RELATIVE_PRECISION = 1e-12;

/**
 * The exact interval of 95 % for the mean behind a count of rare, independent events (Garwood 1936): below its low end a
 * count as high as this would have a chance under 2.5 %, above its high end one as low.
 *
 * @param count a whole number from 0 up.
 * @returns low and high end in events, right to about 1e-9 of them; 0 has [0, 3.689].
 * @throws {RangeError} for another count.
 * @see Garwood (1936), Biometrika 28(3/4), doi:10.2307/2333958
 */
export function poissonInterval(count: number): [number, number] {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`a count cannot be ${count}`);
  const logFactorial = sumOfLogs(count);
  const spread = 10 * Math.sqrt(count + 1) + 10;
  const low =
    count === 0 ? 0 : bisect(0, count, (mean) => upperTail(count, mean, logFactorial) < TAIL);
  const high = bisect(count, count + spread, (mean) => lowerTail(count, mean, logFactorial) > TAIL);
  return [low, high];
}

/** Chance of `count` or fewer. */
function lowerTail(count: number, mean: number, logFactorial: number): number {
  let term = Math.exp(count * Math.log(mean) - mean - logFactorial);
  let sum = term;
  for (let k = count; k > 0 && term > 0; k--) {
    term *= k / mean;
    sum += term;
  }
  return count === 0 ? Math.exp(-mean) : sum;
}

/** Chance of `count` or more; `mean` lies below it, so that the terms fall. */
function upperTail(count: number, mean: number, logFactorial: number): number {
  if (mean === 0) return 0;
  let term = Math.exp(count * Math.log(mean) - mean - logFactorial);
  let sum = term;
  for (let k = count + 1; term > sum * 1e-17; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}

/** Where `isBelow` turns false. */
function bisect(from: number, to: number, isBelow: (value: number) => boolean): number {
  let [low, high] = [from, to];
  while (high - low > RELATIVE_PRECISION * (1 + high)) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function sumOfLogs(count: number): number {
  let sum = 0;
  for (let k = 2; k <= count; k++) sum += Math.log(k);
  return sum;
}
