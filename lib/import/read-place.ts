import { withoutZonePrefix } from '@/geo/projection/zone-prefix';
import type { BoundColumns } from './bind-columns';
import { type CoordinateProblem, readCoordinate } from './coordinate-text';
import type { Datum } from './options';
import { shiftFrom } from './shift-datum';

/** Longitude and latitude in WGS 84, or easting and northing in the file's CRS. */
export type Place = { x: number; y: number };
export type PlaceReader = (cells: readonly string[]) => Place | CoordinateProblem;

/** Reads a row's point from its mapped cells; undefined where no coordinate columns are mapped. */
export function placeReader(
  { starts }: BoundColumns,
  { crs, datum }: { crs: number | undefined; datum: Datum },
): PlaceReader | undefined {
  const isProjected = starts.has('x');
  const [xAxis, yAxis] = isProjected ? (['x', 'y'] as const) : (['lon', 'lat'] as const);
  const xText = starts.get(xAxis);
  const yText = starts.get(yAxis);
  if (!xText || !yText) return undefined;
  return (cells) => {
    const x = readCoordinate(xText(cells), xAxis);
    if (typeof x !== 'number') return x;
    const y = readCoordinate(yText(cells), yAxis);
    if (typeof y !== 'number') return y;
    return isProjected && crs !== undefined
      ? projectedPlace(x, y, crs)
      : geographicPlace(x, y, datum);
  };
}

/**
 * Checks a longitude and a latitude, and shifts them to WGS 84.
 *
 * @param lon degrees, in `datum`; so is `lat`.
 */
export function geographicPlace(lon: number, lat: number, datum: Datum): Place | CoordinateProblem {
  if (lon === 0 && lat === 0) {
    return { reason: 'zero_coordinates', detail: 'longitude and latitude are both 0' };
  }
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return offTheEarth(lon, lat);
  const shift = shiftFrom(datum);
  if (!shift) return { x: lon, y: lat };
  const [x, y] = shift([lon, lat]);
  return { x, y };
}

function offTheEarth(lon: number, lat: number): CoordinateProblem {
  const isSwapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
  const isProjected = Math.abs(lon) > 1000 || Math.abs(lat) > 1000;
  const hint = isSwapped ? '; they look swapped' : isProjected ? '; they look projected' : '';
  const advice = isProjected && !isSwapped ? ': map them as x and y with --crs' : '';
  return {
    reason: 'impossible_coordinates',
    detail: `longitude ${lon}, latitude ${lat}${hint}${advice}`,
  };
}

/** No system on Earth has coordinates beyond this, in metres or feet, zone numbers included. */
const FARTHEST = 1.5e8;

/**
 * Checks an easting and a northing, and takes a zone number off the easting where the CRS has none.
 *
 * @param x in the CRS's unit; so is `y`.
 */
export function projectedPlace(x: number, y: number, crs: number): Place | CoordinateProblem {
  if (x === 0 && y === 0) return { reason: 'zero_coordinates', detail: 'x and y are both 0' };
  if (!(Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)) {
    return { reason: 'impossible_coordinates', detail: `x ${x}, y ${y} is off the Earth` };
  }
  const plain = withoutZonePrefix(x, crs);
  if (plain.ok) return { x: plain.easting, y };
  return {
    reason: 'impossible_coordinates',
    detail: `x ${x} is of zone ${plain.zone}, yet EPSG:${crs} is zone ${plain.expectedZone}`,
  };
}
