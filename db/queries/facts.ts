import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';

/** The factor that the harm of a row of `facts` is its count times: the kind's weight of now. */
function harmWeightOf(facts: 'cell_month' | 'late'): RawBuilder<number> {
  const row = sql.table(facts);
  return sql<number>`(
    SELECT harm_weight FROM kind WHERE kind.jurisdiction = ${row}.jurisdiction AND kind.code = ${row}.kind)`;
}

/**
 * Counts of incidents that were reported in a later local month than they happened in, by the columns of
 * `cell_month_late`. Most rows need no calendar: no month has
 * fewer than 28 days, and no two clocks are more than two days apart.
 */
function lateCounts(incidents: RawBuilder<unknown>, code: string): RawBuilder<unknown> {
  return sql`
    SELECT cell_i AS i, cell_j AS j, incidents.month, kind, origin, known.month AS known_month, count(*)::int AS count
    FROM ${incidents} AS incidents JOIN jurisdiction ON jurisdiction.code = incidents.jurisdiction
    CROSS JOIN LATERAL (SELECT date_trunc('month', reported_at AT TIME ZONE timezone)::date OFFSET 0) AS known (month)
    WHERE incidents.jurisdiction = ${code} AND reported_at >= incidents.month + 26 AND known.month > incidents.month
    GROUP BY 1, 2, 3, 4, 5, 6`;
}

/**
 * Counts an import's rows from its load table by cell, kind, month and origin into the temporary tables `fact_delta`
 * and, of those that were reported late, `late_delta`.
 *
 * @returns how many of them lie in no cell: outside the jurisdiction, within its buffer.
 */
export async function countLoad(
  db: Db,
  code: string,
  batchId: string,
): Promise<{ rows: number; outsideCells: number }> {
  const load = sql.table(`incident_load_${batchId}`);
  await sql`
    CREATE TEMP TABLE fact_delta ON COMMIT DROP AS
    SELECT kind, month, origin, cell_i AS i, cell_j AS j, count(*)::int AS count
    FROM ${load} GROUP BY 1, 2, 3, 4, 5
  `.execute(db);
  await sql`CREATE TEMP TABLE late_delta ON COMMIT DROP AS ${lateCounts(load, code)}`.execute(db);
  const { rows } = await sql<{ rows: number; outsideCells: number }>`
    SELECT coalesce(sum(count), 0)::int AS rows,
           coalesce(sum(count) FILTER (WHERE cell.i IS NULL), 0)::int AS "outsideCells"
    FROM fact_delta LEFT JOIN cell ON cell.jurisdiction = ${code} AND cell.i = fact_delta.i AND cell.j = fact_delta.j
  `.execute(db);
  return rows[0] ?? { rows: 0, outsideCells: 0 };
}

/**
 * Adds `fact_delta` and `late_delta` to the facts. In the key's order, since an index that grows at its end grows twice as fast; by two
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
          harm = (cell_month.count + excluded.count) * ${harmWeightOf('cell_month')}`;
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
  await sql`
    INSERT INTO cell_month_late AS late (jurisdiction, i, j, month, kind, origin, known_month, count, harm)
    SELECT ${code}, i, j, month, kind, origin, known_month, count, count * kind.harm_weight
    FROM late_delta JOIN kind ON kind.jurisdiction = ${code} AND kind.code = late_delta.kind
    ON CONFLICT (jurisdiction, i, j, month, kind, origin, known_month) DO UPDATE
      SET count = late.count + excluded.count,
          harm = (late.count + excluded.count) * ${harmWeightOf('late')}
  `.execute(db);
}

/** Takes the incidents of a batch out of the facts; to be called before they go. */
export async function subtractFacts(db: Db, code: string, batchId: string): Promise<void> {
  await sql`
    CREATE TEMP TABLE fact_delta ON COMMIT DROP AS
    SELECT kind, month, origin, cell_i AS i, cell_j AS j, count(*)::int AS count
    FROM incident WHERE jurisdiction = ${code} AND batch_id = ${batchId}::bigint GROUP BY 1, 2, 3, 4, 5
  `.execute(db);
  await subtractLate(db, code, batchId);
  const same = sql`cell_month.jurisdiction = ${code} AND cell_month.kind = fact_delta.kind
    AND cell_month.month = fact_delta.month AND cell_month.origin = fact_delta.origin
    AND cell_month.i = fact_delta.i AND cell_month.j = fact_delta.j`;
  // Gone rows first: a count of nought is not allowed, not even in between.
  await sql`DELETE FROM cell_month USING fact_delta WHERE ${same} AND cell_month.count <= fact_delta.count`.execute(
    db,
  );
  await sql`
    UPDATE cell_month SET count = cell_month.count - fact_delta.count,
           harm = (cell_month.count - fact_delta.count) * ${harmWeightOf('cell_month')}
    FROM fact_delta WHERE ${same}
  `.execute(db);
}

async function subtractLate(db: Db, code: string, batchId: string): Promise<void> {
  const gone = sql`(
    SELECT * FROM incident WHERE jurisdiction = ${code} AND batch_id = ${batchId}::bigint)`;
  await sql`CREATE TEMP TABLE late_delta ON COMMIT DROP AS ${lateCounts(gone, code)}`.execute(db);
  const same = sql`late.jurisdiction = ${code} AND late.i = late_delta.i AND late.j = late_delta.j
    AND late.month = late_delta.month AND late.kind = late_delta.kind AND late.origin = late_delta.origin
    AND late.known_month = late_delta.known_month`;
  await sql`
    DELETE FROM cell_month_late AS late USING late_delta WHERE ${same} AND late.count <= late_delta.count
  `.execute(db);
  await sql`
    UPDATE cell_month_late AS late SET count = late.count - late_delta.count,
           harm = (late.count - late_delta.count) * ${harmWeightOf('late')}
    FROM late_delta WHERE ${same}
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
  await db.deleteFrom('cell_month_late').where('jurisdiction', '=', code).execute();
  await sql`
    INSERT INTO cell_month_late (jurisdiction, i, j, month, kind, origin, known_month, count, harm)
    SELECT ${code}, i, j, month, kind, origin, known_month, count, count * kind.harm_weight
    FROM (${lateCounts(sql.table('incident'), code)}) late
    JOIN kind ON kind.jurisdiction = ${code} AND kind.code = late.kind
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
