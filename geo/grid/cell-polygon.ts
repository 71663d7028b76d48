import { cellCentre } from './cell-centre';
import { type CellIndex, hexColumnStep, type Lattice } from './lattice';

/** A closed ring, counter-clockwise, easting and northing in metres of the lattice's CRS. */
export type Ring = readonly (readonly [x: number, y: number])[];

/** Outline of a cell: 5 positions for a square, 7 for a hexagon, the last equal to the first. */
export function cellPolygon(lattice: Lattice, index: CellIndex): Ring {
  const [x, y] = cellCentre(lattice, index);
  const offsets = lattice.shape === 'square' ? SQUARE_CORNERS : HEXAGON_CORNERS;
  const across =
    lattice.shape === 'square' ? lattice.sizeMetres / 2 : hexColumnStep(lattice.sizeMetres) / 3;
  const up = lattice.sizeMetres / 2;
  return offsets.map(([h, v]) => [x + across * h, y + up * v] as const);
}

/** Corners in half edges (across) and half heights (up). */
const HEXAGON_CORNERS: Ring = [
  [2, 0],
  [1, 1],
  [-1, 1],
  [-2, 0],
  [-1, -1],
  [1, -1],
  [2, 0],
];

const SQUARE_CORNERS: Ring = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
];
