import type { Geometry } from 'geojson';
import { type ColumnType, type RawBuilder, sql } from 'kysely';

declare const shape: unique symbol;
/** Hex EWKB, as both backends hand a geometry over. Opaque on purpose: ST_AsGeoJSON reads it. */
export type Geom<G extends Geometry> = string & { readonly [shape]: G };
export type GeomColumn<G extends Geometry> = ColumnType<Geom<G>, Geom<G>, Geom<G>>;

/** GeoJSON to geometry in EPSG:4326. Always a bound parameter, never a literal. */
export function fromGeoJson<G extends Geometry>(geometry: G): RawBuilder<Geom<G>> {
  return sql<Geom<G>>`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(geometry)}), 4326)`;
}
