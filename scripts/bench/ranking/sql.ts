import { sql } from 'kysely';
import type { Db } from '@/db/client';
import { migrateToLatest } from '@/db/migrate';
import { openPostgres } from '@/db/postgres';
import { localStatistics } from '@/db/queries/ranking/local-statistics';
import { refreshStatistics } from '@/db/queries/statistics';
import { latticeIndex } from '@/db/sql/lattice';
import { cellsOfBox, insertJurisdiction } from '@/db/testing/builders';
import { rankMonth } from '@/lib/server/ranking';
import { median } from '../quantile';
import type { ScratchDatabases } from '../scratch-databases';
import { timed } from '../stopwatch';
import { type BenchPoints, FIELD } from './points';

export type WholeFigures = {
  points: number;
  /** Raw points to facts by cell and month. */
  factsMs: number;
  /** Raw points to Gi*, q and order in one query that keeps nothing. */
  directMs: number;
  /** Facts to Gi*, q and rank, the first time. */
  firstRankMs: number;
  /** Likewise, when the connection has done so before. */
  rankMs: number;
};

const CODE = '330784';
const MONTH = '2020-01';
const LATTICE = {
  shape: 'square',
  sizeMetres: FIELD.cellMetres,
  originX: FIELD.originX,
  originY: FIELD.originY,
} as const;
const TEMPLATE = 'ranking_template';
const WARM_RUNS = 15;
/** Rows in one statement. */
const CHUNK = 100_000;

/**
 * A migrated database with the cells of the field and no incident.
 *
 * @returns its URL.
 */
export async function prepareField(databases: ScratchDatabases): Promise<string> {
  await databases.create(TEMPLATE);
  await onDatabase(databases.url(TEMPLATE), async (db) => {
    await migrateToLatest(db);
    await insertJurisdiction(db, { code: CODE, cells: cellsOfBox(FIELD.columns, FIELD.rows) });
    await sql`CREATE TABLE raw_point (x float8 NOT NULL, y float8 NOT NULL, month date NOT NULL)`.execute(
      db,
    );
    await sql`VACUUM ANALYZE`.execute(db);
  });
  return databases.url(TEMPLATE);
}

/** From raw points to a ranking by Gi*, each round in a fresh database. */
export async function measureWhole(
  databases: ScratchDatabases,
  points: BenchPoints,
  rounds: number,
): Promise<WholeFigures> {
  const source = `points_${points.x.length}`;
  await databases.create(source, TEMPLATE);
  await onDatabase(databases.url(source), (db) => copyPoints(db, points));
  const figures: Omit<WholeFigures, 'points'>[] = [];
  for (let round = 0; round < rounds; round++) {
    await databases.create('round', source);
    figures.push(await onDatabase(databases.url('round'), measureRound));
    await databases.drop('round');
  }
  return {
    points: points.x.length,
    factsMs: median(figures.map(({ factsMs }) => factsMs)),
    firstRankMs: median(figures.map(({ firstRankMs }) => firstRankMs)),
    rankMs: median(figures.map(({ rankMs }) => rankMs)),
    directMs: median(figures.map(({ directMs }) => directMs)),
  };
}

/** Of all cells from their counts, milliseconds: Gi* alone, which the peers have too, and with p and q. */
export type StatisticRun = { ms: number; judgedMs: number; z: Float64Array };

export async function measureStatistic(
  databases: ScratchDatabases,
  counts: Float64Array,
): Promise<StatisticRun> {
  return onDatabase(databases.url(TEMPLATE), async (db) => {
    const cells = cellsOfBox(FIELD.columns, FIELD.rows);
    await sql`
      CREATE TEMP TABLE field AS
      SELECT i, j, neighbourhood_size, count
      FROM unnest(${cells.map(({ i }) => i)}::int[], ${cells.map(({ j }) => j)}::int[], ${[...counts]}::int[]) AS known (i, j, count)
      JOIN cell USING (i, j) WHERE jurisdiction = ${CODE}
    `.execute(db);
    await sql`ANALYZE field`.execute(db);
    const statistic = sql`
      WITH counted AS (
        SELECT i, j, neighbourhood_size, count AS measure, count, 0::float8 AS harm, NULL::date AS last_month FROM field
      ), ${localStatistics('square', { jurisdiction: CODE })}`;
    // Sums, so that each is computed and none need be sent.
    const alone = sql`${statistic} SELECT sum(z) AS z FROM neighbourhood JOIN level USING (level)`;
    const judged = sql`${statistic} SELECT sum(z) AS z, sum(q) AS q FROM local`;
    const { rows } = await sql<{
      z: number;
    }>`${statistic} SELECT z FROM local ORDER BY j, i`.execute(db);
    return {
      ms: await warmMs(() => alone.execute(db)),
      judgedMs: await warmMs(() => judged.execute(db)),
      z: Float64Array.from(rows, ({ z }) => z),
    };
  });
}

async function warmMs(run: () => Promise<unknown>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let turn = 0; turn < WARM_RUNS; turn++) times.push((await timed(run)).ms);
  return median(times);
}

async function measureRound(db: Db): Promise<Omit<WholeFigures, 'points'>> {
  const { ms: factsMs } = await timed(() => countFacts(db));
  const { ms: firstRankMs } = await timed(() => rank(db));
  const rankMs = await warmMs(() => rank(db));
  const { ms: directMs } = await timed(() => rankDirectly(db));
  return { factsMs, firstRankMs, rankMs, directMs };
}

const at = latticeIndex(LATTICE, sql`raw_point.x`, sql`raw_point.y`);

async function countFacts(db: Db): Promise<void> {
  await sql`
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT ${CODE}, 'theft', month, 'citizen', i, j, count(*), count(*)
    FROM raw_point CROSS JOIN LATERAL ${at} AS lattice GROUP BY month, i, j ORDER BY month, i, j
  `.execute(db);
  await refreshStatistics(db, ['cell_month', 'cell_month_total']);
}

async function rankDirectly(db: Db): Promise<void> {
  await sql`
    WITH known AS (
      SELECT i, j, count(*)::int AS count FROM raw_point CROSS JOIN LATERAL ${at} AS lattice GROUP BY i, j
    ), counted AS (
      SELECT i, j, neighbourhood_size, coalesce(count, 0) AS measure, coalesce(count, 0) AS count, 0::float8 AS harm,
             NULL::date AS last_month
      FROM cell LEFT JOIN known USING (i, j) WHERE jurisdiction = ${CODE}
    ), ${localStatistics('square', { jurisdiction: CODE })}
    SELECT i, j, z, q FROM local ORDER BY z DESC, i, j LIMIT 50
  `.execute(db);
}

function rank(db: Db) {
  return rankMonth(db, { jurisdiction: CODE, month: MONTH, ranker: 'gistar' });
}

async function copyPoints(db: Db, { x, y, months }: BenchPoints): Promise<void> {
  for (let from = 0; from < x.length; from += CHUNK) {
    const part = <T>(values: { subarray(from: number, to: number): Iterable<T> }) => [
      ...values.subarray(from, from + CHUNK),
    ];
    await sql`
      INSERT INTO raw_point
      SELECT x, y, (date '2019-01-01' + make_interval(months => month))::date
      FROM unnest(${part(x)}::float8[], ${part(y)}::float8[], ${part(months)}::int[]) AS point (x, y, month)
    `.execute(db);
  }
  await sql`VACUUM ANALYZE raw_point`.execute(db);
}

async function onDatabase<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const database = openPostgres({ url, poolSize: 1 });
  try {
    return await work(database.db);
  } finally {
    await database.close();
  }
}
