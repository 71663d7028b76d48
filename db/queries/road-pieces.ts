import { sql } from 'kysely';
import type { Db } from '../client';

/** The ids that a road of `place_load` gets in `road_segment`: its key, or one a line where it has several. */
const IDS = sql`
  SELECT row_number, key, CASE WHEN pieces > 1 THEN key || '/' || piece_number ELSE key END AS id
  FROM place_load CROSS JOIN LATERAL generate_series(1, pieces) AS piece_number`;

/** Notes how many lines each road of `place_load` is made of. */
export async function countPieces(db: Db): Promise<void> {
  await sql`UPDATE place_load SET pieces = ST_NumGeometries(geom) WHERE ST_NumGeometries(geom) > 1`.execute(
    db,
  );
}

/**
 * Roads of `place_load` one of whose pieces would bear the id of an earlier road of the file.
 *
 * @returns rows of row_number and detail.
 */
export function piecesTakenInFile() {
  return sql`
    SELECT later.row_number, 'its part ' || min(later.id) || ' would bear the id of another road of this file' AS detail
    FROM (${IDS}) AS later JOIN (${IDS}) AS earlier
      ON earlier.id = later.id AND earlier.row_number < later.row_number
    GROUP BY later.row_number`;
}

/**
 * Roads of `place_load` whose id, or that of one of their pieces, is stored: with as many pieces or with others.
 *
 * @returns rows of row_number and detail.
 */
export function piecesTakenInStore(code: string) {
  return sql`
    SELECT DISTINCT taken.row_number, 'id ' || taken.key || ' is stored with another content' AS detail
    FROM (
      SELECT ids.row_number, ids.key FROM (${IDS}) AS ids
      JOIN road_segment AS stored ON stored.jurisdiction = ${code} AND stored.id IN (ids.id, ids.key)
      UNION ALL
      SELECT load.row_number, load.key FROM place_load AS load
      JOIN road_segment AS first ON first.jurisdiction = ${code} AND first.id = load.key || '/1'
      JOIN road_segment AS second ON second.jurisdiction = ${code} AND second.id = load.key || '/2'
                                 AND second.content_hash = first.content_hash
    ) AS taken`;
}

/** Makes a row a line of each road of `place_load` that has several. */
export async function splitLines(db: Db): Promise<void> {
  await sql`
    WITH gone AS (DELETE FROM place_load WHERE ST_GeometryType(geom) = 'ST_MultiLineString' RETURNING *)
    INSERT INTO place_load (row_number, raw, source_id, key, kind, details, attributes, content_hash, ordinal, piece, pieces, geom)
    SELECT row_number, raw, source_id, key, kind, details, attributes, content_hash, ordinal,
           (part.path)[1], pieces, part.geom
    FROM gone CROSS JOIN LATERAL ST_Dump(gone.geom) AS part
  `.execute(db);
}
