import { describe, expect, it } from 'vitest';
import { cellsOfBox, insertFacts, insertJurisdiction } from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { rankMonth, storedRanking } from './ranking';

const database = await openTestDatabase();

describe('rankMonth', () => {
  it('ranks by what was known before the month began', () =>
    inRollback(database, async (db) => {
      const jurisdiction = await insertJurisdiction(db, { cells: cellsOfBox(4, 4) });
      await insertFacts(db, jurisdiction, [
        { i: 0, j: 0, month: '2016-11-01', count: 3 },
        { i: 1, j: 0, month: '2016-12-01', count: 9 },
        { i: 2, j: 0, month: '2015-11-01', count: 7 },
        { i: 3, j: 0, month: '2015-12-01', count: 4, harm: 2.5 },
        { i: 3, j: 3, month: '2016-10-01', count: 8, origin: 'patrol' },
      ]);
      const request = { jurisdiction, month: '2016-12', cells: 2 };
      const places = async (ranker: string) => {
        const { cells } = await rankMonth(db, { ...request, ranker });
        return cells.map(({ rank, i, j, score, count, harm }) => ({
          rank,
          i,
          j,
          score,
          count,
          harm,
        }));
      };
      expect(await places('count_12m')).toEqual([
        { rank: 1, i: 3, j: 0, score: 4, count: 4, harm: 2.5 },
        { rank: 2, i: 0, j: 0, score: 3, count: 3, harm: 3 },
      ]);
      expect(await places('count_all')).toEqual([
        { rank: 1, i: 2, j: 0, score: 7, count: 0, harm: 0 },
        { rank: 2, i: 3, j: 0, score: 4, count: 4, harm: 2.5 },
      ]);
      expect(await places('gistar')).toHaveLength(2);
      const stored = await storedRanking(db, request);
      const ranked = await rankMonth(db, request);
      expect(stored).toEqual({ ...ranked, runId: stored.runId });
      expect(await storedRanking(db, request)).toEqual(stored);
    }));
});
