import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../fixtures/knox-chicago-arson.json' with { type: 'json' };
import {
  hasSharedGolden,
  readFixtureText,
  readSharedText,
  SHARED_GOLDEN_NOTE,
} from '../testing/golden';
import { type Band, type KnoxOptions, type KnoxTable, knoxTable } from './knox';

/** Lines of x, y and a date under a header; times in days. */
function readIncidents(text: string) {
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  return {
    x: Float64Array.from(rows, ([x]) => Number(x)),
    y: Float64Array.from(rows, ([, y]) => Number(y)),
    times: Float64Array.from(rows, ([, , date]) => Date.parse(date!) / 86_400_000),
  };
}

function observedOf({ rows }: KnoxTable): number[][] {
  return rows.map((row) => row.map(({ observed }) => observed));
}

const ONCE = { permutations: 1, seed: 1 };

describe('knoxTable against other tools', () => {
  const arson = readIncidents(readFixtureText('chicago-arson.csv'));
  const days = { timeLimitsDays: [0, 1, 2, 3, Infinity], ...ONCE };

  it('counts the pairs of 521 arsons exactly, by Manhattan distance', () => {
    const table = knoxTable(arson, {
      ...days,
      distanceLimitsMetres: [0, 1, 200, 400, 600, Infinity],
      hasSameLocationBand: false,
      metric: 'manhattan',
    });
    expect(observedOf(table)).toEqual(
      golden['manhattan_[0,1)[1,200)[200,400)[400,600)[600,inf)_x_days_[0,1)[1,2)[2,3)[3,inf)'],
    );
  });

  it('counts pairs at exactly one place in a band of their own', () => {
    const table = knoxTable(arson, {
      ...days,
      distanceLimitsMetres: [0, 200, 400, 600],
      hasSameLocationBand: true,
      metric: 'manhattan',
    });
    expect(observedOf(table)).toEqual(golden.float64_exact0_first4rows);
    expect(table.distanceBands[0]).toEqual({ from: 0, to: 0 });
  });

  it('counts the pairs of 521 arsons exactly, by Euclidean distance and weeks', () => {
    const table = knoxTable(arson, {
      distanceLimitsMetres: [0, 0.1, 100, 200, 300, 400, Infinity],
      timeLimitsDays: [0, 7, 14, 21, Infinity],
      hasSameLocationBand: false,
      metric: 'euclidean',
      ...ONCE,
    });
    expect(observedOf(table)).toEqual(
      golden['euclid_[0,.1)[.1,100)[100,200)[200,300)[300,400)[400,inf)_x_weeks'],
    );
  });

  it.skipIf(!hasSharedGolden)(
    `agrees with R NearRepeat on 2,000 burglaries, ratios and p within the noise of its 99 permutations${SHARED_GOLDEN_NOTE}`,
    () => {
      const burglaries = readIncidents(readSharedText('nearrepeat_chicago_be_2000.csv'));
      const [counts, ratios, chances] = readTables(readSharedText('nearrepeat_knox_2000.txt'));
      const { rows, ...table } = knoxTable(burglaries, {
        distanceLimitsMetres: [0, 0.1, 100, 200, 400, 800],
        timeLimitsDays: [0, 2, 8, 15, 29],
        hasSameLocationBand: false,
        metric: 'manhattan',
        permutations: 999,
        seed: 1,
      });
      expect(observedOf({ rows, ...table })).toEqual(counts);
      rows.flat().forEach(({ observed, expected, ratio, p }, cell) => {
        const theirs = observed / ratios!.flat()[cell]!;
        // Their expectation is a mean, not a median: times 99 it is a whole number.
        expect(Math.abs(theirs * 99 - Math.round(theirs * 99))).toBeLessThan(0.01);
        // Five standard deviations of a mean of 99 counts.
        const tolerance = 5 / Math.sqrt(99 * expected);
        expect(Math.abs(theirs / expected - 1)).toBeLessThan(tolerance);
        expect(ratio).toBe(observed / expected);
        expect(Math.abs(p - chances!.flat()[cell]!)).toBeLessThan(0.2);
      });
    },
  );
});

