import { openPostgres } from '@/db/postgres';
import { CAMPAIGN_MONTH } from '@/lib/demo/calendar';
import { addMonths } from '@/lib/format/month';
import { runBacktest } from '@/lib/server/backtest';
import { DEMO_CODE } from '@/lib/server/demo/demo-jurisdiction';
import { median } from './quantile';
import { timed } from './stopwatch';

export type BacktestFigures = { months: number; rankers: number; incidents: number; ms: number };

const ROUNDS = 3;
const MONTHS = 24;

/** Tries every ranker on the 24 months before the demo's campaign month, tuning included. */
export async function measureBacktest(url: string): Promise<BacktestFigures> {
  const database = openPostgres({ url, poolSize: 1 });
  try {
    const to = addMonths(CAMPAIGN_MONTH, -1);
    const request = { jurisdiction: DEMO_CODE, from: addMonths(to, 1 - MONTHS), to };
    const runs = [];
    for (let round = 0; round < ROUNDS; round++)
      runs.push(await timed(() => runBacktest(database.db, request)));
    const [first] = runs;
    return {
      months: first?.result.steps ?? 0,
      rankers: first?.result.rankers.length ?? 0,
      incidents: first?.result.random.total ?? 0,
      ms: median(runs.map(({ ms }) => ms)),
    };
  } finally {
    await database.close();
  }
}
