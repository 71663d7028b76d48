import { describe, expect, it, vi } from 'vitest';
import { cellsOfBox, insertFacts, insertJurisdiction } from '../db/testing/builders';
import { openTestDatabase } from '../db/testing/database';
import { addMonths } from '../lib/format/month';
import { speak } from './testing/spoken-command';

/** What `zhantu backtest` and the rankings that go by it say. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const CODE = await insertJurisdiction(database.db, { cells: cellsOfBox(10, 10) });
await insertFacts(
  database.db,
  CODE,
  Array.from({ length: 36 }, (_, step) =>
    Array.from({ length: 10 }, (__, place) => ({
      ...{ i: place, j: (place * 3) % 10, count: 1 + ((place * 7 + step) % 5) },
      month: `${addMonths('2021-01', step)}-01`,
    })),
  ).flat(),
);
const here = ['--jurisdiction', CODE];
const span = ['--from', '2023-01', '--to', '2023-12'];
const json = async (...words: string[]) => {
  const { status, stdout, stderr } = await speak(...words, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
};

describe('zhantu backtest', () => {
  it('tells each ranker’s hits, hit rate and PAI, and which is chosen', async () => {
    const told = await json('backtest', ...here, ...span, '--cells', '5');
    expect(told).toMatchObject({
      cells: 5,
      cellsTotal: 100,
      coverage: 0.05,
      steps: 12,
      step: 'month',
    });
    expect(told.rankers.map(({ name }: { name: string }) => name)).toEqual([
      ...[
        'count_all',
        'count_12m',
        'count_36m',
        'decay',
        'seasonal',
        'kde',
        'promap',
        'gistar',
        'blend',
      ],
    ]);
    for (const { hits, total, hitRate, pai, peiStar, paiInterval } of told.rankers) {
      expect(hitRate).toBeCloseTo(hits / total, 12);
      expect(pai).toBeCloseTo(hits / total / 0.05, 9);
      expect(peiStar).toBeLessThanOrEqual(1);
      expect(paiInterval[0]).toBeLessThanOrEqual(pai);
    }
    expect(told.chosen.name).toMatch(/^[a-z]/);
    const { stdout } = await speak('backtest', ...here, ...span, '--cells', '5');
    expect(stdout).toMatch(/count_all +\d/);
    expect(stdout).toMatch(/\(best possible\) .* 1\.000/);
  });

  it('says what is wrong, and with which option', async () => {
    const said = async (...words: string[]) => {
      const { status, stderr } = await speak('backtest', ...here, ...words);
      return `${status} ${stderr.trim()}`;
    };
    expect(await said('--from', '2023-13', '--to', '2023-12')).toMatch(
      /^2 .*--from must be a month/,
    );
    expect(await said(...span, '--tune-to', '2023-02')).toMatch(
      /^2 .*--tune-to must be before --from/,
    );
    expect(await said(...span, '--kind', 'arson')).toMatch(/^1 .*no kind "arson"/);
    expect(await said(...span, '--group', 'vice')).toMatch(/^1 .*no group of kinds "vice"/);
    expect(await said('--from', '2020-01', '--to', '2020-12')).toMatch(
      /^1 .*the first incidents are of 2021-01/,
    );
  });
});

describe('zhantu rank', () => {
  it('takes what the backtest chose, and says why', async () => {
    const told = await json('rank', ...here, '--month', '2024-01', '--cells', '3');
    expect(told.evidence).toMatchObject({
      from: '2022-01',
      to: '2023-12',
      months: 24,
      ranker: told.ranker,
    });
    const { stdout } = await speak('rank', ...here, '--month', '2024-01', '--cells', '3');
    expect(stdout).toMatch(
      /^auto: \w+ \(\w+\); backtest of 24 months, 2022-01 to 2023-12, n = \d+/,
    );
    const plain = await json('rank', ...here, '--month', '2024-01', '--ranker', 'count_12m');
    expect(plain.evidence).toBeUndefined();
  });

  it('repeats a stored run to the byte', async () => {
    const words = [
      'rank',
      ...here,
      '--month',
      '2024-01',
      '--ranker',
      'decay',
      '--parameters',
      'halfLifeMonths=3',
    ];
    const { stderr } = await speak(...words, '--save');
    const run = /run (\d+)/.exec(stderr)?.[1] ?? '';
    const { stdout, status } = await speak('rank', ...here, '--run', run, '--verify');
    expect({ stdout: stdout.trim(), status }).toEqual({
      stdout: `run ${run}: 10 places, the same bytes when ranked again`,
      status: 0,
    });
    expect(await json('rank', ...here, '--run', run)).toMatchObject({
      ranker: 'decay',
      parameters: { halfLifeMonths: 3 },
    });
  });

  it('refuses a parameter that the ranker does not have', async () => {
    const words = [
      'rank',
      ...here,
      '--month',
      '2024-01',
      '--ranker',
      'decay',
      '--parameters',
      'years=3',
    ];
    const { status, stderr } = await speak(...words);
    expect(`${status} ${stderr}`).toMatch(
      /^2 .*decay has no parameter "years": it has halfLifeMonths/,
    );
  });
});
