import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Db } from '@/db/client';
import type { City } from './cities';

/**
 * GeoJSON of the area in which a city's incidents lie, 300 m wider: cells of lakes and other towns would make every
 * ranker look good.
 */
export async function outlineOf(db: Db, path: string, city: City): Promise<string> {
  const rows = gunzipSync(readFileSync(path)).toString().trim().split('\n').slice(1);
  const places = rows
    .map((row) => row.replaceAll('"', '').split(city.separator))
    .map((fields) => [Number(fields[city.lonColumn]), Number(fields[city.latColumn])] as const)
    .filter(([lon, lat]) => Number.isFinite(lon) && lon !== 0 && Number.isFinite(lat) && lat !== 0);
  const { rows: found } = await sql<{ outline: string }>`
    SELECT ST_AsGeoJSON(ST_Buffer(ST_ConcaveHull(ST_Collect(
             ST_SnapToGrid(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 0.002)), 0.2)::geography, 300)::geometry, 5) AS outline
    FROM unnest(${places.map(([lon]) => lon)}::float8[], ${places.map(([, lat]) => lat)}::float8[]) AS place (lon, lat)
  `.execute(db);
  return found[0]?.outline ?? '';
}
