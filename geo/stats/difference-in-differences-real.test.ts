import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/random-stream';
import { differenceInDifferences, PANEL_STATES } from './difference-in-differences';

/** Months of real cities in which nothing was done: how often an effect is seen all the same. */
const DATA = join(import.meta.dirname, '../../../shared/data/crime');
const hasData = existsSync(DATA);
const NOTE = hasData ? '' : ' (skipped: no ../shared/data/crime here)';
const MONTHS_BEFORE = 12;
/** Four thousand regressions, on a machine that may be busy. */
const PATIENCE = { timeout: 60_000 };

/** Each incident's district and month. */
function readChicago(): (readonly [district: string, month: string])[] {
  const file = join(DATA, 'chicago_aggravated_assaults_2010_2016.csv.gz');
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const cells = line.split(',');
    return [cells[4]!.trim(), cells[0]!.slice(0, 7)] as const;
  });
}

/** The share of districts and months in whose interval no effect does not lie, where so many of their incidents are kept. */
function shareSeen(kept: number): { share: number; trials: number } {
  const rows = readChicago().filter(([district]) => /^\d+$/.test(district));
  const months = [...new Set(rows.map(([, month]) => month))].sort();
  const districts = [...new Set(rows.map(([district]) => district))].sort();
  const tally = new Map<string, number>();
  for (const [district, month] of rows) {
    const key = `${district} ${month}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  }
  const random = randomStream(1, 'thinned');
  const thin = (count: number) =>
    Array.from({ length: count }, () => random() < kept).filter(Boolean).length;
  const seen: boolean[] = [];
  for (let end = MONTHS_BEFORE; end < months.length; end += 8) {
    const span = months.slice(end - MONTHS_BEFORE, end + 1);
    const states = (treated: number) =>
      Uint8Array.from(
        districts.flatMap((_, unit) =>
          span.map((_, at) =>
            unit === treated && at === MONTHS_BEFORE
              ? PANEL_STATES.treated
              : PANEL_STATES.untreated,
          ),
        ),
      );
    for (const treated of districts.keys()) {
      const counts = districts.flatMap((district, unit) =>
        span.map((month, at) => {
          const count = tally.get(`${district} ${month}`) ?? 0;
          return unit === treated && at === MONTHS_BEFORE ? thin(count) : count;
        }),
      );
      const panel = {
        units: districts.length,
        months: span.length,
        counts: Float64Array.from(counts),
        states: states(treated),
      };
      const found = differenceInDifferences(panel).treated;
      if (found.ok) seen.push(found.interval.high < 1 || found.interval.low > 1);
    }
  }
  return { share: seen.filter(Boolean).length / seen.length, trials: seen.length };
}

describe.skipIf(!hasData)(`Chicago, assaults by district, 2010 to 2016${NOTE}`, () => {
  it(
    'is seen to change in about 5 percent of the months in which nothing was done',
    PATIENCE,
    () => {
      const { share, trials } = shareSeen(1);
      expect(trials).toBeGreaterThan(190);
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.08);
    },
  );

  it('is seen to change much more often where 30 percent are taken away', PATIENCE, () => {
    expect(shareSeen(0.7).share).toBeGreaterThan(0.35);
  });
});
