import type { Db } from '@/db/client';
import { openPostgres } from '@/db/postgres';
import { rankers } from '@/geo/ranking/rankers';
import { CAMPAIGN_MONTH } from '@/lib/demo/calendar';
import { DEMO_CODE } from '@/lib/server/demo/demo-jurisdiction';
import { rankMonth } from '@/lib/server/ranking';
import { median } from './quantile';
import { timed } from './stopwatch';

export type RankFigures = {
  ranker: string;
  cells: number;
  /** Incidents that the ranking counted. */
  incidents: number;
  coldMs: number;
  warmMs: number;
};

const COLD_RUNS = 5;
const WARM_RUNS = 20;

/** Ranks the campaign month of the demo city with each ranker. */
export async function measureRanking(url: string): Promise<RankFigures[]> {
  const figures: RankFigures[] = [];
  for (const ranker of rankers.keys()) figures.push(await measureRanker(url, ranker));
  return figures;
}

async function measureRanker(url: string, ranker: string): Promise<RankFigures> {
  const cold: number[] = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    // A new connection has planned nothing and knows no table yet.
    cold.push(await onNewConnection(url, async (db) => (await rank(db, ranker)).ms));
  }
  return onNewConnection(url, async (db) => {
    const { result } = await rank(db, ranker);
    const warm: number[] = [];
    for (let run = 0; run < WARM_RUNS; run++) warm.push((await rank(db, ranker)).ms);
    const { cellsTotal, incidents } = result;
    return {
      ranker,
      cells: cellsTotal,
      incidents,
      coldMs: median(cold),
      warmMs: median(warm),
    };
  });
}

function rank(db: Db, ranker: string) {
  return timed(() => rankMonth(db, { jurisdiction: DEMO_CODE, month: CAMPAIGN_MONTH, ranker }));
}

async function onNewConnection<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const database = openPostgres({ url, poolSize: 1 });
  try {
    return await work(database.db);
  } finally {
    await database.close();
  }
}
