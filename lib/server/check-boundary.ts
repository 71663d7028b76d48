import 'server-only';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { z } from 'zod';
import type { Db } from '@/db/client';
import {
  describeBoundary,
  type Jurisdiction,
  projectedArea,
  uniteBoundary,
} from '@/db/queries/jurisdictions';
import { cellAreaMetres } from '@/geo/grid/lattice';
import type { JurisdictionRefusal } from '@/lib/jurisdictions/refusals';
import { UserError } from '@/lib/user-error';

/** Beyond it a ranking is no longer interactive, and the cell size is most likely a slip. */
const MAXIMUM_CELLS = 1_000_000;

/** Beyond it no CRS in metres serves, and an area on the ellipsoid cannot be told any more. */
const MAXIMUM_SPAN_DEGREES = 30;

/** A CRS that is used where it is not meant to be makes areas wrong by more than this share. */
const AREA_TOLERANCE = 0.1;

/**
 * Polygons as one boundary, if they can be one.
 *
 * @throws {UserError} where they are not closed, not in degrees, not valid (with the reason and the place), or too large.
 */
export async function readArea(
  db: Db,
  polygons: readonly (Polygon | MultiPolygon)[],
): Promise<{ boundary: MultiPolygon; squareMetres: number; middle: { lon: number; lat: number } }> {
  for (const polygon of polygons) checkPositions(polygon);
  const { invalid, spanDegrees, lon, lat } = await describeBoundary(db, polygons);
  if (invalid)
    throw new UserError(
      `the boundary is not a valid polygon: ${invalid}; mend it first`,
      'BOUNDARY_INVALID' satisfies JurisdictionRefusal,
    );
  if (spanDegrees > MAXIMUM_SPAN_DEGREES)
    throw new UserError(
      `the boundary spans ${Math.round(spanDegrees)} degrees, more than ${MAXIMUM_SPAN_DEGREES}: it is too large for one jurisdiction`,
      'BOUNDARY_TOO_LARGE' satisfies JurisdictionRefusal,
    );
  return { ...(await uniteBoundary(db, polygons)), middle: { lon, lat } };
}

export const AreaGeometry = z.union([
  z.object({
    type: z.literal('Polygon'),
    coordinates: z.array(z.array(z.array(z.number()).min(2)).min(1)).min(1),
  }),
  z.object({
    type: z.literal('MultiPolygon'),
    coordinates: z.array(z.array(z.array(z.array(z.number()).min(2)).min(1)).min(1)).min(1),
  }),
]);
const AreaFile = z.union([
  AreaGeometry.transform((geometry) => [geometry]),
  z
    .object({ type: z.literal('Feature'), geometry: AreaGeometry })
    .transform(({ geometry }) => [geometry]),
  z
    .object({
      type: z.literal('FeatureCollection'),
      features: z.array(z.object({ geometry: AreaGeometry })).min(1),
    })
    .transform(({ features }) => features.map(({ geometry }) => geometry)),
]);

/**
 * The polygons of a GeoJSON text: a geometry, a feature or a collection of them.
 *
 * @throws {UserError} where it is no GeoJSON of polygons only.
 */
export function readBoundary(text: string, fileName: string): (Polygon | MultiPolygon)[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UserError(`${fileName} is not JSON: give the boundary as GeoJSON`);
  }
  return readPolygons(parsed, fileName);
}

/**
 * The polygons of a GeoJSON value.
 *
 * @throws {UserError} where it is no GeoJSON of polygons only.
 */
export function readPolygons(value: unknown, name: string): (Polygon | MultiPolygon)[] {
  const area = AreaFile.safeParse(value);
  if (area.success) return area.data;
  throw new UserError(
    `${name} is not GeoJSON of Polygon or MultiPolygon geometries only`,
    'BOUNDARY_FORM' satisfies JurisdictionRefusal,
  );
}

function checkPositions(polygon: Polygon | MultiPolygon): void {
  const rings = polygon.type === 'Polygon' ? polygon.coordinates : polygon.coordinates.flat();
  for (const [lon = Number.NaN, lat = Number.NaN] of rings.flat() as Position[]) {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
      throw new UserError(
        `the boundary holds (${lon}, ${lat}), which is no longitude and latitude: give it in degrees, WGS 84, longitude first`,
        'BOUNDARY_POSITIONS' satisfies JurisdictionRefusal,
      );
  }
  for (const ring of rings) {
    const isClosed = ring.length >= 4 && String(ring[0]) === String(ring.at(-1));
    if (!isClosed)
      throw new UserError(
        'a ring of the boundary is not closed: its last position must repeat the first',
        'BOUNDARY_OPEN_RING' satisfies JurisdictionRefusal,
      );
  }
}

/** A CRS of another part of the Earth gives cells that are no squares there, or cannot express the place at all. */
export async function checkFit(
  db: Db,
  boundary: MultiPolygon,
  squareMetres: number,
  srid: number,
): Promise<void> {
  const projected = await projectedArea(db, boundary, srid).catch(() => Number.NaN);
  if (Math.abs(projected / squareMetres - 1) <= AREA_TOLERANCE) return;
  throw new UserError(
    `EPSG:${srid} is not made for this place (areas come out wrong there): choose another --crs, or leave it out`,
  );
}

/** @param advice what to do, given a cell size in metres that would fit. */
export function checkCells(
  squareMetres: number,
  { lattice }: Pick<Jurisdiction, 'lattice'>,
  advice: (fittingMetres: number) => string,
): void {
  const cellArea = cellAreaMetres(lattice);
  const expected = Math.round(squareMetres / cellArea);
  if (expected <= MAXIMUM_CELLS) return;
  const fitting = Math.ceil(Math.sqrt(squareMetres / MAXIMUM_CELLS) / 50) * 50;
  throw new UserError(
    `the area makes about ${expected.toLocaleString('en')} cells of ${lattice.sizeMetres} m, ` +
      `more than ${MAXIMUM_CELLS.toLocaleString('en')}: ${advice(fitting)}`,
    'BOUNDARY_TOO_MANY_CELLS' satisfies JurisdictionRefusal,
  );
}
