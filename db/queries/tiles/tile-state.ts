import { sql } from 'kysely';
import type { Lattice } from '@/geo/grid/lattice';
import type { Db } from '../../client';

export type TileState = {
  /** Changes whenever a row of the subjects does, or the jurisdiction is made anew. */
  readonly dataVersion: string;
  /** The local date in the jurisdiction, YYYY-MM-DD. */
  readonly today: string;
  readonly metricSrid: number;
  readonly lattice: Lattice;
};

/**
 * What a tile's bytes depend on beside its address.
 *
 * @returns undefined when there is no such jurisdiction.
 */
export async function findTileState(
  db: Db,
  { jurisdiction, subjects, now }: { jurisdiction: string; subjects: readonly string[]; now: Date },
): Promise<TileState | undefined> {
  const { rows } = await sql<TileState>`
    SELECT extract(epoch FROM created_at)::text || coalesce((
             SELECT string_agg(';' || subject || '=' || version, '' ORDER BY subject)
             FROM data_version
             WHERE data_version.jurisdiction = code AND subject = ANY (${subjects}::text[])
           ), '') AS "dataVersion",
           to_char(${now}::timestamptz AT TIME ZONE timezone, 'YYYY-MM-DD') AS today,
           metric_srid AS "metricSrid",
           json_build_object('shape', cell_shape, 'sizeMetres', cell_size_metres,
                             'originX', cell_origin_x, 'originY', cell_origin_y) AS lattice
    FROM jurisdiction
    WHERE code = ${jurisdiction}`.execute(db);
  return rows[0];
}

/** Whether the jurisdiction has a stored ranking of this id (a decimal integer). */
export async function hasRankingRun(db: Db, jurisdiction: string, run: string): Promise<boolean> {
  const row = await db
    .selectFrom('ranking_run')
    .select('id')
    .where('jurisdiction', '=', jurisdiction)
    .where('id', '=', run)
    .executeTakeFirst();
  return row !== undefined;
}
