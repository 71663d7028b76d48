import { sql } from 'kysely';
import type { CellIndex } from '@/geo/grid/lattice';
import type { Db } from '../client';
import { refreshStatistics } from './statistics';

/** What layers show of one cell. */
export type CellSurface = CellIndex & {
  /** Incidents per square kilometre and year. */
  density: number;
  /** Class of emerging hotspots, or none. */
  trend: string;
  /** Quadrant of local Moran, or none. */
  cluster: string;
};

/** Whether the surfaces of a run are there. @param runId a decimal integer. */
export async function hasSurfaces(db: Db, jurisdiction: string, runId: string): Promise<boolean> {
  const row = await db
    .selectFrom('cell_surface')
    .select('i')
    .where('jurisdiction', '=', jurisdiction)
    .where('run_id', '=', runId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Stores the surfaces of a run; those that are there already stay. */
export async function storeSurfaces(
  db: Db,
  { jurisdiction, runId }: { jurisdiction: string; runId: string },
  surfaces: readonly CellSurface[],
): Promise<void> {
  await sql`
    INSERT INTO cell_surface (jurisdiction, run_id, i, j, density, trend, cluster)
    SELECT ${jurisdiction}, ${runId}::bigint, * FROM unnest(
      ${surfaces.map(({ i }) => i)}::int[], ${surfaces.map(({ j }) => j)}::int[],
      ${surfaces.map(({ density }) => density)}::float8[], ${surfaces.map(({ trend }) => trend)}::text[],
      ${surfaces.map(({ cluster }) => cluster)}::text[])
    ON CONFLICT DO NOTHING
  `.execute(db);
  await refreshStatistics(db, ['cell_surface']);
}
