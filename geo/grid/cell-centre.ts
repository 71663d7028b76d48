import { type CellIndex, hexColumnStep, type Lattice } from './lattice';

/** Centre of a cell: easting and northing in metres of the lattice's CRS. */
export function cellCentre(lattice: Lattice, { i, j }: CellIndex): readonly [x: number, y: number] {
  const { sizeMetres: size, originX, originY } = lattice;
  if (lattice.shape === 'square') return [originX + size * (i + 0.5), originY + size * (j + 0.5)];
  return [originX + hexColumnStep(size) * i, originY + size * (j + (i & 1) * 0.5)];
}
