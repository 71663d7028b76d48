import type { LineString, MultiLineString, MultiPolygon, Point, Polygon, Position } from 'geojson';
import { sql } from 'kysely';
import vtpbf from 'vt-pbf';
import { TILE_EXTENT } from '@/geo/projection/web-mercator';
import type { Database, Db } from '../client';
import type { FeatureQuery } from './tiles/tile-sql';

type Shape = Point | LineString | MultiLineString | Polygon | MultiPolygon;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;
type FeatureRow = { readonly geom: Shape } & Attributes;

/**
 * One layer of one tile as Mapbox Vector Tile 2.1 bytes.
 *
 * @param layer name of the layer inside the tile.
 * @returns length 0 when the tile has no feature.
 */
export function encodeTile(
  database: Database,
  layer: string,
  features: FeatureQuery,
): Promise<Uint8Array> {
  const encode = database.backend === 'postgres' ? encodeInDatabase : encodeHere;
  return encode(database.db, layer, features);
}

/** By ST_AsMVT, which the embedded backend lacks. */
export async function encodeInDatabase(
  db: Db,
  layer: string,
  features: FeatureQuery,
): Promise<Uint8Array> {
  const { rows } = await sql<{ bytes: Uint8Array }>`
    SELECT ST_AsMVT(feature, ${layer}::text, ${TILE_EXTENT}::int, 'geom') AS bytes
    FROM ${drawn(features)} AS feature
    WHERE geom IS NOT NULL`.execute(db);
  return rows[0]?.bytes ?? new Uint8Array();
}

/** By our own process over the same rows; works on both backends. */
export async function encodeHere(
  db: Db,
  layer: string,
  features: FeatureQuery,
): Promise<Uint8Array> {
  // PostGIS writes a geometry inside JSON as GeoJSON. One document for all is several times faster than a row a feature.
  const { rows: answer } = await sql<{ features: readonly FeatureRow[] | null }>`
    SELECT json_agg(feature) AS features
    FROM ${drawn(features)} AS feature
    WHERE geom IS NOT NULL`.execute(db);
  const rows = answer[0]?.features ?? [];
  if (rows.length === 0) return new Uint8Array();
  return vtpbf.fromVectorTileJs({
    layers: {
      [layer]: {
        name: layer,
        version: 2,
        extent: TILE_EXTENT,
        length: rows.length,
        feature: (index) => encodable(rows[index]),
      },
    },
  });
}

/** The features, fenced: else the planner would draw each twice, once for the condition and once for the result. */
function drawn(features: FeatureQuery): FeatureQuery {
  return sql`(SELECT * FROM (${features}) AS asked OFFSET 0)`;
}

function encodable(row: FeatureRow | undefined): vtpbf.Feature {
  if (!row) throw new RangeError('feature beyond the end of its layer');
  const { geom, ...properties } = row;
  return {
    type: TYPES[geom.type],
    properties,
    loadGeometry: () => parts(geom).map((part) => part.map(([x = 0, y = 0]) => ({ x, y }))),
  };
}

const TYPES = { Point: 1, LineString: 2, MultiLineString: 2, Polygon: 3, MultiPolygon: 3 } as const;

/** Lines and rings in the order in which the tile lists them. */
function parts(shape: Shape): Position[][] {
  switch (shape.type) {
    case 'Point':
      return [[shape.coordinates]];
    case 'LineString':
      return [shape.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return shape.coordinates;
    case 'MultiPolygon':
      return shape.coordinates.flat();
  }
}
