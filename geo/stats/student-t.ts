/**
 * Chance that Student's t lies at least as far from 0 as `t`, on either side, by the finite series for whole degrees of freedom.
 *
 * @param degrees a whole number from 1 up.
 * @returns 0 to 1, right to about 1e-14.
 * @throws {RangeError} for other degrees of freedom.
 * @see Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4
 */
export function twoSidedStudentP(t: number, degrees: number): number {
  if (!(Number.isInteger(degrees) && degrees >= 1))
    throw new RangeError(`degrees of freedom cannot be ${degrees}`);
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.min(1, Math.max(0, 1 - inside));
}

/**
 * What Student's t stays within of 0 with a chance of 95 %.
 *
 * @param degrees a whole number from 1 up.
 * @returns 12.706 for 1 degree of freedom down to 1.960, right to 1e-9.
 */
export function studentReach95(degrees: number): number {
  let low = 1.9;
  let high = 13;
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (twoSidedStudentP(middle, degrees) > 0.05) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
