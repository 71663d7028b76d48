/** How many crashes there were of each severity. */
export type SeveritySplit = {
  readonly fatal: number;
  readonly serious: number;
  readonly slight: number;
  readonly damage: number;
};

/** Crash costs as multiples of a crash with damage only: the classes K, A, B and O of the source below. */
export const EPDO_WEIGHTS: SeveritySplit = { fatal: 542, serious: 29, slight: 11, damage: 1 };

/**
 * Equivalent property damage only: crashes weighted by what such a crash costs, so that sections compare by harm.
 *
 * @returns a unitless sum, 0 for no crashes.
 * @see Council et al. (2005), Crash Cost Estimates by Maximum Police-Reported Injury Severity, FHWA-HRT-05-051
 */
export function epdo(split: SeveritySplit, weights: SeveritySplit = EPDO_WEIGHTS): number {
  return (
    split.fatal * weights.fatal +
    split.serious * weights.serious +
    split.slight * weights.slight +
    split.damage * weights.damage
  );
}
