import type { MultiPolygon, Polygon } from 'geojson';
import { type Expression, sql } from 'kysely';
import type { Lattice } from '@/geo/grid/lattice';
import type { Db } from '../client';
import { fromGeoJson, type Geom } from '../sql/geom';
import { latticeCells, latticePolygon } from '../sql/lattice';

export type Jurisdiction = {
  code: string;
  name: string;
  timezone: string;
  metricSrid: number;
  lattice: Lattice;
  bufferMetres: number;
  isDemo: boolean;
};

export type NewJurisdiction = Omit<Jurisdiction, 'isDemo'> & { boundary: MultiPolygon };

/** Longest edge in degrees when a boundary is projected: a straight line in degrees is a curve in metres. */
const PROJECTED_EDGE_DEGREES = 0.005;

/** One jurisdiction by its code; undefined where there is none. */
export async function findJurisdiction(db: Db, code: string): Promise<Jurisdiction | undefined> {
  return (await jurisdictionsQuery(db).where('code', '=', code).execute()).map(asJurisdiction)[0];
}

/** All jurisdictions by code, with the number of their cells. */
export async function listJurisdictions(db: Db): Promise<(Jurisdiction & { cells: number })[]> {
  const rows = await jurisdictionsQuery(db)
    .select((eb) =>
      eb
        .selectFrom('cell')
        .whereRef('cell.jurisdiction', '=', 'jurisdiction.code')
        .select(sql<number>`count(*)::int`.as('cells'))
        .as('cells'),
    )
    .orderBy('code')
    .execute();
  return rows.map((row) => ({ ...asJurisdiction(row), cells: row.cells ?? 0 }));
}

function jurisdictionsQuery(db: Db) {
  return db
    .selectFrom('jurisdiction')
    .select([
      'code',
      'name',
      'timezone',
      'metric_srid',
      'cell_shape',
      'cell_size_metres',
      'cell_origin_x',
      'cell_origin_y',
      'buffer_metres',
      'is_demo',
    ]);
}

type JurisdictionRow = Awaited<
  ReturnType<ReturnType<typeof jurisdictionsQuery>['execute']>
>[number];

function asJurisdiction(row: JurisdictionRow): Jurisdiction {
  return {
    code: row.code,
    name: row.name,
    timezone: row.timezone,
    metricSrid: row.metric_srid,
    lattice: {
      shape: row.cell_shape === 'hex' ? 'hex' : 'square',
      sizeMetres: row.cell_size_metres,
      originX: row.cell_origin_x,
      originY: row.cell_origin_y,
    },
    bufferMetres: row.buffer_metres,
    isDemo: row.is_demo,
  };
}

/**
 * Adds a jurisdiction; its cells follow with {@link writeCells}.
 *
 * @throws a database error with code 23505 when the code is taken.
 */
export async function insertJurisdiction(db: Db, jurisdiction: NewJurisdiction): Promise<void> {
  const { lattice } = jurisdiction;
  await db
    .insertInto('jurisdiction')
    .values({
      code: jurisdiction.code,
      name: jurisdiction.name,
      timezone: jurisdiction.timezone,
      metric_srid: jurisdiction.metricSrid,
      cell_size_metres: lattice.sizeMetres,
      cell_shape: lattice.shape,
      cell_origin_x: lattice.originX,
      cell_origin_y: lattice.originY,
      buffer_metres: jurisdiction.bufferMetres,
      boundary: fromGeoJson(jurisdiction.boundary),
    })
    .execute();
}

/**
 * Lays the cells of a jurisdiction that are not there yet: every lattice cell that touches its boundary or lies inside.
 *
 * @returns how many it added.
 */
