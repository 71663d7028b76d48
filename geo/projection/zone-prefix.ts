/** Runs of EPSG codes of Chinese Gauss–Krüger zones whose eastings carry no zone number, and their first zone. */
const UNPREFIXED_RUNS = [
  { from: 4534, to: 4554, firstZone: 25 }, // CGCS2000, 3 degrees
  { from: 4502, to: 4512, firstZone: 13 }, // CGCS2000, 6 degrees
  { from: 2370, to: 2390, firstZone: 25 }, // Xian 1980, 3 degrees
  { from: 2338, to: 2348, firstZone: 13 }, // Xian 1980, 6 degrees
  { from: 2422, to: 2442, firstZone: 25 }, // Beijing 1954, 3 degrees
  { from: 21453, to: 21463, firstZone: 13 }, // Beijing 1954, 6 degrees
] as const;

/**
 * Takes the zone number off an easting (40504584.56 → 504584.56) where the system's own eastings have none.
 *
 * @param easting metres.
 * @param epsg EPSG code of the system that the data are said to be in.
 * @returns metres; the easting as it was where no zone number is to be taken off.
 *   Not ok when its zone number is not the system's zone.
 */
export function withoutZonePrefix(
  easting: number,
  epsg: number,
): { ok: true; easting: number } | { ok: false; zone: number; expectedZone: number } {
  const run = UNPREFIXED_RUNS.find(({ from, to }) => epsg >= from && epsg <= to);
  const zone = Math.floor(easting / 1e6);
  if (!run || zone < 13 || zone > 45) return { ok: true, easting };
  const expectedZone = epsg - run.from + run.firstZone;
  if (zone !== expectedZone) return { ok: false, zone, expectedZone };
  return { ok: true, easting: easting - zone * 1e6 };
}
