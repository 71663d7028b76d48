import { type RawBuilder, sql } from 'kysely';

/** Areas that can be ranked in the cells' place. */
export type AreaUnit = 'grid' | 'village' | 'town';

/** Whose facts a ranking may know: those of months before `month`, and no others. */
export type RankingScope = {
  readonly jurisdiction: string;
  /** What is ranked; absent: the cells of the lattice. */
  readonly unit?: AreaUnit | undefined;
  /** First day of the ranked month, `YYYY-MM-01`. */
  readonly month: string;
  /** Null: all kinds, or those of the group. */
  readonly kind: string | null;
  /** Kinds with this group code, together; null: not by group. */
  readonly group: string | null;
  readonly origins: readonly string[];
};

/** Whether neither a kind nor a group is asked for. */
export function isOfAllKinds({ kind, group }: Pick<RankingScope, 'kind' | 'group'>): boolean {
  return kind === null && group === null;
}

/** Whether a row is in scope by its kind. @param column of the row's kind. */
export function isOfKinds(
  { jurisdiction, kind, group }: Pick<RankingScope, 'jurisdiction' | 'kind' | 'group'>,
  column: RawBuilder<unknown> = sql`kind`,
): RawBuilder<boolean> {
  if (kind !== null) return sql`${column} = ${kind}`;
  if (group === null) return sql`true`;
  return sql`${column} = ANY(ARRAY(SELECT code FROM kind AS grouped WHERE grouped.jurisdiction = ${jurisdiction} AND group_code = ${group}))`;
}

/** What is told of each cell beside its score looks this far back, whatever the ranker. */
export const RECENT_MONTHS = 12;

/**
 * The facts in scope, as a subquery `(i, j, month, count, harm_millionths)`, of the last `months` months. What was reported only in the ranked month or after it is not counted.
 *
 * Months before the first that somebody was late with are read as they are; the few others less what came late.
 */
export function factsBefore(scope: RankingScope, months: number): RawBuilder<unknown> {
  if (scope.unit !== undefined) return areaFactsBefore(scope, scope.unit, months);
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
function ofMonths(scope: RankingScope, months: number): RawBuilder<unknown> {
  const { jurisdiction, month, origins } = scope;
  const ofOrigins = sql`jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[])`;
  const first = sql`(${month}::date - make_interval(months => ${months}))::date`;
  if (isOfAllKinds(scope))
    return sql`(
      SELECT i, j, month, origin, count, harm_millionths FROM cell_month_total
      WHERE ${ofOrigins} AND month < ${month}::date AND month >= ${first}
    ) known`;
  // The key goes by month, then kind: named months are as many look-ups, a range would read all kinds.
  return sql`(
      SELECT i, j, month, origin, count, (harm * 1e6)::bigint AS harm_millionths FROM cell_month
      WHERE ${ofOrigins} AND ${isOfKinds(scope)} AND month = ANY(ARRAY(
        SELECT step::date FROM generate_series(${first}::timestamp,
                                               ${month}::date - interval '1 month', interval '1 month') AS step))
    ) known`;
}

/** The same of areas, whose place is i; j is 0. Late ones stand in rows of their own. */
function areaFactsBefore(scope: RankingScope, unit: AreaUnit, months: number): RawBuilder<unknown> {
  const { jurisdiction, month, origins } = scope;
  return sql`(
      SELECT place AS i, 0 AS j, month, count, count * harm_millionths AS harm_millionths
      FROM area_month
      JOIN (SELECT code, (harm_weight * 1e6)::bigint AS harm_millionths FROM kind WHERE jurisdiction = ${jurisdiction}) weighed
        ON weighed.code = area_month.kind
      WHERE jurisdiction = ${jurisdiction} AND unit = ${unit} AND origin = ANY(${origins}::text[]) AND ${isOfKinds(scope)}
        AND month >= (${month}::date - make_interval(months => ${months}))::date AND month < ${month}::date
        AND known_month < ${month}::date
    ) fact`;
}

/** Of the facts in scope, what was not known yet when the ranked month began. */
function lateFacts(scope: RankingScope): RawBuilder<unknown> {
  const { jurisdiction, month, origins } = scope;
  return sql`(
      SELECT i, j, month, origin, sum(count)::int AS late_count, sum((harm * 1e6)::bigint)::bigint AS late_harm_millionths
      FROM cell_month_late
      WHERE jurisdiction = ${jurisdiction} AND known_month >= ${month}::date AND month < ${month}::date
        AND origin = ANY(${origins}::text[]) AND ${isOfKinds(scope)}
      GROUP BY i, j, month, origin
    ) late`;
}