export async function writeCells(
  db: Db,
  { code, metricSrid, lattice }: Pick<Jurisdiction, 'code' | 'metricSrid' | 'lattice'>,
): Promise<number> {
  const centre = { x: sql.ref<number>('lattice.x'), y: sql.ref<number>('lattice.y') };
  const { numAffectedRows } = await sql`
    WITH area AS MATERIALIZED (
      SELECT ${metricBoundary(metricSrid)} AS geom FROM jurisdiction WHERE code = ${code}
    ), laid AS MATERIALIZED (
      SELECT lattice.i, lattice.j, lattice.x, lattice.y,
             ST_SetSRID(${latticePolygon(lattice, centre.x, centre.y)}, ${metricSrid}::int) AS geom
      FROM area CROSS JOIN LATERAL ${latticeCells(lattice, sql`area.geom`)} AS lattice
    )
    INSERT INTO cell (jurisdiction, i, j, town_id, centre, geom)
    SELECT ${code}, laid.i, laid.j, town.id, middle.geom, ST_Transform(laid.geom, 4326)
    FROM area CROSS JOIN laid
    CROSS JOIN LATERAL (
      SELECT ST_Transform(ST_SetSRID(ST_MakePoint(laid.x, laid.y), ${metricSrid}::int), 4326) AS geom OFFSET 0
    ) middle
    LEFT JOIN LATERAL (
      SELECT id FROM town WHERE jurisdiction = ${code} AND ST_Covers(town.geom, middle.geom) ORDER BY id LIMIT 1
    ) town ON true
    WHERE ST_Intersects(area.geom, laid.geom)
    ON CONFLICT (jurisdiction, i, j) DO NOTHING
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** The boundary column as an expression in the metric CRS, in which an edge keeps to its line in degrees. */
export function metricBoundary(
  metricSrid: number,
  boundary: Expression<Geom<MultiPolygon>> = sql.ref('boundary'),
) {
  return sql<Geom<MultiPolygon>>`
    ST_Transform(ST_Segmentize(${boundary}, ${PROJECTED_EDGE_DEGREES}::float8), ${metricSrid}::int)`;
}

export type BoundaryFacts = {
  /** Null where the boundary is valid, else what is wrong with it and where. */
  invalid: string | null;
  /** Middle of the box, and its larger side, in degrees. */
  lon: number;
  lat: number;
  spanDegrees: number;
};

/** Checks polygons that shall become one boundary, and tells their box. */
export async function describeBoundary(
  db: Db,
  polygons: readonly (Polygon | MultiPolygon)[],
): Promise<BoundaryFacts> {
  const { rows } = await sql<BoundaryFacts>`
    WITH part AS (
      SELECT ST_GeomFromGeoJSON(value::text) AS geom FROM json_array_elements(${JSON.stringify(polygons)}::json)
    ), box AS (SELECT ST_Extent(geom)::box3d AS extent FROM part)
    SELECT (SELECT ST_IsValidReason(geom) FROM part WHERE NOT ST_IsValid(geom) LIMIT 1) AS invalid,
           (ST_XMin(extent) + ST_XMax(extent)) / 2 AS lon, (ST_YMin(extent) + ST_YMax(extent)) / 2 AS lat,
           greatest(ST_XMax(extent) - ST_XMin(extent), ST_YMax(extent) - ST_YMin(extent)) AS "spanDegrees"
    FROM box
  `.execute(db);
  const [facts] = rows;
  if (!facts) throw new RangeError('no polygon was given');
  return facts;
}

/** Valid polygons as one MultiPolygon, with its area in square metres on the ellipsoid. */
export async function uniteBoundary(
  db: Db,
  polygons: readonly (Polygon | MultiPolygon)[],
): Promise<{ boundary: MultiPolygon; squareMetres: number }> {
  const { rows } = await sql<{ boundary: MultiPolygon; squareMetres: number }>`
    WITH united AS (
      SELECT ST_Multi(ST_Union(ST_GeomFromGeoJSON(value::text))) AS geom
      FROM json_array_elements(${JSON.stringify(polygons)}::json)
    )
    SELECT ST_AsGeoJSON(geom, 9)::json AS boundary,
           ST_Area(ST_SetSRID(geom, 4326)::geography) AS "squareMetres"
    FROM united
  `.execute(db);
  const [united] = rows;
  if (!united) throw new RangeError('no polygon was given');
  return united;
}

/**
 * The area of a boundary as a CRS in metres has it, in square metres.
 *
 * @throws a database error where the CRS cannot express the boundary.
 */
export async function projectedArea(
  db: Db,
  boundary: MultiPolygon,
  metricSrid: number,
): Promise<number> {
  const { rows } = await sql<{ squareMetres: number }>`
    SELECT ST_Area(${metricBoundary(metricSrid, fromGeoJson(boundary))}) AS "squareMetres"
  `.execute(db);
  return rows[0]?.squareMetres ?? Number.NaN;
}

/**
 * What an EPSG code stands for here.
 *
 * @returns undefined where PostGIS does not know it; else whether it is projected in metres.
 */
export async function findCrs(db: Db, srid: number): Promise<{ isMetric: boolean } | undefined> {
  const { rows } = await sql<{ isMetric: boolean }>`
    SELECT proj4text !~ '[+]proj=longlat' AND proj4text ~ '[+]units=m( |$)' AND proj4text !~ '[+]to_meter' AS "isMetric"
    FROM spatial_ref_sys WHERE srid = ${srid}::int
  `.execute(db);
  return rows[0];
}
