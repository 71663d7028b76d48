import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import { chunkTable, placedPoints, type StagingContext } from './import-staging';
import { outsideDetail } from './incidents-load';
import { metricBoundary } from './jurisdictions';
import { countPieces, piecesTakenInFile, piecesTakenInStore, splitLines } from './road-pieces';

export type PlaceSubject = 'hazards' | 'premises' | 'roads' | 'towns' | 'grids';

const IS_POINT = {
  hazards: true,
  premises: true,
  roads: false,
  towns: false,
  grids: false,
} as const;

/**
 * Where a subject's rows go: its table, and each column's expression over `place_load` (alias load) and its details.
 */
const TARGETS: Record<
  PlaceSubject,
  { table: string; columns: Record<string, RawBuilder<unknown>> }
> = {
  hazards: {
    table: 'hazard',
    columns: {
      category: sql`load.kind`,
      severity: sql`details ->> 'severity'`,
      title: sql`details ->> 'title'`,
      state: sql`details ->> 'state'`,
      is_listed: sql`coalesce((details ->> 'is_listed')::boolean, false)`,
      reported_at: sql`to_timestamp((details ->> 'reported_at')::float8 / 1000)`,
      deadline: sql`(details ->> 'deadline')::date`,
      closed_at: sql`to_timestamp((details ->> 'closed_at')::float8 / 1000)`,
      town_id: sql`load.town_id`,
      source_id: sql`load.source_id`,
      ordinal: sql`load.ordinal`,
      attributes: sql`load.attributes`,
    },
  },
  premises: {
    table: 'premises',
    columns: {
      kind: sql`load.kind`,
      name: sql`details ->> 'name'`,
      address: sql`details ->> 'address'`,
      storeys: sql`(details ->> 'storeys')::int`,
      rooms: sql`(details ->> 'rooms')::int`,
      tenants: sql`(details ->> 'tenants')::int`,
      year_built: sql`(details ->> 'year_built')::int`,
      town_id: sql`load.town_id`,
      source_id: sql`load.source_id`,
      ordinal: sql`load.ordinal`,
      attributes: sql`load.attributes`,
    },
  },
  roads: {
    table: 'road_segment',
    columns: {
      id: sql`load.key || CASE WHEN load.pieces > 1 THEN '/' || load.piece ELSE '' END`,
      name: sql`details ->> 'name'`,
      class: sql`details ->> 'class'`,
      length_metres: sql`ST_Length(load.geom::geography)`,
    },
  },
  towns: {
    table: 'town',
    columns: {
      id: sql`load.key`,
      name: sql`details ->> 'name'`,
      name_en: sql`details ->> 'name_en'`,
      kind: sql`details ->> 'kind'`,
    },
  },
  grids: {
    table: 'grid',
    columns: { id: sql`load.key`, name: sql`details ->> 'name'`, town_id: sql`load.town_id` },
  },
};

/** The table that a subject's rows go to. */
export function placeTable(subject: PlaceSubject) {
  return TARGETS[subject].table as 'hazard' | 'premises' | 'road_segment' | 'town' | 'grid';
}

/** Makes the temporary table that an import of places fills. */
export async function createPlaceLoad(db: Db): Promise<void> {
  await sql`
    CREATE TEMP TABLE place_load (
      row_number integer NOT NULL, raw text NOT NULL, source_id text, key text, kind text, details jsonb NOT NULL,
      attributes jsonb, content_hash uuid NOT NULL, ordinal integer NOT NULL DEFAULT 1, town_id text,
      piece integer NOT NULL DEFAULT 1, pieces integer NOT NULL DEFAULT 1, geom geometry NOT NULL
    ) ON COMMIT DROP
  `.execute(db);
}

/** Places and moves the chunk in `staged` to `place_load`; what is invalid or too far outside to `refused`. */
export async function loadPlaces(
  db: Db,
  context: StagingContext,
  subject: PlaceSubject,
  chunk: number,
): Promise<void> {
  const { jurisdiction } = context;
  const placed = IS_POINT[subject] ? placedPoints(context, chunk) : placedShapes(context, chunk);
  await sql`
    WITH staged AS MATERIALIZED (
      SELECT placed.*, ${IS_POINT[subject] ? sql`NULL::text` : sql`placed.flaw`} AS wrong FROM ${placed} AS placed
    ), outside AS (
      INSERT INTO refused
      SELECT row_number, CASE WHEN wrong IS NULL THEN 'outside_jurisdiction' ELSE 'impossible_geometry' END,
             coalesce(wrong, ${outsideDetail(jurisdiction.bufferMetres)}), raw
      FROM staged WHERE wrong IS NOT NULL OR NOT is_inside
    )
    INSERT INTO place_load (row_number, raw, source_id, kind, details, attributes, content_hash, geom)
    SELECT row_number, raw, source_id, kind, coalesce(details, '{}'), attributes, content_hash, geom
    FROM staged WHERE wrong IS NULL AND is_inside
  `.execute(db);
}

