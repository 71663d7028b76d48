/** Tile of the Web Mercator pyramid: column x from the west, row y from the north. */
export type Tile = { readonly z: number; readonly x: number; readonly y: number };

/** West, south, east, north, in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Units a tile side of the vector tiles; 8 to a pixel of a 512-pixel tile. */
export const TILE_EXTENT = 4096;

/**
 * Bounds of a tile in EPSG:4326.
 *
 * @param marginUnits how far beyond its edges, in 1/4096 of the side.
 * @throws {RangeError} if the tile does not exist at its zoom.
 * @see OGC Two Dimensional Tile Matrix Set 2.0, WebMercatorQuad
 */
export function tileBounds({ z, x, y }: Tile, marginUnits = 0): Bounds {
  const across = 2 ** z;
  if (!(x >= 0 && y >= 0 && x < across && y < across && z >= 0)) {
    throw new RangeError(`no tile ${z}/${x}/${y}`);
  }
  const margin = marginUnits / TILE_EXTENT;
  return [
    longitude((x - margin) / across),
    latitude((y + 1 + margin) / across),
    longitude((x + 1 + margin) / across),
    latitude((y - margin) / across),
  ];
}

/**
 * The tile that holds a place.
 *
 * @param lon degrees east, within ±180.
 * @param lat degrees north; beyond ±85.05 the outermost row.
 */
export function tileAt(lon: number, lat: number, z: number): Tile {
  const across = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const x = lon / 360 + 0.5;
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  const index = (share: number) => Math.min(across - 1, Math.max(0, Math.floor(share * across)));
  return { z, x: index(x), y: index(y) };
}

function longitude(share: number): number {
  return Math.min(180, Math.max(-180, share * 360 - 180));
}

function latitude(share: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
}
