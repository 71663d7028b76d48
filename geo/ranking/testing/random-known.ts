import { neighbours } from '../../grid/neighbours';
import { randomStream } from '../../random/random-stream';
import { packHistory } from '../history';
import type { Known } from '../score-places';
import { cellBox } from '../spread';

type Happened = { step: number; place: number; count: number; reported?: number };

/** A field of cells and what happened there by month; days are the first of each month. */
export function knownOf(
  shape: 'square' | 'hex',
  cells: readonly { i: number; j: number }[],
  steps: number,
  happened: readonly Happened[],
): Known {
  const ranked = packHistory(cells.length, steps, happened);
  const byDay = happened.map(({ step, reported, ...rest }) => ({
    ...rest,
    step: 30 * step + 15,
    reported: 30 * (reported ?? step) + 20,
  }));
  return {
    box: cellBox(shape, cells),
    neighbours: neighbours(shape, cells),
    ranked,
    allKinds: ranked,
    days: packHistory(cells.length, 30 * (steps + 1), byDay),
    firstDays: Array.from({ length: steps + 1 }, (_, step) => 30 * step),
    stepsAYear: 12,
    weighing: 'count',
  };
}

/** Cells that differ in rate, the same for the same seed: a few hot ones, many that see little. */
export function randomHappened(seed: number, places: number, steps: number): Happened[] {
  const random = randomStream(seed, 'field');
  const rates = Array.from({ length: places }, () => 0.02 / (0.01 + random()));
  return Array.from({ length: steps }, (_, step) =>
    rates.flatMap((rate, place) => {
      const count = poisson(rate, random);
      return count > 0 ? [{ step, place, count }] : [];
    }),
  ).flat();
}

function poisson(rate: number, random: () => number): number {
  let [count, product] = [0, random()];
  while (product > Math.exp(-rate)) {
    count++;
    product *= random();
  }
  return count;
}

export function boxCells(columns: number, rows: number): { i: number; j: number }[] {
  return Array.from({ length: columns * rows }, (_, index) => ({
    i: Math.floor(index / rows) - 2,
    j: (index % rows) - 3,
  }));
}
