import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = join(import.meta.dirname, '../../../shared/golden');
const FIXTURES = join(import.meta.dirname, '../fixtures');

/** Golden files too large for the repository lie beside it on some machines only. */
export const hasSharedGolden = existsSync(SHARED);

/** What a test that needs them adds to its name, so that its being skipped explains itself. */
export const SHARED_GOLDEN_NOTE = hasSharedGolden ? '' : ' (skipped: no ../shared/golden here)';

export function readSharedGolden(file: string): GoldenRow[] {
  return parseRows(readFileSync(join(SHARED, file), 'utf8'));
}

export function readFixture(file: string): GoldenRow[] {
  return parseRows(readFileSync(join(FIXTURES, file), 'utf8'));
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
