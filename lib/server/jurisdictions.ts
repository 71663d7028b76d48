import 'server-only';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { z } from 'zod';
import type { Database, Db } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import {
  describeBoundary,
  findCrs,
  findJurisdiction,
  insertJurisdiction,
  type Jurisdiction,
  listJurisdictions,
  projectedArea,
  uniteBoundary,
  writeCells,
} from '@/db/queries/jurisdictions';
import { refreshStatistics } from '@/db/queries/statistics';
import { cgcs2000Srid, isInChina, utmSrid } from '@/geo/projection/metric-srid';
import { isTimezone } from '@/lib/import/zone-clock';
import { UsageError, UserError } from '@/lib/user-error';
import { hostDoer } from './audit/host-doer';
import { record } from './audit/record';

export type CreateJurisdiction = {
  code: string;
  name: string;
  polygons: readonly (Polygon | MultiPolygon)[];
  metricSrid?: number | undefined;
  timezone?: string | undefined;
  cellSizeMetres?: number | undefined;
  cellShape?: 'square' | 'hex' | undefined;
  originX?: number | undefined;
  originY?: number | undefined;
  bufferMetres?: number | undefined;
};

export type CreatedJurisdiction = Jurisdiction & {
  cells: number;
  /** What was chosen for the user, to be said aloud. */
  notes: string[];
};

/** Beyond it a ranking is no longer interactive, and the cell size is most likely a slip. */
const MAXIMUM_CELLS = 1_000_000;

/** Beyond it no CRS in metres serves, and an area on the ellipsoid cannot be told any more. */
const MAXIMUM_SPAN_DEGREES = 30;

/** A CRS that is used where it is not meant to be makes areas wrong by more than this share. */
const AREA_TOLERANCE = 0.1;

/**
 * Creates a jurisdiction with its boundary and cells, in one transaction.
 *
 * @throws {UserError} where the name is empty, the code taken, the boundary invalid, the CRS unknown or not for this part
 *   of the Earth, the time zone unknown, or the cells too many.
 */
export async function createJurisdiction(
  { db }: Database,
  request: CreateJurisdiction,
  by: Doer = hostDoer(),
): Promise<CreatedJurisdiction> {
  if (request.name.trim() === '')
    throw new UsageError('--name is empty: give the jurisdiction a name');
  for (const polygon of request.polygons) checkPositions(polygon);
  return db.transaction().execute(async (transaction) => {
    if (await findJurisdiction(transaction, request.code))
      throw new UserError(`jurisdiction ${request.code} exists already: choose another --code`);
    const facts = await describeBoundary(transaction, request.polygons);
    if (facts.invalid)
      throw new UserError(`the boundary is not a valid polygon: ${facts.invalid}; mend it first`);
    if (facts.spanDegrees > MAXIMUM_SPAN_DEGREES)
      throw new UserError(
        `the boundary spans ${Math.round(facts.spanDegrees)} degrees, more than ${MAXIMUM_SPAN_DEGREES}: it is too large for one jurisdiction`,
      );
    const { boundary, squareMetres } = await uniteBoundary(transaction, request.polygons);
    const jurisdiction = await settle(transaction, request, facts);
    await checkFit(transaction, boundary, squareMetres, jurisdiction.metricSrid);
    checkCells(squareMetres, jurisdiction);
    await insertJurisdiction(transaction, { ...jurisdiction, boundary });
    const cells = await writeCells(transaction, jurisdiction);
    await refreshStatistics(transaction, ['jurisdiction', 'cell']);
    const { code, name } = jurisdiction;
    const parameters = { name, cells };
    await record(transaction, {
      jurisdiction: code,
      by,
      action: 'jurisdiction.create',
      parameters,
    });
    return { ...jurisdiction, cells };
  });
}

/**
 * A jurisdiction by its code.
 *
 * @throws {UserError} where there is none.
 */
export async function getJurisdiction(db: Db, code: string): Promise<Jurisdiction> {
  const found = await findJurisdiction(db, code);
  if (found) return found;
  const known = (await listJurisdictions(db)).map((each) => each.code).join(', ');
  throw new UserError(
    `there is no jurisdiction ${code}: create it with \`zhantu jurisdiction create\`${known && ` (there are: ${known})`}`,
  );
}

