import { sql } from 'kysely';
import { type FeatureQuery, type TileOf, tileGeometry, touchesTile } from './tile-sql';

/** Lowest zoom at which a class is drawn; what is not listed (service, path) comes with the last. */
const CLASS_FROM_ZOOM: Readonly<Record<string, number>> = {
  motorway: 0,
  trunk: 0,
  primary: 8,
  secondary: 10,
  tertiary: 11,
  local: 13,
};
const ALL_FROM_ZOOM = 14;

/** Layer `roads`: lines (id, name, class); at low zoom only the larger classes. */
export function roadFeatures({ jurisdiction, tile }: TileOf): FeatureQuery {
  const classes = Object.keys(CLASS_FROM_ZOOM).filter(
    (name) => (CLASS_FROM_ZOOM[name] ?? ALL_FROM_ZOOM) <= tile.z,
  );
  return sql`
    SELECT id, name, class, ${tileGeometry('geom', tile)} AS geom
    FROM road_segment
    WHERE jurisdiction = ${jurisdiction} AND ${touchesTile('geom', tile)}
      AND (${tile.z >= ALL_FROM_ZOOM}::boolean OR class = ANY (${classes}::text[]))
    ORDER BY id`;
}
