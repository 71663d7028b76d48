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

/** One way to score cells. A new one is a file beside this and a line in rankers.ts. */
export type Ranker = {
  readonly id: string;
  /** Grows whenever the same facts would give other scores, so that stored runs are not taken for new ones. */
  readonly methodVersion: number;
  /** What is adjustable in the method; stored with each run. */
  readonly parameters: Readonly<Record<string, number | string>>;
  /**
   * A SELECT that yields `(i, j, score double precision, last_month date)`; a cell that it leaves out scores 0.
   *
   * It may read two tables of the surrounding statement: `recent (i, j, count, harm, last_month)`, the facts of
   * the last 12 months, and `local (i, j, z, q)`, their Gi*; or {@link factsBefore} for older facts.
   */
  scores(scope: RankingScope): RawBuilder<unknown>;
};

/** Condition on `cell_month`: the facts in scope, at most `months` months back, or all history. */
export function factsBefore(scope: RankingScope, months?: number): RawBuilder<boolean> {
  const { jurisdiction, month, kind, origins } = scope;
  const from =
    months && sql`AND month >= (${month}::date - make_interval(months => ${months}))::date`;
  return sql<boolean>`jurisdiction = ${jurisdiction} AND month < ${month}::date ${from || sql``}
    AND origin = ANY(${origins}::text[]) ${kind === null ? sql`` : sql`AND kind = ${kind}`}`;
}
