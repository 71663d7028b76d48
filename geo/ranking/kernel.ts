import { hexColumnStep, type Lattice } from '../grid/lattice';

/** How far a step in the lattice carries: whole numbers of which {@link KERNEL_UNIT} is one. */
export type KernelStep = {
  readonly columnStep: number;
  /** Rows for squares; half rows for hexagons, whose odd columns lie half a cell higher: see `positionOf`. */
  readonly positionStep: number;
  readonly weight: number;
};

/** How a count is spread over the places around: by metres between them, and as steps where they make a lattice. */
export type Kernel = {
  readonly profile: 'quartic' | 'inverse';
  /** h of the quartic; how far the inverse reaches. */
  readonly reachMetres: number;
  /** What the inverse counts distance in. */
  readonly unitMetres: number;
  /** Steps from a cell to those that its count is spread over, itself among them. */
  readonly steps: readonly KernelStep[];
};

export const KERNEL_UNIT = 2 ** 12;

type Spacing = Pick<Lattice, 'shape' | 'sizeMetres'>;

/** A cell's place in its column, in the units of a kernel's steps. */
export function positionOf(shape: Lattice['shape'], { i, j }: { i: number; j: number }): number {
  return shape === 'square' ? j : 2 * j + (i & 1);
}

/**
 * (1 − d²/h²)² for centres d metres apart, 1 on the cell itself.
 *
 * @param bandwidthMetres h. Not above a cell's size: the cell alone.
 */
export function quarticKernel(lattice: Spacing, bandwidthMetres: number): Kernel {
  const steps = stepsWithin(
    lattice,
    bandwidthMetres,
    (metres) => (1 - (metres / bandwidthMetres) ** 2) ** 2,
  );
  return {
    profile: 'quartic',
    reachMetres: bandwidthMetres,
    unitMetres: lattice.sizeMetres,
    steps,
  };
}

/** 1 / (1 + d) for centres d cell sizes apart, up to `reachCells`. */
export function inverseKernel(lattice: Spacing, reachCells: number): Kernel {
  const { sizeMetres } = lattice;
  const reachMetres = reachCells * sizeMetres;
  const steps = stepsWithin(lattice, reachMetres, (metres) => 1 / (1 + metres / sizeMetres));
  return { profile: 'inverse', reachMetres, unitMetres: sizeMetres, steps };
}

function stepsWithin(
  { shape, sizeMetres }: Spacing,
  reach: number,
  weightOf: (metres: number) => number,
): KernelStep[] {
  // A centre that lies as far as the reach is within it, whatever a square root is rounded to.
  const reachMetres = reach * (1 + 1e-9);
  const columnMetres = shape === 'square' ? sizeMetres : hexColumnStep(sizeMetres);
  const positionMetres = shape === 'square' ? sizeMetres : sizeMetres / 2;
  const columns = upTo(Math.floor(reachMetres / columnMetres));
  const positions = upTo(Math.floor(reachMetres / positionMetres));
  return columns
    .flatMap((columnStep) => positions.map((positionStep) => ({ columnStep, positionStep })))
    .filter(
      ({ columnStep, positionStep }) => shape === 'square' || (columnStep + positionStep) % 2 === 0,
    )
    .map((step) => {
      const metres = Math.hypot(step.columnStep * columnMetres, step.positionStep * positionMetres);
      const weight =
        metres > reachMetres ? 0 : Math.round(KERNEL_UNIT * weightOf(Math.min(metres, reach)));
      return { ...step, weight };
    })
    .filter(({ weight }) => weight > 0);
}

/** Whole numbers from -reach to reach. */
function upTo(reach: number): number[] {
  return Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
}
