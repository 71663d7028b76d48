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
 * history where that is null. Without a kind they come from the sums over all kinds, which are several times fewer rows.
 */
export function factsBefore(scope: RankingScope, months: number | null): RawBuilder<unknown> {
  const { jurisdiction, kind, origins } = scope;
  const ofOrigins = sql`jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[])`;
  if (kind === null)
    return sql`(
      SELECT i, j, month, count, harm_millionths FROM cell_month_total
      WHERE ${ofOrigins} AND month < ${scope.month}::date
        ${months === null ? sql`` : sql`AND month >= ${firstMonth(scope, months)}`}
    ) fact`;
  // The key goes by month, then kind: named months are as many look-ups, a range would read all kinds.
  return sql`(
      SELECT i, j, month, count, (harm * 1e6)::bigint AS harm_millionths FROM cell_month
      WHERE ${ofOrigins} AND kind = ${kind} AND month = ANY(ARRAY(
        SELECT step::date FROM generate_series(${firstMonth(scope, months)}::timestamp,
                                               ${scope.month}::date - interval '1 month', interval '1 month') AS step))
    ) fact`;
}

function firstMonth(
  { jurisdiction, month }: RankingScope,
  months: number | null,
): RawBuilder<string> {
  return months === null
    ? sql<string>`(SELECT min(month) FROM cell_month_total WHERE jurisdiction = ${jurisdiction})`
    : sql<string>`(${month}::date - make_interval(months => ${months}))::date`;
}
