/** What the page's controls and the server hold alike; the database holds it too. */
export const BASEMAP_LIMITS = {
  templateCharacters: 1000,
  attributionCharacters: 200,
  approvalNumberCharacters: 60,
  maximumZoom: 22,
  /** Less could be taken for no basemap. */
  minimumOpacity: 0.05,
} as const;

/** Pixels. */
export const TILE_SIZES = [256, 512] as const;
