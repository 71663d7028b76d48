import { type RawBuilder, sql } from 'kysely';
import type { CellIndex } from '@/geo/grid/lattice';
import { type History, joinSteps } from '@/geo/ranking/history';
import type { Db } from '../../client';
import { isOfAllKinds, isOfKinds, type RankingScope } from './scope';

/** Whose history is read: as in a ranking, but for the month. */
export type HistoryScope = Omit<RankingScope, 'month'>;

/** The cells of a jurisdiction in the order of their indices: the places of its histories. */
export async function readCells(db: Db, jurisdiction: string): Promise<CellIndex[]> {
  const { rows } = await sql<{ i: Uint8Array; j: Uint8Array }>`
    SELECT array_send(coalesce(array_agg(i ORDER BY i, j), '{}')) AS i, array_send(coalesce(array_agg(j ORDER BY i, j), '{}')) AS j
    FROM cell WHERE jurisdiction = ${jurisdiction}
  `.execute(db);
  const [columns, lines] = rows.flatMap(({ i, j }) => [integersOf(i), integersOf(j)]);
  return Array.from(columns ?? [], (i, index) => ({ i, j: lines?.[index] ?? 0 }));
}

/** A step's facts as PostgreSQL sends arrays, so that half a million numbers are not written as text and read again. */
type PackedStep = {
  step: number;
  place: Uint8Array;
  count: Uint8Array;
  harm: Uint8Array;
  reported: Uint8Array;
};

/**
 * Facts in scope by month, step 0 being `firstMonth`, months `YYYY-MM-01`.
 *
 * @param lastMonth included.
 */
export async function readMonthlyHistory(
  db: Db,
  scope: HistoryScope,
  {
    firstMonth,
    lastMonth,
    places,
    steps,
  }: { firstMonth: string; lastMonth: string; places: number; steps: number },
): Promise<History> {
  const { jurisdiction, origins } = scope;
  const [facts, harm] = isOfAllKinds(scope)
    ? [sql`cell_month_total`, sql`harm_millionths`]
    : [sql`cell_month`, sql`(harm * 1e6)::bigint`];
  const inScope = (
    kinds: RawBuilder<boolean>,
  ) => sql`jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[])
      AND month BETWEEN ${firstMonth}::date AND ${lastMonth}::date AND ${kinds}`;
  const ofKinds = isOfAllKinds(scope) ? sql<boolean>`true` : isOfKinds(scope);
  const { rows } = await sql<PackedStep>`
    WITH late AS (
      SELECT i, j, month, known_month, sum(count)::int AS count, sum((harm * 1e6)::bigint)::bigint AS harm_millionths
      FROM cell_month_late WHERE ${inScope(ofKinds)} GROUP BY i, j, month, known_month
    ), fact AS (
      SELECT i, j, month, month AS reported, sum(count)::int AS count, sum(${harm})::bigint AS harm_millionths
      FROM ${facts} WHERE ${inScope(ofKinds)} GROUP BY i, j, month
    ), known AS (
      SELECT i, j, month, reported, fact.count - coalesce(delayed.count, 0) AS count,
             fact.harm_millionths - coalesce(delayed.harm_millionths, 0) AS harm_millionths
      FROM fact LEFT JOIN (
        SELECT i, j, month, sum(count)::int AS count, sum(harm_millionths)::bigint AS harm_millionths FROM late GROUP BY i, j, month
      ) delayed USING (i, j, month)
      UNION ALL SELECT i, j, month, known_month, count, harm_millionths FROM late
    )
    ${packed(jurisdiction, { step: stepOf(sql`month`, firstMonth), reported: stepOf(sql`reported`, firstMonth) })}
  `.execute(db);
  return unpack(rows, places, steps);
}

/**
 * Incidents in scope by day of the jurisdiction's clock, step 0 being `firstDay`; days as `YYYY-MM-DD`. Not from facts,
 * which know months only: reads the incidents of the days `from` up to but without `before`.
 */