describe('knoxTable', () => {
  const OPTIONS: KnoxOptions = {
    distanceLimitsMetres: [0, 3, 6],
    timeLimitsDays: [0, 7, 14],
    hasSameLocationBand: true,
    metric: 'euclidean',
    permutations: 99,
    seed: 1,
  };
  const incidents = fc.array(
    fc.record({
      x: fc.integer({ min: 0, max: 15 }),
      y: fc.integer({ min: -5, max: 5 }),
      time: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 40 },
  );

  function typed(rows: readonly { x: number; y: number; time: number }[]) {
    return {
      x: Float64Array.from(rows, ({ x }) => x),
      y: Float64Array.from(rows, ({ y }) => y),
      times: Float64Array.from(rows, ({ time }) => time),
    };
  }

  it('counts what comparing each with each counts', () => {
    // Whole days, parts of days, bands that begin later, and one without end.
    const limits = fc.constantFrom([0, 7, 14], [0, 0.5, 2.5, 2.75, 9], [3, 4.5], [1, 20, Infinity]);
    fc.assert(
      fc.property(incidents, limits, (whole, timeLimitsDays) => {
        const rows = whole.map((row) => ({ ...row, time: row.time / 2 }));
        const pairs = rows.flatMap((a, index) =>
          rows.slice(index + 1).map((b) => ({
            metres: Math.hypot(a.x - b.x, a.y - b.y),
            days: Math.abs(a.time - b.time),
          })),
        );
        const options = { ...OPTIONS, timeLimitsDays };
        const { distanceBands, timeBands, ...table } = knoxTable(typed(rows), options);
        const expected = distanceBands.map((near) =>
          timeBands.map(
            (soon) =>
              pairs.filter(({ metres, days }) => isNear(near, metres) && isIn(soon, days)).length,
          ),
        );
        expect(observedOf({ distanceBands, timeBands, ...table })).toEqual(expected);
        expect(distanceBands.map(({ to }) => to)).toEqual([0, 3, 6]);
      }),
    );
  });

  it('expects what permuting without end would: pairs so near times the share of pairs so soon', () => {
    const rows = Array.from({ length: 60 }, (_, k) => ({
      x: (k * 7) % 16,
      y: (k * 5) % 11,
      time: (k * k) % 31,
    }));
    const times = rows.flatMap((a, k) => rows.slice(k + 1).map((b) => Math.abs(a.time - b.time)));
    const soon = times.filter((days) => days < 7).length / times.length;
    const anyTime = { ...OPTIONS, timeLimitsDays: [0, Infinity] };
    const near = knoxTable(typed(rows), anyTime).rows.map(([cell]) => cell!.observed);
    const { rows: table } = knoxTable(typed(rows), { ...OPTIONS, permutations: 999 });
    table.forEach(([cell], row) => {
      const expected = near[row]! * soon;
      // Five standard deviations of a mean of 999 counts that scatter about as Poisson's do.
      const tolerance = 5 * Math.sqrt(expected / 999);
      expect(Math.abs(cell!.expected - expected)).toBeLessThanOrEqual(tolerance);
      if (row > 0) expect(expected).toBeGreaterThan(20);
    });
  });

  it('expects what there is where all happens at one time', () => {
    const rows = Array.from({ length: 9 }, (_, x) => ({ x, y: 0, time: 5 }));
    const { rows: table } = knoxTable(typed(rows), OPTIONS);
    expect(table.map(([cell]) => cell!.observed)).toEqual([0, 15, 15]);
    for (const [cell] of table.slice(1)) {
      expect(cell).toEqual({ observed: 15, expected: 15, ratio: 1, p: 1 });
    }
  });

  it('finds a planted near repeat, and gives the same for the same seed', () => {
    const alone = Array.from({ length: 40 }, (_, k) => ({
      x: 100 * k,
      y: 0,
      time: (k * 13) % 300,
    }));
    const rows = alone.flatMap((row) => [row, { ...row, x: row.x + 1, time: row.time + 1 }]);
    const table = knoxTable(typed(rows), OPTIONS);
    expect(table.rows[1]![0]).toMatchObject({ observed: 40, p: 0.01 });
    expect(table.rows[1]![0]!.ratio).toBeGreaterThan(5);
    expect(knoxTable(typed(rows), OPTIONS)).toEqual(table);
    expect(knoxTable(typed(rows), { ...OPTIONS, seed: 2 })).not.toEqual(table);
  });

  it('counts the same pairs in any order of the incidents', () => {
    fc.assert(
      fc.property(incidents, (rows) => {
        const once = { ...OPTIONS, permutations: 1 };
        const turned = knoxTable(typed(rows.toReversed()), once);
        expect(observedOf(turned)).toEqual(observedOf(knoxTable(typed(rows), once)));
      }),
    );
  });

  it('does not change when all is moved in place and time', () => {
    fc.assert(
      fc.property(incidents, (rows) => {
        const moved = rows.map(({ x, y, time }) => ({ x: x + 4096, y: y - 512, time: time + 64 }));
        expect(knoxTable(typed(moved), OPTIONS)).toEqual(knoxTable(typed(rows), OPTIONS));
      }),
    );
  });

  it.each([[[]], [[{ x: 1, y: 1, time: 1 }]]])('has nothing to count in %j', (rows) => {
    const cells = knoxTable(typed(rows), OPTIONS).rows.flat();
    expect(cells).toEqual(Array(6).fill({ observed: 0, expected: 0, ratio: null, p: 1 }));
  });

  it.each([
    ['limits that do not ascend', { distanceLimitsMetres: [0, 5, 5] }],
    ['limits that begin above 0', { distanceLimitsMetres: [1, 5] }],
    ['no band of time', { timeLimitsDays: [0] }],
    ['no permutations', { permutations: 0 }],
  ])('refuses %s', (_, options) => {
    expect(() => knoxTable(typed([]), { ...OPTIONS, ...options })).toThrow(RangeError);
  });

  it('refuses times that are missing', () => {
    const rows = typed([{ x: 0, y: 0, time: Number.NaN }]);
    expect(() => knoxTable(rows, OPTIONS)).toThrow(RangeError);
    expect(() => knoxTable({ ...rows, times: new Float64Array(2) }, OPTIONS)).toThrow(RangeError);
  });
});

/** The same-location band holds 0 alone, and no other band does. */
function isNear(band: Band, metres: number): boolean {
  if (band.to === 0 || metres === 0) return band.to === metres;
  return isIn(band, metres);
}

function isIn({ from, to }: Band, value: number): boolean {
  return value >= from && value < to;
}

/** Tables printed one below the other: a line of column names, then lines that begin with the row's name. */
function readTables(text: string): number[][][] {
  const tables: number[][][] = [];
  for (const line of text.split('\n')) {
    if (/^\s+\[.*\[/.test(line)) tables.push([]);
    else if (/^\s+\[/.test(line))
      tables.at(-1)!.push(line.trim().split(/\s+/).slice(1).map(Number));
  }
  return tables;
}
