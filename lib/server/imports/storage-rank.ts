import type { Bounds } from '@/db/queries/import-staging';

/** Strips from west to east: of a county some hundred metres wide, much like a tile that shows single incidents. */
const STRIPS = 64;
const STEPS_A_STRIP = 65_536;

/**
 * Where a row is best stored among those that come with it: by month, since that is another partition; then by place,
 * since a map asks for what lies together, and a block on the disk holds some fifty rows. Files mostly come by date.
 *
 * @param monthDay first day of the month, in days since 1970-01-01. @param x and @param y within the bounds.
 */
export function storageRank(
  monthDay: number,
  x: number,
  y: number,
  { west, south, east, north }: Bounds,
): number {
  const strip = Math.floor(share(x, west, east) * STRIPS);
  const step = Math.floor(share(y, south, north) * STEPS_A_STRIP);
  return (monthDay * (STRIPS + 1) + strip) * (STEPS_A_STRIP + 1) + step;
}

function share(value: number, from: number, to: number): number {
  return to > from ? (value - from) / (to - from) : 0;
}
