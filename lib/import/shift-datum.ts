import { wgs84FromBd09, wgs84FromGcj02 } from '@/geo/projection/datum';
import type { Datum } from './options';

type Shift = (point: readonly [number, number]) => readonly [number, number];

const SHIFTS: Readonly<Record<Datum, Shift | undefined>> = {
  wgs84: undefined,
  cgcs2000: undefined, // equal to WGS 84 within a metre
  gcj02: wgs84FromGcj02,
  bd09: wgs84FromBd09,
};

/** The way from a datum to WGS 84; undefined where there is nothing to shift. */
export function shiftFrom(datum: Datum): Shift | undefined {
  return SHIFTS[datum];
}
