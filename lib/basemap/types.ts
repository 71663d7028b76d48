/** Raster tiles that lie under the map instead of our own roads and water. */
export type RasterSettings = {
  /** Address of a tile in EPSG:3857, with {z}, {x}, {y}, and {s} where there are several hosts. */
  readonly template: string;
  /** What {s} stands for, one character each; null where the template has none. */
  readonly subdomains: string | null;
  /** Pixels. */
  readonly tileSize: number;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly attribution: string;
  readonly dayOpacity: number;
  readonly nightOpacity: number;
};

export type BasemapSettings = {
  /** The map's approval number (审图号); null where none is set. */
  readonly approvalNumber: string | null;
  /** Null: the built-in ground. */
  readonly raster: RasterSettings | null;
};

/** The basemap as the map shows it. */
export type ViewedBasemap = BasemapSettings & {
  /** A host that was chosen but may no longer be asked; the built-in ground stands in for it. */
  readonly refusedHost: string | null;
};
