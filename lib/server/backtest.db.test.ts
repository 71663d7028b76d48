import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { cellsOfBox, insertFacts, insertJurisdiction, type TestFact } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { randomStream } from '@/geo/random/random-stream';
import { addMonths } from '@/lib/format/month';
import { UserError } from '@/lib/user-error';
import { chooseRanker, findChoice, resolveRanker } from './auto-ranker';
import { runBacktest } from './backtest';
import { trendOfCell } from './cell-evidence';
import { prepareRanking, rankMonth, storedRanking } from './ranking';
import { readRun, verifyRun } from './ranking-runs';

const database = await openTestDatabase();

/** Four years over 200 cells, of which a few are hot; every third month the hottest is another. */
async function fourYears(db: Db): Promise<string> {
  const random = randomStream(3, 'city');
  const cells = cellsOfBox(20, 10);
  const jurisdiction = await insertJurisdiction(db, { cells });
  const facts = Array.from({ length: 48 }, (_, step) =>
    // Nothing ever in the last cell.
    cells.slice(0, -1).flatMap(({ i, j }, index): TestFact[] => {
      const count = Math.floor(random() * (index % 17 === 0 ? 6 : 1.4));
      return count > 0 ? [{ i, j, month: `${addMonths('2013-01', step)}-01`, count }] : [];
    }),
  ).flat();
  await insertFacts(db, jurisdiction, facts);
  return jurisdiction;
}

const SCORED = { from: '2016-01', to: '2016-06', cells: 10 };
const AUTO_REQUEST = { month: '2016-12', ranker: 'auto' };

describe('runBacktest', () => {
  it('counts what the stored rankings of those months would have caught', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await fourYears(db);
      const { rankers, tunedOn, steps, random } = await runBacktest(db, {
        jurisdiction,
        ...SCORED,
      });
      expect({ steps, tunedOn }).toEqual({
        steps: 6,
        tunedOn: { from: '2014-01-01', to: '2015-12-01', steps: 24 },
      });
      for (const name of ['count_all', 'gistar', 'kde', 'blend']) {
        const tried = rankers.find((each) => each.name === name);
        let hits = 0;
        for (let step = 0; step < 6; step++) {
          const month = addMonths(SCORED.from, step);
          const { cells } = await rankMonth(db, {
            ...{ jurisdiction, month, ranker: name, cells: 10 },
            ...(tried && { parameters: tried.parameters }),
          });
          const rows = await db
            .selectFrom('cell_month_total')
            .select(['i', 'j', 'count'])
            .where('jurisdiction', '=', jurisdiction)
            .where('month', '=', `${month}-01`)
            .execute();
          const listed = new Set(cells.map(({ i, j }) => `${i},${j}`));
          hits += rows.reduce(
            (sum, { i, j, count }) => sum + (listed.has(`${i},${j}`) ? count : 0),
            0,
          );
        }
        expect(tried?.hits, name).toBe(hits);
      }
      expect(random.pai).toBeCloseTo(1, 9);
    }));

  it('is moved by no incident after the months that it scores', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await fourYears(db);
      const before = await runBacktest(db, { jurisdiction, ...SCORED });
      await insertFacts(db, jurisdiction, [{ i: 3, j: 3, month: '2017-03-01', count: 900 }]);
      const { dataVersion: _, ...after } = await runBacktest(db, { jurisdiction, ...SCORED });
      expect(after).toEqual({ ...before, dataVersion: undefined });
      const late = { count: 40, knownMonth: '2016-07-01' };
      await insertFacts(db, jurisdiction, [{ i: 19, j: 9, month: '2013-06-01', count: 40, late }]);
      const again = await runBacktest(db, { jurisdiction, ...SCORED });
      expect(again.rankers).toEqual(before.rankers);
    }));

  it('says what it cannot look back at', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await fourYears(db);
      const asked = (from: string, to: string) => runBacktest(db, { jurisdiction, from, to });
      await expect(asked('2013-01', '2013-06')).rejects.toThrow(
        new UserError('the first incidents are of 2013-01: score from 2013-02 on'),
      );
      await expect(asked('2016-06', '2016-01')).rejects.toThrow(/must not be before/);
      const tuned = runBacktest(db, { jurisdiction, ...SCORED, tuneTo: '2016-01' });
      await expect(tuned).rejects.toThrow(/what tunes is never scored/);
    }));
});