/** Staged lines and areas as rows of `staged.*`, geom (EPSG:4326), flaw (why the shape cannot be taken), is_inside. */
function placedShapes({ jurisdiction, srid }: StagingContext, chunk: number) {
  const { code, metricSrid, bufferMetres } = jurisdiction;
  return sql`(
    SELECT staged.*, place.geom, place.flaw,
           place.flaw IS NULL AND ST_DWithin(metric.area, ST_Transform(place.geom, ${metricSrid}::int), ${bufferMetres}::float8)
             AS is_inside
    FROM (SELECT ${metricBoundary(metricSrid)} AS area FROM jurisdiction WHERE code = ${code}) metric
    CROSS JOIN ${sql.id(chunkTable(chunk))} AS staged
    CROSS JOIN LATERAL (
      SELECT ST_Transform(source.geom, 4326) AS geom,
             CASE WHEN NOT ST_IsValid(source.geom) THEN ST_IsValidReason(source.geom) END AS flaw
      FROM (SELECT ST_SetSRID(ST_Force2D(ST_GeomFromGeoJSON(staged.shape)), ${srid}::int) AS geom OFFSET 0) source
      OFFSET 0
    ) place
    WHERE staged.reason IS NULL
  )`;
}

/**
 * Settles `place_load` among itself and against what is stored, as the incidents are settled.
 *
 * @returns identical rows that were numbered, rows that were known, rows that are left.
 */
export async function settlePlaces(
  db: Db,
  { jurisdiction }: StagingContext,
  subject: PlaceSubject,
): Promise<{ identical: number; known: number; accepted: number; outsideCells: number }> {
  const byName = subject === 'towns' || subject === 'grids';
  await sql`UPDATE place_load SET key = coalesce(source_id, ${byName ? sql`details ->> 'name'` : sql`NULL`})`.execute(
    db,
  );
  const identical = await numberTwins(db);
  if (subject === 'roads') {
    await sql`UPDATE place_load SET key = content_hash || '-' || ordinal WHERE key IS NULL`.execute(
      db,
    );
    await countPieces(db);
  }
  const again = await sql`
    DELETE FROM place_load USING place_load AS earlier
    WHERE earlier.key = place_load.key AND earlier.content_hash = place_load.content_hash
      AND earlier.row_number < place_load.row_number
  `.execute(db);
  await refuse(
    db,
    sql`SELECT later.row_number, 'id ' || later.key || ' stands twice in this file with different rows: the first was taken' AS detail
        FROM place_load AS later JOIN (SELECT key, min(row_number) AS row_number FROM place_load GROUP BY key) AS first
          ON first.key = later.key AND first.row_number < later.row_number`,
  );
  if (subject === 'towns') await refuse(db, NAMES_TWICE);
  if (subject === 'roads') await refuse(db, piecesTakenInFile());
  const known = await takeKnown(db, jurisdiction.code, subject);
  const { rows } = await sql<{
    accepted: number;
  }>`SELECT count(*)::int AS accepted FROM place_load`.execute(db);
  const accepted = rows[0]?.accepted ?? 0;
  return {
    identical,
    known: Number(again.numAffectedRows ?? 0) + known,
    accepted,
    outsideCells: 0,
  };
}

