import { sql } from 'kysely';
import type { Db } from '../client';

/** The factor that a fact's harm is its count times: the kind's weight of now. */
const harmWeight = sql<number>`(
  SELECT harm_weight FROM kind WHERE kind.jurisdiction = cell_month.jurisdiction AND kind.code = cell_month.kind)`;

/**
 * Counts an import's rows from its load table by cell, kind, month and origin into the temporary table `fact_delta`.
 *
 * @returns how many of them lie in no cell: outside the jurisdiction, within its buffer.
 */
export async function countLoad(
  db: Db,
  code: string,
  batchId: string,
): Promise<{ rows: number; outsideCells: number }> {
  await sql`
    CREATE TEMP TABLE fact_delta ON COMMIT DROP AS
    SELECT kind, month, origin, cell_i AS i, cell_j AS j, count(*)::int AS count
    FROM ${sql.id(`incident_load_${batchId}`)} GROUP BY 1, 2, 3, 4, 5
  `.execute(db);
  const { rows } = await sql<{ rows: number; outsideCells: number }>`
    SELECT coalesce(sum(count), 0)::int AS rows,
           coalesce(sum(count) FILTER (WHERE cell.i IS NULL), 0)::int AS "outsideCells"
    FROM fact_delta LEFT JOIN cell ON cell.jurisdiction = ${code} AND cell.i = fact_delta.i AND cell.j = fact_delta.j
  `.execute(db);
  return rows[0] ?? { rows: 0, outsideCells: 0 };
}

/**
 * Adds `fact_delta` to the facts. In the key's order, since an index that grows at its end grows twice as fast; by two
 * numbers, since sorting by the key's texts would take three times as long.
 */
export async function addFacts(db: Db, code: string): Promise<void> {
  const { rows } = await sql<{ overlap: boolean }>`
    SELECT EXISTS (
      SELECT FROM cell_month WHERE jurisdiction = ${code}
        AND month BETWEEN (SELECT min(month) FROM fact_delta) AND (SELECT max(month) FROM fact_delta)
    ) AS overlap
  `.execute(db);
  const onConflict = sql`
    ON CONFLICT (jurisdiction, month, kind, origin, i, j) DO UPDATE
      SET count = cell_month.count + excluded.count,
          harm = (cell_month.count + excluded.count) * ${harmWeight}`;
  await sql`
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT ${code}, fact_delta.kind, month, origin, i, j, count, count * kind.harm_weight
    FROM fact_delta
    JOIN (
      SELECT code, harm_weight, row_number() OVER (ORDER BY code) AS place FROM kind WHERE jurisdiction = ${code}
    ) AS kind ON kind.code = fact_delta.kind
    JOIN (VALUES ('citizen', 0), ('department', 1), ('patrol', 2)) AS origins (code, place) ON origins.code = origin
    ORDER BY (month - date '1970-01-01') * 1e5::float8 + kind.place * 4 + origins.place, i * 4294967296 + j
    ${rows[0]?.overlap ? onConflict : sql``}
  `.execute(db);
}

/** Takes the incidents of a batch out of the facts; to be called before they go. */
export async function subtractFacts(db: Db, code: string, batchId: string): Promise<void> {
  await sql`
    CREATE TEMP TABLE fact_delta ON COMMIT DROP AS
    SELECT kind, month, origin, cell_i AS i, cell_j AS j, count(*)::int AS count
    FROM incident WHERE jurisdiction = ${code} AND batch_id = ${batchId}::bigint GROUP BY 1, 2, 3, 4, 5
  `.execute(db);
  const same = sql`cell_month.jurisdiction = ${code} AND cell_month.kind = fact_delta.kind
    AND cell_month.month = fact_delta.month AND cell_month.origin = fact_delta.origin
    AND cell_month.i = fact_delta.i AND cell_month.j = fact_delta.j`;
  // Gone rows first: a count of nought is not allowed, not even in between.
  await sql`DELETE FROM cell_month USING fact_delta WHERE ${same} AND cell_month.count <= fact_delta.count`.execute(
    db,
  );
  await sql`
    UPDATE cell_month SET count = cell_month.count - fact_delta.count,
           harm = (cell_month.count - fact_delta.count) * ${harmWeight}
    FROM fact_delta WHERE ${same}
  `.execute(db);
}

/**
 * Counts all facts of a jurisdiction anew from its incidents.
 *
 * @returns how many rows the facts have.
 */
export async function rebuildFacts(db: Db, code: string): Promise<number> {
  await db.deleteFrom('cell_month').where('jurisdiction', '=', code).execute();
  const { numAffectedRows } = await sql`
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT counted.jurisdiction, counted.kind, month, origin, cell_i, cell_j, count, count * kind.harm_weight
    FROM (
      SELECT jurisdiction, kind, month, origin, cell_i, cell_j, count(*)::int AS count
      FROM incident WHERE jurisdiction = ${code} GROUP BY 1, 2, 3, 4, 5, 6
    ) counted JOIN kind ON kind.jurisdiction = counted.jurisdiction AND kind.code = counted.kind
    ORDER BY month, counted.kind, origin, cell_i, cell_j
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
