import type { Neighbours } from '../grid/neighbours';
import { randomStream } from '../random/random-stream';

export type PermutationOptions = {
  /** Random fields to compare with; p is never below 2 / (permutations + 1). */
  readonly permutations: number;
  readonly seed: number;
};

/**
 * Two-sided pseudo p of Gi* and of local Moran by conditional permutation: how often the neighbours of a cell, had they
 * been drawn at random from all other cells, would have had a sum as extreme as theirs.
 *
 * One answer for both: each keeps the cell's own value and depends on its neighbours by their sum alone.
 * p = 2 · (the smaller of the draws at least and at most as large, + 1) / (permutations + 1), at most 1.
 *
 * Each permutation deals all cells out once, and cell after cell takes its neighbours from the next cards (without its
 * own): for each cell a draw without replacement, for all of them one shuffle.
 *
 * @param values n finite counts or rates, one a cell.
 * @param neighbours n rows; that a row holds the cell itself does not count.
 * @returns n chances; 1 for a cell without neighbours. The same for the same seed.
 * @throws {RangeError} if the row count is not n, or `permutations` is not a positive whole number.
 * @see Anselin (1995), doi:10.1111/j.1538-4632.1995.tb00338.x, section on conditional randomisation
 */
export function permutationP(
  values: Float64Array,
  neighbours: Neighbours,
  { permutations, seed }: PermutationOptions,
): Float64Array<ArrayBuffer> {
  const n = values.length;
  if (neighbours.offsets.length !== n + 1)
    throw new RangeError(`${neighbours.offsets.length - 1} neighbour rows for ${n} cells`);
  if (!(Number.isInteger(permutations) && permutations > 0))
    throw new RangeError(`permutations must be a positive whole number, got ${permutations}`);
  const observed = observedSums(values, neighbours);
  const tally = { above: new Uint32Array(n), below: new Uint32Array(n) };
  const deck = {
    order: Uint32Array.from({ length: n }, (_, cell) => cell),
    values: new Float64Array(n),
    positions: new Uint32Array(n),
  };
  const random = randomStream(seed, 'conditional permutation');
  for (let permutation = 0; permutation < permutations; permutation++) {
    shuffle(deck, values, random);
    dealOut(deck, observed, tally);
  }
  return Float64Array.from(tally.above, (above, cell) => {
    const fewer = Math.min(above, tally.below[cell]!);
    return Math.min(1, (2 * (fewer + 1)) / (permutations + 1));
  });
}

/** Cells in the order of the cards, their values in that order, and where each cell's card lies. */
type Deck = {
  readonly order: Uint32Array;
  readonly values: Float64Array;
  readonly positions: Uint32Array;
};
type Observed = { readonly sums: Float64Array; readonly degrees: Uint32Array };
/** Draws at least, and at most, as large as what was observed. */
type Tally = { readonly above: Uint32Array; readonly below: Uint32Array };

function observedSums(values: Float64Array, { offsets, indices }: Neighbours): Observed {
  const sums = new Float64Array(values.length);
  const degrees = new Uint32Array(values.length);
  for (let cell = 0; cell < values.length; cell++) {
    for (let k = offsets[cell]!; k < offsets[cell + 1]!; k++) {
      const neighbour = indices[k]!;
      if (neighbour === cell) continue;
      sums[cell]! += values[neighbour]!;
      degrees[cell]!++;
    }
  }
  return { sums, degrees };
}

/** Fisher and Yates: each order is as likely. */
function shuffle(deck: Deck, cellValues: Float64Array, random: () => number): void {
  const { order, values, positions } = deck;
  for (let last = order.length - 1; last >= 0; last--) {
    const chosen = (random() * (last + 1)) >>> 0;
    const card = order[chosen]!;
    order[chosen] = order[last]!;
    order[last] = card;
    values[last] = cellValues[card]!;
    positions[card] = last;
  }
}

function dealOut(deck: Deck, { sums, degrees }: Observed, { above, below }: Tally): void {
  const n = sums.length;
  const { values, positions } = deck;
  let next = 0;
  for (let cell = 0; cell < n; cell++) {
    const degree = degrees[cell]!;
    // One card more, since the cell's own may be among them.
    if (next + degree >= n) next = 0;
    let first = next;
    // Where a cell begins must not depend on how the cards lie, else some draws would be likelier than others.
    next += degree;
    let end = next;
    const own = positions[cell]!;
    let sum = 0;
    if (own >= first && own < end) {
      sum = sumBetween(values, first, own);
      first = own + 1;
      end++;
    }
    sum += sumBetween(values, first, end);
    const observed = sums[cell]!;
    if (sum >= observed) above[cell]!++;
    if (sum <= observed) below[cell]!++;
  }
}

function sumBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let position = from; position < to; position++) sum += values[position]!;
  return sum;
}
