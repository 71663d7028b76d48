import { sql } from 'kysely';
import type { Db } from '../client';
import type { EffectRegistration } from './effect';

/** A town that others could be compared with. */
export type TownCounts = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  /** Whether some of its cells lie in the ring about the treated towns, and would be taken from it. */
  readonly isNear: boolean;
  /** Incidents by `YYYY-MM`; months without are not there. */
  readonly counts: Readonly<Record<string, number>>;
};

/**
 * Incidents of each town by month, from the facts, by the town that holds a cell's centre; by id.
 *
 * @param about the treated towns, and the ring about them in metres (0: none).
 * @param months `YYYY-MM`, of which counts are wanted.
 */
export async function listTownCounts(
  db: Db,
  { jurisdiction, kinds, origins }: Pick<EffectRegistration, 'jurisdiction' | 'kinds' | 'origins'>,
  about: { readonly towns: readonly string[]; readonly ringMetres: number },
  months: readonly string[],
): Promise<TownCounts[]> {
  const days = months.map((month) => `${month}-01`);
  const facts = kinds === null ? sql`cell_month_total` : sql`cell_month`;
  const ofKinds = kinds === null ? sql`true` : sql`kind = ANY(${kinds}::text[])`;
  // OFFSET 0: the planner takes the facts for a few, and would look up the cell of each.
  const { rows } = await sql<TownCounts>`
    WITH counted AS MATERIALIZED (
      SELECT town_id, month, sum(count)::int AS count
      FROM (SELECT i, j, month, count FROM ${facts}
            WHERE jurisdiction = ${jurisdiction} AND origin = ANY(${origins}::text[]) AND month = ANY(${days}::date[]) AND ${ofKinds}
            OFFSET 0) AS fact
      JOIN (SELECT i, j, town_id FROM cell WHERE jurisdiction = ${jurisdiction} AND town_id IS NOT NULL OFFSET 0) AS place USING (i, j)
      GROUP BY 1, 2
    ), treated AS MATERIALIZED (
      SELECT ST_Union(ST_Transform(geom, metric_srid)) AS metric
      FROM town JOIN jurisdiction ON code = jurisdiction
      WHERE jurisdiction = ${jurisdiction} AND id = ANY(${about.towns}::text[])
    )
    SELECT id, town.name, name_en AS "nameEn",
           ${about.ringMetres}::float8 > 0 AND coalesce(ST_DWithin(ST_Transform(geom, metric_srid), treated.metric, ${about.ringMetres}::float8), false) AS "isNear",
           coalesce((SELECT json_object_agg(to_char(month, 'YYYY-MM'), count ORDER BY month) FROM counted WHERE town_id = id), '{}') AS counts
    FROM town JOIN jurisdiction ON code = jurisdiction CROSS JOIN treated
    WHERE jurisdiction = ${jurisdiction} ORDER BY id
  `.execute(db);
  return rows;
}
