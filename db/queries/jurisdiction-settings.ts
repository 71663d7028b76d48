import type { MultiPolygon } from 'geojson';
import { sql } from 'kysely';
import type { Db } from '../client';

export type JurisdictionSettings = {
  code: string;
  name: string;
  timezone: string;
  metricSrid: number;
  cellShape: string;
  cellSizeMetres: number;
  bufferMetres: number;
  isPublic: boolean;
  isDemo: boolean;
  version: number;
  /** On the ellipsoid. */
  squareMetres: number;
  cells: number;
  incidents: number;
  /** Of the latest import that was not undone. */
  importedAt: Date | null;
};

/** A jurisdiction as its administrators see it; undefined where there is none. */
export async function findSettings(
  db: Db,
  code: string,
): Promise<JurisdictionSettings | undefined> {
  const { rows } = await sql<JurisdictionSettings>`
    SELECT code, name, timezone, metric_srid AS "metricSrid", cell_shape AS "cellShape",
           cell_size_metres AS "cellSizeMetres", buffer_metres AS "bufferMetres", is_public AS "isPublic",
           is_demo AS "isDemo", version, ST_Area(boundary::geography) AS "squareMetres",
           (SELECT count(*)::int FROM cell WHERE jurisdiction = ${code}) AS cells,
           (SELECT coalesce(sum(count), 0)::int FROM cell_month_total WHERE jurisdiction = ${code}) AS incidents,
           (SELECT max(created_at) FROM import_batch WHERE jurisdiction = ${code} AND undone_at IS NULL) AS "importedAt"
    FROM jurisdiction WHERE code = ${code}
  `.execute(db);
  return rows[0];
}

/** The boundary in EPSG:4326; undefined where there is no such jurisdiction. */
export async function findBoundary(db: Db, code: string): Promise<MultiPolygon | undefined> {
  const found = await db
    .selectFrom('jurisdiction')
    .select(sql<MultiPolygon>`ST_AsGeoJSON(boundary, 9)::json`.as('boundary'))
    .where('code', '=', code)
    .executeTakeFirst();
  return found?.boundary;
}

export type EditableSettings = { name: string; bufferMetres: number; isPublic: boolean };

/** What may be edited, and its version, with the row locked until the transaction ends. */
export async function lockSettings(
  db: Db,
  code: string,
): Promise<(EditableSettings & { version: number }) | undefined> {
  return db
    .selectFrom('jurisdiction')
    .select(['name', 'buffer_metres as bufferMetres', 'is_public as isPublic', 'version'])
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst();
}

/** Writes what may be edited. @returns the new version. */
export async function updateSettings(
  db: Db,
  code: string,
  { name, bufferMetres, isPublic }: EditableSettings,
): Promise<number> {
  const { version } = await db
    .updateTable('jurisdiction')
    .set({
      name,
      buffer_metres: bufferMetres,
      is_public: isPublic,
      version: sql<number>`version + 1`,
    })
    .where('code', '=', code)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
