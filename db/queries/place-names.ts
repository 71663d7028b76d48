import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';

export type CellPlace = { i: number; j: number };

/** What people call the place: the road or village they would name, or else its town. */
export type PlaceName = CellPlace & {
  placeName: string | null;
  placeKind: 'road' | 'village' | 'town' | null;
  townName: string | null;
  townNameEn: string | null;
};

/** A road further off than this does not name the place; nor does a village. */
const ROAD_WITHIN_METRES = 500;
const VILLAGE_WITHIN_METRES = 2000;
/** The index orders by degrees, which are shorter eastward: the true nearest is among the first few. */
const CANDIDATES = 8;

/** Names of the given cells, in one statement; cells that do not exist are left out. */
export async function listPlaceNames(
  db: Db,
  jurisdiction: string,
  cells: readonly CellPlace[],
): Promise<PlaceName[]> {
  return (await placeNamesQuery(jurisdiction, cells).execute(db)).rows;
}

export function placeNamesQuery(
  jurisdiction: string,
  cells: readonly CellPlace[],
): RawBuilder<PlaceName> {
  return sql<PlaceName>`
    SELECT i, j, coalesce(road.name, village.name, town.name) AS "placeName",
           CASE WHEN road.name IS NOT NULL THEN 'road' WHEN village.name IS NOT NULL THEN 'village'
                WHEN town.name IS NOT NULL THEN 'town' END AS "placeKind",
           town.name AS "townName", town.name_en AS "townNameEn"
    FROM ${wantedCells(cells)} JOIN cell USING (i, j)
    LEFT JOIN town ON town.jurisdiction = cell.jurisdiction AND town.id = cell.town_id
    LEFT JOIN LATERAL ${nearestName('road_segment', ROAD_WITHIN_METRES)} road ON true
    LEFT JOIN LATERAL ${nearestName('village', VILLAGE_WITHIN_METRES)} village ON true
    WHERE cell.jurisdiction = ${jurisdiction}`;
}

/** The cells as a table `wanted (i, j)`. */
export function wantedCells(cells: readonly CellPlace[]): RawBuilder<unknown> {
  return sql`unnest(${cells.map(({ i }) => i)}::int[], ${cells.map(({ j }) => j)}::int[]) AS wanted (i, j)`;
}

function nearestName(table: 'road_segment' | 'village', withinMetres: number): RawBuilder<unknown> {
  return sql`(
      SELECT name FROM (
        SELECT name, ST_Distance(geom::geography, cell.centre::geography) AS metres
        FROM ${sql.table(table)} AS place
        WHERE place.jurisdiction = cell.jurisdiction AND name IS NOT NULL
        ORDER BY place.geom <-> cell.centre LIMIT ${sql.lit(CANDIDATES)}
      ) near WHERE metres <= ${sql.lit(withinMetres)} ORDER BY metres, name LIMIT 1
    )`;
}
