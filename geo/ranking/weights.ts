/**
 * Weights by age: entry 0 is that of the last step before the ranked one. Whole numbers of which {@link WEIGHT_UNIT} is
 * one: sums of them do not depend on the order in which a database adds up, and no two machines compute a power alike.
 */
export type Weights = readonly number[];

export const WEIGHT_UNIT = 2 ** 20;

/** Each of the last `steps` counts as one. */
export function windowWeights(steps: number): Weights {
  return Array<number>(steps).fill(WEIGHT_UNIT);
}

/** Half after each half-life, both in steps, over `steps` of history. */
export function decayWeights(halfLife: number, steps: number): Weights {
  return Array.from({ length: steps }, (_, age) => whole(0.5 ** (age / halfLife)));
}

/**
 * The mean of the same season of past years, shrunk to the mean of the last three years as if that were another
 * `priorYears` years of it. The sum is an expected count of one step.
 *
 * @param spanSteps how far a season reaches to either side of its step: 0 for months, 2 for weeks, which shift against
 *   the year and hold little.
 */
export function seasonalWeights({
  stepsAYear,
  steps,
  priorYears,
  spanSteps,
}: {
  stepsAYear: number;
  steps: number;
  priorYears: number;
  spanSteps: number;
}): Weights {
  const years = Math.floor(steps / stepsAYear);
  const recent = Math.min(steps, 3 * stepsAYear);
  const everyStep = priorYears / ((years + priorYears) * recent);
  const everySeason = 1 / ((years + priorYears) * (2 * spanSteps + 1));
  return Array.from({ length: steps }, (_, age) => {
    const fromSeason = (age + 1 + spanSteps) % stepsAYear;
    const year = Math.floor((age + 1 + spanSteps) / stepsAYear);
    const inSeason = year >= 1 && year <= years && fromSeason <= 2 * spanSteps;
    return whole((age < recent ? everyStep : 0) + (inSeason ? everySeason : 0));
  });
}

/** 1 / (1 + t) for t whole weeks ago, by age in days. */
export function inverseWeekWeights(weeks: number): Weights {
  return Array.from({ length: weeks * 7 }, (_, age) => whole(1 / (1 + Math.floor(age / 7))));
}

function whole(weight: number): number {
  return Math.round(WEIGHT_UNIT * weight);
}
