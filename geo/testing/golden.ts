import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Neighbours, neighbours } from '../grid/neighbours';

const SHARED = join(import.meta.dirname, '../../../shared/golden');
const FIXTURES = join(import.meta.dirname, '../fixtures');

/** Golden files too large for the repository lie beside it on some machines only. */
export const hasSharedGolden = existsSync(SHARED);

/** What a test that needs them adds to its name, so that its being skipped explains itself. */
export const SHARED_GOLDEN_NOTE = hasSharedGolden ? '' : ' (skipped: no ../shared/golden here)';

export function readSharedGolden(file: string): GoldenRow[] {
  return parseRows(readSharedText(file));
}

export function readSharedText(file: string): string {
  const bytes = readFileSync(join(SHARED, file));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export function readFixture(file: string): GoldenRow[] {
  return parseRows(readFixtureText(file));
}

export function readFixtureText(file: string): string {
  return readFileSync(join(FIXTURES, file), 'utf8');
}

export type GoldenRow = Readonly<Record<string, number>>;

/** Numbers under a header line; goldens hold neither text nor commas inside quotes. */
function parseRows(text: string): GoldenRow[] {
  const [header = '', ...lines] = text.trim().replaceAll('"', '').split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    return Object.fromEntries(names.map((name, column) => [name, values[column] ?? Number.NaN]));
  });
}

/** One column; throws where the file has none of that name, so that a test cannot pass by comparing nothing. */
export function column(rows: readonly GoldenRow[], name: string): Float64Array<ArrayBuffer> {
  return Float64Array.from(rows, (row) => {
    const value = row[name];
    if (value === undefined) throw new Error(`the golden has no column ${name}`);
    return value;
  });
}

/** The largest absolute difference. */
export function largestDifference(found: Float64Array, expected: Float64Array): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  return found.reduce((most, value, index) => {
    const gap = Math.abs(value - (expected[index] ?? Number.NaN));
    return Math.max(gap, most);
  }, 0);
}

/** The largest difference in parts of what was expected, or of 1 where that is smaller: for goldens printed with so many digits. */
export function largestRelativeDifference(found: Float64Array, expected: Float64Array): number {
  const scale = expected.map((value) => Math.max(1, Math.abs(value)));
  const inParts = (values: Float64Array) => values.map((value, index) => value / scale[index]!);
  return largestDifference(inParts(found), inParts(expected));
}

/** The goldens' hexagons are pointy-topped with odd rows shifted: ours with rows and columns exchanged. */
export function latticeNeighbours(rows: readonly GoldenRow[], shape: 'square' | 'hex'): Neighbours {
  const i = column(rows, 'i');
  const j = column(rows, 'j');
  const cells = rows.map((_, row) =>
    shape === 'hex' ? { i: j[row]!, j: i[row]! } : { i: i[row]!, j: j[row]! },
  );
  return neighbours(shape, cells);
}

/** Pearson's. */
export function correlation(left: Float64Array, right: Float64Array): number {
  const n = left.length;
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / n;
  const [leftMean, rightMean] = [meanOf(left), meanOf(right)];
  let [product, leftSquares, rightSquares] = [0, 0, 0];
  for (let index = 0; index < n; index++) {
    const a = left[index]! - leftMean;
    const b = right[index]! - rightMean;
    product += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  return product / Math.sqrt(leftSquares * rightSquares);
}
