import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';
import type { RankedCell } from './ranking';

export type TownHotspots = {
  /** Hotspots of the towns altogether, listed or not. */
  hotspotsTotal: number;
  /** Best first; ranks are those of the whole run. */
  cells: RankedCell[];
};

type Asked = {
  jurisdiction: string;
  runId: string;
  /** Ids. */
  towns: readonly string[];
  limit: number;
};

/** The best cells that a stored run has in the given towns, however far down the whole ranking they stand. */
export async function listTownHotspots(db: Db, asked: Asked): Promise<TownHotspots> {
  const { rows } = await townHotspotsQuery(asked).execute(db);
  return {
    hotspotsTotal: rows[0]?.hotspotsTotal ?? 0,
    cells: rows.map(({ hotspotsTotal, ...cell }) => cell),
  };
}

export function townHotspotsQuery({
  jurisdiction,
  runId,
  towns,
  limit,
}: Asked): RawBuilder<RankedCell & { hotspotsTotal: number }> {
  return sql`
    SELECT rank, i, j, round(ST_X(cell.centre)::numeric, 6)::float8 AS lon,
           round(ST_Y(cell.centre)::numeric, 6)::float8 AS lat, score, count, harm, z, q,
           (count(*) OVER ())::int AS "hotspotsTotal"
    FROM hotspot JOIN cell USING (jurisdiction, i, j)
    WHERE jurisdiction = ${jurisdiction} AND run_id = ${runId} AND town_id = ANY(${towns}::text[])
    ORDER BY rank LIMIT ${limit}`;
}

/** Those of the ids that name no town of the jurisdiction, in the order given. */
export async function listUnknownTowns(
  db: Db,
  jurisdiction: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM unnest(${ids}::text[]) WITH ORDINALITY AS asked (id, place)
    WHERE NOT EXISTS (SELECT FROM town WHERE town.jurisdiction = ${jurisdiction} AND town.id = asked.id)
    ORDER BY place`.execute(db);
  return rows.map(({ id }) => id);
}
