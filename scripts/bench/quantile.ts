/**
 * The value below which a share of the samples lies, by the nearest rank: always a value that was measured.
 *
 * @param share from 0 to 1: 0.5 is the median.
 * @throws {RangeError} without samples.
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
