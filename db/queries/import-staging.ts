import { sql } from 'kysely';
import { hexColumnStep } from '@/geo/grid/lattice';
import type { Db } from '../client';
import { latticeIndex } from '../sql/lattice';
import { type Jurisdiction, metricBoundary } from './jurisdictions';

/** Columns of the temporary table `staged`, in the order in which COPY brings them. */
export const STAGED_COLUMNS = [
  'row_number',
  'reason',
  'detail',
  'raw',
  'source_id',
  'kind',
  'month',
  'occurred_from',
  'occurred_to',
  'reported_at',
  'x',
  'y',
  'origin',
  'details',
  'attributes',
  'shape',
  'content_hash',
] as const;

export type StagingContext = {
  jurisdiction: Jurisdiction;
  /** CRS of the coordinates as staged. */
  srid: number;
  batchId: string;
};

/**
 * Makes the temporary tables of an import, gone at the end of the transaction: `staged` holds the chunks of the file
 * as its children, `refused` the rows that were not taken, `area` the jurisdiction in metres.
 */
export async function createStaging(db: Db, { jurisdiction }: StagingContext): Promise<void> {
  await sql`
    CREATE TEMP TABLE staged (
      row_number integer NOT NULL, reason text, detail text, raw text NOT NULL, source_id text, kind text,
      month date, occurred_from timestamptz, occurred_to timestamptz, reported_at timestamptz, x float8, y float8,
      origin text, details jsonb, attributes jsonb, shape text, content_hash uuid
    ) ON COMMIT DROP;
    CREATE TEMP TABLE refused (
      row_number integer NOT NULL, reason text NOT NULL, detail text NOT NULL, raw text NOT NULL
    ) ON COMMIT DROP;
  `.execute(db);
  // Just-in-time compilation costs half a second a statement and saves none; sorts and hashes go by the chunk.
  await sql`
    SET LOCAL jit = off;
    SET LOCAL work_mem = '64MB';
    SET LOCAL maintenance_work_mem = '128MB';
  `.execute(db);
  // A statement of its own: it has parameters, which a text of many statements cannot have.
  await sql`
    CREATE TEMP TABLE area ON COMMIT DROP AS
    SELECT ${metricBoundary(jurisdiction.metricSrid)} AS geom
    FROM jurisdiction WHERE code = ${jurisdiction.code}
  `.execute(db);
  // Else the planner takes it for a thousand rows.
  await sql`ANALYZE area`.execute(db);
}

/** The table of one chunk, a child of `staged`. */
export function chunkTable(chunk: number): string {
  return `staged_${chunk}`;
}

/** Makes the table that COPY fills with a chunk. */
export async function createChunk(db: Db, chunk: number): Promise<void> {
  await sql`CREATE TEMP TABLE ${sql.id(chunkTable(chunk))} () INHERITS (staged) ON COMMIT DROP`.execute(
    db,
  );
}

/** Moves the rows of a chunk that the file's reader refused to `refused`. */
export async function refuseStaged(db: Db, chunk: number): Promise<void> {
  await sql`
    INSERT INTO refused
    SELECT row_number, reason, detail, raw FROM ${sql.id(chunkTable(chunk))} WHERE reason IS NOT NULL
  `.execute(db);
}

/** Drops a chunk that nothing will ask for: only a row with a source id may be refused later on. */
export async function dropChunk(db: Db, chunk: number): Promise<void> {
  await sql`DROP TABLE ${sql.id(chunkTable(chunk))}`.execute(db);
}

/**
 * Staged points with their place, as rows of `staged.*`, geom (EPSG:4326), i, j, and is_inside: whether the point
 * lies no farther from the jurisdiction than its buffer.
 */
export function placedPoints({ jurisdiction, srid }: StagingContext, chunk: number) {
  const { lattice, metricSrid, bufferMetres } = jurisdiction;
  const x = sql<number>`ST_X(place.metric)`;
  const y = sql<number>`ST_Y(place.metric)`;
  const diameter =
    lattice.shape === 'square'
      ? lattice.sizeMetres * Math.SQRT2
      : (hexColumnStep(lattice.sizeMetres) * 4) / 3;
  // A cell that touches the jurisdiction reaches no farther than its diameter: within the buffer there is nothing to test.
  const cellSuffices = sql.lit(bufferMetres >= diameter);
  return sql`(
    SELECT staged.*, place.geom, lattice.i, lattice.j,
           CASE WHEN ${cellSuffices} AND cell.i IS NOT NULL THEN true
                WHEN ST_Covers(area.geom, place.metric) THEN true
                ELSE ST_DWithin(area.geom, place.metric, ${bufferMetres}::float8) END AS is_inside
    FROM area CROSS JOIN ${sql.id(chunkTable(chunk))} AS staged
    CROSS JOIN LATERAL (
      SELECT ST_Transform(source.geom, ${metricSrid}::int) AS metric, ST_Transform(source.geom, 4326) AS geom
      FROM (SELECT ST_SetSRID(ST_MakePoint(staged.x, staged.y), ${srid}::int) AS geom OFFSET 0) source
      OFFSET 0
    ) place
    CROSS JOIN LATERAL ${latticeIndex(lattice, x, y)} AS lattice
    LEFT JOIN cell ON cell.jurisdiction = ${jurisdiction.code} AND cell.i = lattice.i AND cell.j = lattice.j
    WHERE staged.reason IS NULL
  )`;
}

export type Bounds = { west: number; south: number; east: number; north: number };

/**
 * The box, in the CRS of a file, outside of which no place lies within the buffer of the jurisdiction: what is
 * outside need not be projected, and what cannot be projected is outside.
 *
 * @throws a database error where the CRS cannot express the jurisdiction.
 */
export async function importBounds(
  db: Db,
  { jurisdiction, srid }: Omit<StagingContext, 'batchId'>,
): Promise<Bounds> {
  const { rows } = await sql<Bounds>`
    WITH metric AS (
      SELECT ST_Expand(${metricBoundary(jurisdiction.metricSrid)}, ${jurisdiction.bufferMetres}::float8) AS geom
      FROM jurisdiction WHERE code = ${jurisdiction.code}
    ), box AS (
      SELECT ST_Transform(ST_Segmentize(ST_Envelope(geom),
        greatest(ST_XMax(geom) - ST_XMin(geom), ST_YMax(geom) - ST_YMin(geom)) / 200), ${srid}::int) AS geom
      FROM metric
    ), extent AS (
      SELECT geom, (ST_XMax(geom) - ST_XMin(geom)) / 1000 AS dx, (ST_YMax(geom) - ST_YMin(geom)) / 1000 AS dy FROM box
    )
    SELECT ST_XMin(geom) - dx AS west, ST_YMin(geom) - dy AS south,
           ST_XMax(geom) + dx AS east, ST_YMax(geom) + dy AS north
    FROM extent
  `.execute(db);
  const [bounds] = rows;
  if (!bounds) throw new RangeError(`no jurisdiction ${jurisdiction.code}`);
  return bounds;
}