describe('the automatic choice', () => {
  it('is made once, kept with its evidence, and made anew when incidents change', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await fourYears(db);
      const request = { jurisdiction, ...AUTO_REQUEST };
      expect(await findChoice(db, request)).toEqual({
        ranker: 'count_all',
        parameters: {},
        evidence: null,
        isPending: true,
      });
      const made = await chooseRanker(db, request);
      expect(made).toMatchObject({
        isPending: false,
        evidence: { from: '2014-12', to: '2016-11', months: 24 },
      });
      expect(made.evidence?.tried).toHaveLength(9);
      expect(await findChoice(db, request)).toEqual(made);
      const { request: resolved } = await resolveRanker(db, request);
      expect(resolved).toMatchObject({ ranker: made.ranker, parameters: made.parameters });
      await insertFacts(db, jurisdiction, [
        { i: 0, j: 9, month: '2016-11-01', origin: 'patrol', count: 1 },
      ]);
      expect(await findChoice(db, request)).toMatchObject({ isPending: true, ranker: made.ranker });
      expect(await chooseRanker(db, request)).toMatchObject({ isPending: false });
      const { rows } = await db
        .selectFrom('backtest')
        .select('id')
        .where('jurisdiction', '=', jurisdiction)
        .execute()
        .then((found) => ({ rows: found }));
      expect(rows).toHaveLength(1);
    }));

  it('is the plain count, and final, where there is too little history', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(3, 3) });
      await insertFacts(db, jurisdiction, [{ i: 0, j: 0, month: '2016-10-01', count: 2 }]);
      const choice = { ranker: 'count_all', parameters: {}, evidence: null, isPending: false };
      expect(await findChoice(db, { jurisdiction, ...AUTO_REQUEST })).toEqual(choice);
      expect(await chooseRanker(db, { jurisdiction, ...AUTO_REQUEST })).toEqual(choice);
    }));
});

describe('the trend of a cell', () => {
  it('is that of its Gi* over twelve months, and unknown for fewer than ten', () =>
    inRollback(database, async (db) => {
      const cells = cellsOfBox(24, 24);
      const jurisdiction = await insertJurisdiction(db, { cells });
      const facts = Array.from({ length: 12 }, (_, step): TestFact[] => {
        const month = `${addMonths('2016-01', step)}-01`;
        return [
          { i: 2, j: 2, month, count: 40 },
          ...(step === 11 ? [{ i: 9, j: 9, month, count: 40 }] : []),
        ];
      }).flat();
      await insertFacts(db, jurisdiction, facts);
      const trendAt = async (month: string, i: number, j: number) =>
        trendOfCell(db, await prepareRanking(db, { jurisdiction, month }), { i, j });
      expect(await trendAt('2017-01', 2, 2)).toMatchObject({
        from: '2016-01',
        to: '2016-12',
        class: expect.stringMatching(/^(persistent|intensifying|diminishing)-hot$/),
      });
      const fresh = await trendAt('2017-01', 9, 9);
      expect(fresh).toMatchObject({ class: 'new-hot' });
      expect(fresh?.steps.map(({ state }) => state)).toEqual([...Array(11).fill(0), 1]);
      expect(await trendAt('2016-06', 2, 2)).toBeNull();
      expect(await trendAt('2017-01', 99, 2)).toBeNull();
    }));
});

describe('a stored run', () => {
  it.each(['count_12m', 'gistar', 'kde', 'promap', 'blend'])(
    'is the same when ranked again: %s',
    (ranker) =>
      inRollback(database, async (db) => {
        const jurisdiction = await fourYears(db);
        const request = { jurisdiction, month: '2016-12', ranker, weighing: 'harm' as const };
        const { runId } = await storedRanking(db, request);
        const { isSame, places } = await verifyRun(db, jurisdiction, runId);
        expect(isSame).toBe(true);
        expect((await readRun(db, jurisdiction, runId)).places).toBe(places);
      }),
  );

  it('is not, where somebody changed it by hand; and cannot be repeated once incidents changed', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await fourYears(db);
      const { runId } = await storedRanking(db, { jurisdiction, month: '2016-12' });
      await db
        .updateTable('hotspot')
        .set({ score: 1 })
        .where('rank', '=', 1)
        .where('run_id', '=', runId)
        .execute();
      expect((await verifyRun(db, jurisdiction, runId)).isSame).toBe(false);
      await insertFacts(db, jurisdiction, [
        { i: 0, j: 9, month: '2016-11-01', origin: 'patrol', count: 1 },
      ]);
      await expect(verifyRun(db, jurisdiction, runId)).rejects.toThrow(/can be read, not repeated/);
      await expect(verifyRun(db, jurisdiction, '0')).rejects.toThrow(/no run 0 in 330784/);
    }));
});
