import { type Random, randomStream } from '@/geo/random/random-stream';

/** Points in metres of EPSG:4549, and the month of the year in which each happened, 0 to 11. */
export type BenchPoints = { x: Float64Array; y: Float64Array; months: Uint8Array };

/** 16,770 cells of 250 m, 1,048 km²: a county-level city as a rectangle. */
export const FIELD = {
  columns: 130,
  rows: 129,
  cellMetres: 250,
  originX: 500_000,
  originY: 3_190_000,
};

const CENTRES = 200;
/** The others lie anywhere. */
const SHARE_AT_CENTRES = 0.7;

/** As a city's incidents do: most around places that differ in how many and how widely. The same for the same seed. */
export function benchPoints(size: number, seed: number): BenchPoints {
  const random = randomStream(seed, 'benchmark points');
  const centres = Array.from({ length: CENTRES }, () => ({
    east: random() * FIELD.columns * FIELD.cellMetres,
    north: random() * FIELD.rows * FIELD.cellMetres,
    metres: 100 + 700 * random() ** 2,
  }));
  const x = new Float64Array(size);
  const y = new Float64Array(size);
  const months = new Uint8Array(size);
  for (let point = 0; point < size; ) {
    // Squared, so that few centres have many.
    const centre = centres[Math.floor(random() ** 2 * CENTRES)];
    const [east, north] =
      centre && random() < SHARE_AT_CENTRES
        ? [
            centre.east + centre.metres * normal(random),
            centre.north + centre.metres * normal(random),
          ]
        : [random() * FIELD.columns * FIELD.cellMetres, random() * FIELD.rows * FIELD.cellMetres];
    if (!isInField(east, north)) continue;
    x[point] = FIELD.originX + east;
    y[point] = FIELD.originY + north;
    months[point++] = Math.floor(12 * random());
  }
  return { x, y, months };
}

/** Points by cell, row by row. */
export function countCells({ x, y }: Pick<BenchPoints, 'x' | 'y'>): Float64Array {
  const counts = new Float64Array(FIELD.columns * FIELD.rows);
  for (let point = 0; point < x.length; point++) {
    const i = Math.floor(((x[point] ?? 0) - FIELD.originX) / FIELD.cellMetres);
    const j = Math.floor(((y[point] ?? 0) - FIELD.originY) / FIELD.cellMetres);
    const cell = j * FIELD.columns + i;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

function isInField(east: number, north: number): boolean {
  const { columns, rows, cellMetres } = FIELD;
  return east >= 0 && north >= 0 && east < columns * cellMetres && north < rows * cellMetres;
}

/** Standard normal deviate (Box–Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
