import type { CellIndex, Lattice } from './lattice';

/** Neighbour lists in compressed sparse row form: row c is `indices[offsets[c] .. offsets[c + 1]]`. */
export type Neighbours = { readonly offsets: Uint32Array; readonly indices: Uint32Array };

type Step = readonly [di: number, dj: number];

/** Self and the eight around a square. */
const AROUND_SQUARE: readonly Step[] = [-1, 0, 1].flatMap((di) =>
  [-1, 0, 1].map((dj) => [di, dj] as const),
);
/** Self and the six around a flat-topped hexagon; odd columns lie half a cell higher. */
const AROUND_EVEN_HEXAGON: readonly Step[] = [
  [-1, -1],
  [-1, 0],
  [0, -1],
  [0, 0],
  [0, 1],
  [1, -1],
  [1, 0],
];
const AROUND_ODD_HEXAGON: readonly Step[] = AROUND_EVEN_HEXAGON.map(([di, dj]) =>
  di === 0 ? [di, dj] : [di, dj + 1],
);

/**
 * Each cell with those of its neighbours that exist, itself included: queen for squares, ring 1 for hexagons.
 *
 * @param cells distinct cells of one lattice, |i| and |j| below 2^25; rows and indices follow their order.
 * @throws {RangeError} if a cell stands twice.
 */
export function neighbours(shape: Lattice['shape'], cells: readonly CellIndex[]): Neighbours {
  const positions = new Map(cells.map((cell, position) => [cellKey(cell.i, cell.j), position]));
  if (positions.size !== cells.length)
    throw new RangeError(`${cells.length - positions.size} of the cells stand twice`);
  const offsets = new Uint32Array(cells.length + 1);
  const indices: number[] = [];
  cells.forEach(({ i, j }, position) => {
    for (const [di, dj] of stepsAround(shape, i)) {
      const neighbour = positions.get(cellKey(i + di, j + dj));
      if (neighbour !== undefined) indices.push(neighbour);
    }
    offsets[position + 1] = indices.length;
  });
  return { offsets, indices: Uint32Array.from(indices) };
}

function stepsAround(shape: Lattice['shape'], column: number): readonly Step[] {
  if (shape === 'square') return AROUND_SQUARE;
  return column & 1 ? AROUND_ODD_HEXAGON : AROUND_EVEN_HEXAGON;
}

/** One number for a pair, since a Map of strings is several times slower. */
function cellKey(i: number, j: number): number {
  return i * 2 ** 26 + j;
}
