import 'server-only';
import type { MultiPolygon, Polygon } from 'geojson';
import type { Database, Db } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import {
  findCrs,
  findJurisdiction,
  insertJurisdiction,
  type Jurisdiction,
  listJurisdictions,
  writeCells,
} from '@/db/queries/jurisdictions';
import { refreshStatistics } from '@/db/queries/statistics';
import { cgcs2000Srid, isInChina, utmSrid } from '@/geo/projection/metric-srid';
import { isTimezone } from '@/lib/import/zone-clock';
import { UsageError, UserError } from '@/lib/user-error';
import { hostDoer } from './audit/host-doer';
import { record } from './audit/record';
import { checkCells, checkFit, readArea } from './check-boundary';

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
  return db.transaction().execute(async (transaction) => {
    if (await findJurisdiction(transaction, request.code))
      throw new UserError(`jurisdiction ${request.code} exists already: choose another --code`);
    const { boundary, squareMetres, middle } = await readArea(transaction, request.polygons);
    const jurisdiction = await settle(transaction, request, middle);
    await checkFit(transaction, boundary, squareMetres, jurisdiction.metricSrid);
    checkCells(squareMetres, jurisdiction, (metres) => `give --cell ${metres} or more`);
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
