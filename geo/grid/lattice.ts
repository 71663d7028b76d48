/** The fixed analysis lattice of a jurisdiction, in metres of its metric CRS. */
export type Lattice = {
  readonly shape: 'square' | 'hex';
  /** Square: side. Hexagon (flat-topped): flat to flat. */
  readonly sizeMetres: number;
  readonly originX: number;
  readonly originY: number;
};

/** Lattice column i and row j: for hexagons the same numbers as PostGIS's ST_HexagonGrid. */
export type CellIndex = { readonly i: number; readonly j: number };

/**
 * Distance in metres between the centres of neighbouring columns of a hexagon lattice: 1.5 edges.
 *
 * @throws {RangeError} if the size is not a positive number.
 */
export function hexColumnStep(sizeMetres: number): number {
  if (!(sizeMetres > 0))
    throw new RangeError(`a cell must have a positive size, got ${sizeMetres}`);
  return (1.5 * sizeMetres) / Math.sqrt(3);
}

/** Square metres of one cell. */
export function cellAreaMetres({
  shape,
  sizeMetres,
}: Pick<Lattice, 'shape' | 'sizeMetres'>): number {
  return sizeMetres ** 2 * (shape === 'hex' ? Math.sqrt(3) / 2 : 1);
}