async function numberTwins(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE place_load SET ordinal = twin.ordinal
    FROM (
      SELECT row_number, row_number() OVER (PARTITION BY content_hash ORDER BY row_number)::int AS ordinal
      FROM place_load WHERE key IS NULL
    ) twin
    WHERE twin.row_number = place_load.row_number AND twin.ordinal > 1
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** A town's name is as good as its id: reports and lists join by it. */
const NAMES_TWICE = sql`
  SELECT later.row_number,
         'name ' || (later.details ->> 'name') || ' stands twice in this file: the first was taken' AS detail
  FROM place_load AS later JOIN (
    SELECT details ->> 'name' AS name, min(row_number) AS row_number FROM place_load GROUP BY 1
  ) AS first ON first.name = later.details ->> 'name' AND first.row_number < later.row_number`;

async function takeKnown(db: Db, code: string, subject: PlaceSubject): Promise<number> {
  const table = sql.table(TARGETS[subject].table);
  const sameKey = IS_POINT[subject]
    ? sql`stored.ordinal = load.ordinal`
    : sql`stored.id IN (load.key, load.key || '/1')`;
  const { numAffectedRows } = await sql`
    DELETE FROM place_load AS load WHERE EXISTS (
      SELECT FROM ${table} AS stored
      WHERE stored.jurisdiction = ${code} AND stored.content_hash = load.content_hash AND ${sameKey})
  `.execute(db);
  await refuse(db, subject === 'roads' ? piecesTakenInStore(code) : takenInStore(code, subject));
  return Number(numAffectedRows ?? 0);
}

function takenInStore(code: string, subject: PlaceSubject) {
  const table = sql.table(TARGETS[subject].table);
  const byId = IS_POINT[subject] ? sql`stored.source_id = load.key` : sql`stored.id = load.key`;
  const isTown = subject === 'towns';
  const clash = isTown ? sql`(${byId} OR stored.name = load.details ->> 'name')` : byId;
  const what = isTown
    ? sql`'id ' || load.key || ' or name ' || (load.details ->> 'name')`
    : sql`'id ' || load.key`;
  return sql`
    SELECT load.row_number, ${what} || ' is stored with another content' AS detail
    FROM place_load AS load WHERE EXISTS (
      SELECT FROM ${table} AS stored WHERE stored.jurisdiction = ${code} AND ${clash})`;
}

async function refuse(db: Db, rows: RawBuilder<unknown>): Promise<void> {
  await sql`
    WITH gone AS (
      DELETE FROM place_load USING (${rows}) AS bad WHERE bad.row_number = place_load.row_number
      RETURNING place_load.row_number, bad.detail, place_load.raw
    )
    INSERT INTO refused SELECT row_number, 'id_conflict', detail, raw FROM gone
  `.execute(db);
}

/**
 * Writes `place_load` to its subject's table: a multi-line as its lines, an area as a multi-area.
 */
export async function publishPlaces(
  db: Db,
  { jurisdiction, batchId }: StagingContext,
  subject: PlaceSubject,
): Promise<void> {
  if (subject === 'roads') await splitLines(db);
  else if (subject !== 'towns') await findTowns(db, jurisdiction.code);
  const { table, columns } = TARGETS[subject];
  const names = Object.keys(columns);
  const geom =
    subject === 'towns' || subject === 'grids' ? sql`ST_Multi(load.geom)` : sql`load.geom`;
  await sql`
    INSERT INTO ${sql.table(table)} (jurisdiction, batch_id, content_hash, geom, ${sql.join(names.map((name) => sql.id(name)))})
    SELECT ${jurisdiction.code}, ${batchId}::bigint, load.content_hash, ${geom}, ${sql.join(Object.values(columns))}
    FROM place_load AS load ORDER BY load.row_number, load.piece
  `.execute(db);
}

async function findTowns(db: Db, code: string): Promise<void> {
  await sql`
    UPDATE place_load SET town_id = (
      SELECT id FROM town
      WHERE town.jurisdiction = ${code} AND ST_Covers(town.geom, ST_PointOnSurface(place_load.geom))
      ORDER BY id LIMIT 1
    )
  `.execute(db);
}

/**
 * Tells cells, grids, villages, patrol zones, hazards and premises without a town which town they lie in, the first by id
 * where outlines overlap; after towns came or went.
 */
export async function joinTowns(db: Db, code: string): Promise<void> {
  const places = {
    cell: 'centre',
    grid: 'geom',
    village: 'geom',
    patrol_zone: 'geom',
    hazard: 'geom',
    premises: 'geom',
  } as const;
  for (const [table, column] of Object.entries(places))
    await sql`
      UPDATE ${sql.table(table)} AS place SET town_id = found.town_id
      FROM (
        SELECT place.ctid AS row, min(town.id) AS town_id
        FROM ${sql.table(table)} AS place
        JOIN town ON town.jurisdiction = ${code} AND ST_Covers(town.geom, ST_PointOnSurface(place.${sql.id(column)}))
        WHERE place.jurisdiction = ${code} AND place.town_id IS NULL
        GROUP BY place.ctid
      ) found
      WHERE place.jurisdiction = ${code} AND place.ctid = found.row
    `.execute(db);
}
