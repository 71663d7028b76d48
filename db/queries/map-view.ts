import { sql } from 'kysely';
import type { Db } from '../client';
import type { AreaUnit } from './ranking/scope';

/** West, south, east, north, degrees in EPSG:4326. */
type Bounds = readonly [number, number, number, number];

export type ViewedJurisdiction = {
  code: string;
  name: string;
  timezone: string;
  cellSizeMetres: number;
  cellShape: 'square' | 'hex';
  isDemo: boolean;
  bounds: Bounds;
};

export type ViewedTown = {
  id: string;
  name: string;
  nameEn: string | null;
  isSketch: boolean;
  /** A point inside, for the label. */
  lon: number;
  lat: number;
  bounds: Bounds;
};

export type ViewedKind = { code: string; nameZh: string; nameEn: string; group: string | null };

/** How many rows the layers draw from; incidents are not counted here, there may be millions. */
export type LayerCounts = {
  cells: number;
  grids: number;
  patrol_zones: number;
  hazards: number;
  black_spots: number;
  premises: number;
};

/** All jurisdictions by name, demo ones first. */
export async function listViewedJurisdictions(db: Db): Promise<ViewedJurisdiction[]> {
  const { rows } = await sql<ViewedJurisdiction>`
    SELECT code, name, timezone, cell_size_metres AS "cellSizeMetres", cell_shape AS "cellShape",
           is_demo AS "isDemo", ${boundsOf('boundary')} AS bounds
    FROM jurisdiction
    ORDER BY is_demo DESC, name, code`.execute(db);
  return rows;
}

/** The jurisdiction's towns by name. */
export async function listViewedTowns(db: Db, jurisdiction: string): Promise<ViewedTown[]> {
  const { rows } = await sql<ViewedTown>`
    SELECT id, name, name_en AS "nameEn", is_sketch AS "isSketch",
           ST_X(point) AS lon, ST_Y(point) AS lat, ${boundsOf('geom')} AS bounds
    FROM town, LATERAL (SELECT ST_PointOnSurface(geom) AS point) AS label
    WHERE jurisdiction = ${jurisdiction}
    ORDER BY id`.execute(db);
  return rows;
}

/** The jurisdiction's kinds of incident, by code. */
export function listViewedKinds(db: Db, jurisdiction: string): Promise<ViewedKind[]> {
  return db
    .selectFrom('kind')
    .select(['code', 'name_zh as nameZh', 'name_en as nameEn', 'group_code as group'])
    .where('jurisdiction', '=', jurisdiction)
    .orderBy('code')
    .execute();
}

/** The areas that a jurisdiction has some of. */
export async function listUnits(db: Db, jurisdiction: string): Promise<AreaUnit[]> {
  const { rows } = await sql<{ unit: AreaUnit }>`
    SELECT unit FROM (VALUES
      ('grid', EXISTS (SELECT FROM grid WHERE jurisdiction = ${jurisdiction})),
      ('village', EXISTS (SELECT FROM village WHERE jurisdiction = ${jurisdiction})),
      ('town', EXISTS (SELECT FROM town WHERE jurisdiction = ${jurisdiction}))) AS known (unit, has_some)
    WHERE has_some`.execute(db);
  return rows.map(({ unit }) => unit);
}

/** First and last month that has facts, YYYY-MM; undefined where there are none. */
export async function findFactMonths(
  db: Db,
  jurisdiction: string,
): Promise<{ first: string; last: string } | undefined> {
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    SELECT to_char(first_month, 'YYYY-MM') AS first, to_char(last_month, 'YYYY-MM') AS last
    FROM fact_span
    WHERE jurisdiction = ${jurisdiction}`.execute(db);
  const { first, last } = rows[0] ?? {};
  return first && last ? { first, last } : undefined;
}

/** Rows behind each layer. */
export async function countLayers(db: Db, jurisdiction: string): Promise<LayerCounts> {
  const { rows } = await sql<LayerCounts>`
    SELECT (SELECT count(*)::int FROM cell WHERE jurisdiction = ${jurisdiction}) AS cells,
           (SELECT count(*)::int FROM grid WHERE jurisdiction = ${jurisdiction}) AS grids,
           (SELECT count(*)::int FROM patrol_zone WHERE jurisdiction = ${jurisdiction}) AS patrol_zones,
           (SELECT count(*)::int FROM hazard WHERE jurisdiction = ${jurisdiction}) AS hazards,
           (SELECT count(*)::int FROM black_spot WHERE jurisdiction = ${jurisdiction}) AS black_spots,
           (SELECT count(*)::int FROM premises WHERE jurisdiction = ${jurisdiction}) AS premises`.execute(
    db,
  );
  const [counts] = rows;
  if (!counts) throw new Error('a count gave no row');
  return counts;
}

/** West, south, east, north of a geometry column, as a JSON array. */
function boundsOf(column: string) {
  const geom = sql.ref(column);
  return sql<Bounds>`json_build_array(ST_XMin(${geom}), ST_YMin(${geom}), ST_XMax(${geom}), ST_YMax(${geom}))`;
}
