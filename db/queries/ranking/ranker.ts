import { type RawBuilder, sql } from 'kysely';

/** Whose facts a ranking may know: those of months before `month`, and no others. */
export type RankingScope = {
  readonly jurisdiction: string;
  /** First day of the ranked month, `YYYY-MM-01`. */
  readonly month: string;
  /** Null: all kinds. */
  readonly kind: string | null;
  readonly origins: readonly string[];
};

/** What is told of each cell beside its score looks this far back, whatever the ranker. */
export const RECENT_MONTHS = 12;

/** One way to score cells. A new one is a file beside this and a line in rankers.ts. */
export type Ranker = {
  readonly id: string;
  /** Grows whenever the same facts would give other scores, so that stored runs are not taken for new ones. */
  readonly methodVersion: number;
  /** What is adjustable in the method; stored with each run. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /** How far back {@link Ranker.measure} looks, at least {@link RECENT_MONTHS}; null: all history. */
  readonly months: number | null;
  /** Aggregate over a cell's facts `(month, count, harm_millionths)`; 0 where a cell has none. */
  readonly measure: RawBuilder<number>;
  /**
   * Expression over the columns of `local`: measure, and count, harm, z and q of the last 12 months. Cells of equal
   * score are told apart by harm, then by the last month in which the ranker saw an incident.
   */
  readonly score: RawBuilder<number>;
};

/**
 * The facts in scope, as a subquery `(i, j, month, count, harm_millionths)`: at most `months` months back, or all
 * history where that is null. What was reported only in the ranked month or after it is not counted.
 *
 * Months before the first that somebody was late with are read as they are; the few others less what came late.
 */
export function factsBefore(scope: RankingScope, months: number | null): RawBuilder<unknown> {
  const firstLate = sql`coalesce((
          SELECT min(month) FROM cell_month_late
          WHERE jurisdiction = ${scope.jurisdiction} AND known_month >= ${scope.month}::date AND month < ${scope.month}::date
        ), ${scope.month}::date)`;
  const facts = ofMonths(scope, months);
  return sql`(
      SELECT i, j, month, count, harm_millionths FROM ${facts} WHERE month - ${firstLate} < 0
      UNION ALL
      SELECT i, j, month, count - coalesce(late_count, 0), harm_millionths - coalesce(late_harm_millionths, 0)
      FROM ${facts} LEFT JOIN ${lateFacts(scope)} USING (i, j, month, origin)
      WHERE month >= ${firstLate} AND count > coalesce(late_count, 0)
    ) fact`;
}

/**
 * Facts of the months before the ranked one, by origin. Without a kind they come from the sums over all kinds, which are
 * several times fewer rows. The months are given as constants, for the planner knows nothing of what a subquery gives.
 */
function ofMonths(
  { jurisdiction, month, kind, origins }: RankingScope,
  months: number | null,
): RawBuilder<unknown> {
  const ofOrigins = sql`jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[])`;
  const first = sql`(${month}::date - make_interval(months => ${months}))::date`;
  if (kind === null)
    return sql`(
      SELECT i, j, month, origin, count, harm_millionths FROM cell_month_total
      WHERE ${ofOrigins} AND month < ${month}::date ${months === null ? sql`` : sql`AND month >= ${first}`}
    ) known`;
  const everFirst = sql`(SELECT min(month) FROM cell_month_total WHERE jurisdiction = ${jurisdiction})`;
  // The key goes by month, then kind: named months are as many look-ups, a range would read all kinds.
  return sql`(
      SELECT i, j, month, origin, count, (harm * 1e6)::bigint AS harm_millionths FROM cell_month
      WHERE ${ofOrigins} AND kind = ${kind} AND month = ANY(ARRAY(
        SELECT step::date FROM generate_series(${months === null ? everFirst : first}::timestamp,
                                               ${month}::date - interval '1 month', interval '1 month') AS step))
    ) known`;
}

/** Of the facts in scope, what was not known yet when the ranked month began. */
function lateFacts({ jurisdiction, month, kind, origins }: RankingScope): RawBuilder<unknown> {
  return sql`(
      SELECT i, j, month, origin, sum(count)::int AS late_count, sum((harm * 1e6)::bigint)::bigint AS late_harm_millionths
      FROM cell_month_late
      WHERE jurisdiction = ${jurisdiction} AND known_month >= ${month}::date AND month < ${month}::date
        AND origin = ANY(${origins}::text[]) ${kind === null ? sql`` : sql`AND kind = ${kind}`}
      GROUP BY i, j, month, origin
    ) late`;
}
