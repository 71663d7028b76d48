/** 95 % of a standard normal lie within this much of 0. */
export const NORMAL_97_5 = 1.959963984540054;

export type Interval = { readonly low: number; readonly high: number };

/** Rational approximation below {@link FAR}, highest power first. */
const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
] as const;
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
] as const;
const FAR = 7.07106781186547;
const SQUARE_ROOT_OF_TWO_PI = 2.506628274631;

/**
 * Chance that a standard normal lies at least as far from 0 as z, on either side.
 *
 * The twin of the SQL function two_sided_p: the same constants in the same order. Right to 1e-14, and to 1e-8 of
 * itself in the far tail; 0 beyond 37 standard deviations.
 *
 * @returns 0 to 1; 1 for z = 0; NaN for NaN.
 * @see Hart et al. (1968), Computer Approximations, algorithm 5666
 */
export function twoSidedP(z: number): number {
  const distance = Math.abs(z);
  if (distance > 37) return 0;
  const density = 2 * Math.exp((-z * z) / 2);
  if (distance < FAR)
    return (density * polynomial(NUMERATOR, distance)) / polynomial(DENOMINATOR, distance);
  return density / SQUARE_ROOT_OF_TWO_PI / tailFraction(distance);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** The continued fraction of Mills' ratio, five terms deep. */
function tailFraction(x: number): number {
  return x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
}