/** All jurisdictions with the number of their cells. */
export function listAllJurisdictions({ db }: Database) {
  return listJurisdictions(db);
}

/** A box in degrees as a polygon. */
export function boxPolygon([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): Polygon {
  if (west >= east || south >= north)
    throw new UsageError(
      `--bbox is W,S,E,N in degrees with W < E and S < N, got ${[west, south, east, north].join(',')}`,
    );
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

const AreaGeometry = z.union([
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
  const area = AreaFile.safeParse(parsed);
  if (area.success) return area.data;
  throw new UserError(`${fileName} is not GeoJSON of Polygon or MultiPolygon geometries only`);
}

function checkPositions(polygon: Polygon | MultiPolygon): void {
  const rings = polygon.type === 'Polygon' ? polygon.coordinates : polygon.coordinates.flat();
  for (const [lon = Number.NaN, lat = Number.NaN] of rings.flat() as Position[]) {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
      throw new UserError(
        `the boundary holds (${lon}, ${lat}), which is no longitude and latitude: give it in degrees, WGS 84, longitude first`,
      );
  }
  for (const ring of rings) {
    const isClosed = ring.length >= 4 && String(ring[0]) === String(ring.at(-1));
    if (!isClosed)
      throw new UserError(
        'a ring of the boundary is not closed: its last position must repeat the first',
      );
  }
}

async function settle(
  db: Db,
  request: CreateJurisdiction,
  middle: { lon: number; lat: number },
): Promise<Jurisdiction & { notes: string[] }> {
  const { metricSrid, timezone, notes } = choose(request, middle);
  await checkCrs(db, metricSrid);
  if (!isTimezone(timezone))
    throw new UserError(
      `${timezone} is not a time zone: give an IANA name such as America/Chicago`,
    );
  const { cellShape = 'square', cellSizeMetres = 250, originX = 0, originY = 0 } = request;
  return {
    code: request.code,
    name: request.name,
    timezone,
    metricSrid,
    lattice: { shape: cellShape, sizeMetres: cellSizeMetres, originX, originY },
    bufferMetres: request.bufferMetres ?? 1000,
    isDemo: false,
    notes,
  };
}

/** What the user did not say: the CRS and the time zone of the place. */
function choose(request: CreateJurisdiction, { lon, lat }: { lon: number; lat: number }) {
  const notes: string[] = [];
  const isChinese = isInChina(request.code, lon, lat);
  const metricSrid = request.metricSrid ?? (isChinese ? cgcs2000Srid(lon) : utmSrid(lon, lat));
  if (request.metricSrid === undefined) notes.push(`cells are laid in EPSG:${metricSrid}`);
  const timezone = request.timezone ?? (isChinese ? 'Asia/Shanghai' : 'UTC');
  if (request.timezone === undefined && !isChinese)
    notes.push(
      'months are counted in UTC: give --timezone (for example America/Chicago) for local months',
    );
  return { metricSrid, timezone, notes };
}

async function checkCrs(db: Db, srid: number): Promise<void> {
  const crs = await findCrs(db, srid);
  if (!crs) throw new UserError(`EPSG:${srid} is not known to PostGIS: choose another --crs`);
  if (!crs.isMetric)
    throw new UserError(
      `EPSG:${srid} is not in metres: cells need a metric CRS, such as EPSG:4549 or a UTM zone (EPSG:326xx)`,
    );
}

/** A CRS of another part of the Earth gives cells that are no squares there, or cannot express the place at all. */
async function checkFit(
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

function checkCells(squareMetres: number, { lattice }: Jurisdiction): void {
  const cellArea = lattice.sizeMetres ** 2 * (lattice.shape === 'hex' ? Math.sqrt(3) / 2 : 1);
  const expected = Math.round(squareMetres / cellArea);
  if (expected <= MAXIMUM_CELLS) return;
  const fitting = Math.ceil(Math.sqrt(squareMetres / MAXIMUM_CELLS) / 50) * 50;
  throw new UserError(
    `the area makes about ${expected.toLocaleString('en')} cells of ${lattice.sizeMetres} m, ` +
      `more than ${MAXIMUM_CELLS.toLocaleString('en')}: give --cell ${fitting} or more`,
  );
}