export async function readDailyHistory(
  db: Db,
  scope: HistoryScope,
  {
    firstDay,
    from,
    before,
    timezone,
    places,
    steps,
  }: {
    firstDay: string;
    from: string;
    before: string;
    timezone: string;
    places: number;
    steps: number;
  },
): Promise<History> {
  const { jurisdiction, origins } = scope;
  const { rows } = await sql<PackedStep>`
    WITH happened AS (
      SELECT cell_i AS i, cell_j AS j, (occurred_from AT TIME ZONE ${timezone})::date AS day,
             greatest((reported_at AT TIME ZONE ${timezone})::date, (occurred_from AT TIME ZONE ${timezone})::date) AS reported,
             (harm_weight * 1e6)::bigint AS harm_millionths
      FROM incident
      JOIN (SELECT code, harm_weight FROM kind WHERE jurisdiction = ${jurisdiction}) weighed ON weighed.code = incident.kind
      WHERE jurisdiction = ${jurisdiction} AND month >= date_trunc('month', ${from}::date)::date AND month < ${before}::date
        AND origin = ANY(${origins}::text[]) AND ${isOfKinds(scope)}
    ), known AS (
      SELECT i, j, day, reported, count(*)::int AS count, sum(harm_millionths)::bigint AS harm_millionths
      FROM happened WHERE day >= ${from}::date AND day < ${before}::date GROUP BY i, j, day, reported
    )
    ${packed(jurisdiction, { step: sql`day - ${firstDay}::date`, reported: sql`reported - ${firstDay}::date` })}
  `.execute(db);
  return unpack(rows, places, steps);
}

/** Rows of `known` whose cell exists, a step to a row. */
function packed(
  jurisdiction: string,
  { step, reported }: { step: RawBuilder<number>; reported: RawBuilder<number> },
): RawBuilder<unknown> {
  return sql`
    SELECT ${step} AS step, array_send(array_agg(place)) AS place, array_send(array_agg(known.count)) AS count,
           array_send(array_agg(harm_millionths::float8)) AS harm, array_send(array_agg(${reported})) AS reported
    FROM known JOIN (
      SELECT i, j, (row_number() OVER (ORDER BY i, j) - 1)::int AS place FROM cell WHERE jurisdiction = ${jurisdiction}
    ) numbered USING (i, j)
    WHERE known.count > 0
    GROUP BY 1 ORDER BY 1`;
}

/** As in `monthsAgo` of a ranking: no month differs from the mean one by half of it. */
function stepOf(month: RawBuilder<unknown>, firstMonth: string): RawBuilder<number> {
  return sql`round((${month} - ${firstMonth}::date) / 30.436875::float8)::int`;
}

/** A dimension count, a flag and the element type come first, then size and lower bound of the one dimension. */
const ARRAY_HEADER_BYTES = 20;

/** Four-byte integers as `array_send` writes them; none for an empty array. */
function integersOf(bytes: Uint8Array): Int32Array {
  const view = viewOf(bytes);
  const length = elementsOf(bytes, 4);
  return Int32Array.from({ length }, (_, index) =>
    view.getInt32(ARRAY_HEADER_BYTES + index * 8 + 4),
  );
}

/** Eight-byte floats likewise. */
function floatsOf(bytes: Uint8Array): Float64Array {
  const view = viewOf(bytes);
  const length = elementsOf(bytes, 8);
  return Float64Array.from({ length }, (_, index) =>
    view.getFloat64(ARRAY_HEADER_BYTES + index * 12 + 4),
  );
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Each element stands behind its length, in four bytes; an empty array has no dimension. */
function elementsOf(bytes: Uint8Array, elementBytes: number): number {
  return Math.max(0, (bytes.length - ARRAY_HEADER_BYTES) / (elementBytes + 4));
}

function unpack(rows: readonly PackedStep[], places: number, steps: number): History {
  const entries = rows.map((row) => ({
    step: row.step,
    place: integersOf(row.place),
    count: integersOf(row.count),
    harm: floatsOf(row.harm),
    reported: integersOf(row.reported),
  }));
  return joinSteps(places, steps, entries);
}
