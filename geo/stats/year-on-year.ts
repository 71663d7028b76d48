/** Percentages of fewer past incidents than these say more about chance than about change. */
const LEAST_BASE = 10;
/** |z| below this is normal variation. */
const NORMAL_VARIATION = 3;

export type YearOnYear = {
  readonly now: number;
  readonly past: number;
  /** 2(√now − √past): about N(0, 1) where nothing has changed, whatever the level. */
  readonly z: number;
  readonly isNormalVariation: boolean;
  /** Change as a share of the past, −0.27 for 27 % fewer; null on a base under 10. */
  readonly change: number | null;
};

/**
 * An honest comparison of two counts of equally long periods, a year apart: how far apart they are in standard deviations of
 * chance, and the percentage only where its base bears one. 100 → 73 is z = −2.9: normal variation.
 *
 * @throws {RangeError} for a count that is negative or not finite.
 * @see Wheeler (2016), International Journal of Police Science & Management 18(3), doi:10.1177/1461355716642781 (counts in standard
 *   deviations by the square root; within 3 as normal variation)
 */
export function yearOnYear(now: number, past: number): YearOnYear {
  for (const count of [now, past])
    if (!(count >= 0 && Number.isFinite(count))) throw new RangeError(`a count cannot be ${count}`);
  const z = 2 * (Math.sqrt(now) - Math.sqrt(past));
  return {
    ...{ now, past, z },
    isNormalVariation: Math.abs(z) < NORMAL_VARIATION,
    change: past < LEAST_BASE ? null : (now - past) / past,
  };
}
