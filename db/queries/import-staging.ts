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
  'occurred_from',
  'occurred_to',
  'reported_at',
  'x',
  'y',
  'origin',
  'details',
  'attributes',
  'shape',
] as const;

export type StagingContext = {
  jurisdiction: Jurisdiction;
  /** CRS of the coordinates as staged. */
  srid: number;
  batchId: string;
};

/**
 * Makes the temporary tables of an import, gone at the end of the transaction: `staged` holds one chunk of the file,
 * `refused` the rows that were not taken, `identified` the rows with a source id, `area` the jurisdiction in metres.
 */
export async function createStaging(db: Db, { jurisdiction }: StagingContext): Promise<void> {
  await sql`
    CREATE TEMP TABLE staged (
      row_number integer NOT NULL, reason text, detail text, raw text NOT NULL, source_id text, kind text,
      occurred_from bigint, occurred_to bigint, reported_at bigint, x float8, y float8, origin text,
      details jsonb, attributes jsonb, shape text
    ) ON COMMIT DROP;
    CREATE TEMP TABLE refused (
      row_number integer NOT NULL, reason text NOT NULL, detail text NOT NULL, raw text NOT NULL
    ) ON COMMIT DROP;
    CREATE TEMP TABLE identified (
      row_number integer NOT NULL, source_id text COLLATE "C" NOT NULL, raw text NOT NULL
    ) ON COMMIT DROP;
  `.execute(db);
  // A statement of its own: it has parameters, which a text of many statements cannot have.
  await sql`
    CREATE TEMP TABLE area ON COMMIT DROP AS
    SELECT ${metricBoundary(jurisdiction.metricSrid)} AS geom
    FROM jurisdiction WHERE code = ${jurisdiction.code}
  `.execute(db);
}

/** Moves the rows that the file's reader refused, and notes those with a source id, from `staged`. */
export async function sortStaged(db: Db, has: { rejects: boolean; ids: boolean }): Promise<void> {
  if (has.rejects)
    await sql`
      INSERT INTO refused SELECT row_number, reason, detail, raw FROM staged WHERE reason IS NOT NULL
    `.execute(db);
  if (has.ids)
    await sql`
      INSERT INTO identified SELECT row_number, source_id, raw FROM staged
      WHERE reason IS NULL AND source_id IS NOT NULL
    `.execute(db);
}

/** Empties `staged` for the next chunk. */
export async function clearStaged(db: Db): Promise<void> {
  await sql`TRUNCATE staged`.execute(db);
}

/**
 * MD5 of a staged row's content, its source id included. Frozen: a change would let every file in a second time.
 */
export function stagedHash(srid: number) {
  return sql<string>`md5(ROW(staged.source_id, staged.kind, staged.occurred_from, staged.occurred_to,
    staged.reported_at, staged.x, staged.y, ${srid}::int, staged.origin, staged.details, staged.attributes,
    staged.shape)::text)::uuid`;
}

/**
 * Staged points with their place, as rows of `staged.*`, geom (EPSG:4326), i, j, and is_inside: whether the point
 * lies no farther from the jurisdiction than its buffer.
 */
export function placedPoints({ jurisdiction, srid }: StagingContext) {
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
    FROM area CROSS JOIN staged
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
