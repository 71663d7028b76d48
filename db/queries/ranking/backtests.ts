import { type RawBuilder, sql } from 'kysely';
import type { Parameters } from '@/geo/ranking/ranker';
import type { Db } from '../../client';
import { incidentsVersion } from '../ranking';

/** What makes two stored backtests the same, beside the data. */
export type BacktestKey = {
  readonly jurisdiction: string;
  /** The month that the choice is for, `YYYY-MM-01`. */
  readonly month: string;
  /** Null: all kinds. */
  readonly kind: string | null;
  readonly parameters: object;
};

export type StoredBacktest = {
  id: string;
  dataVersion: number;
  /** Whether it knows the incidents as they are now. */
  isCurrent: boolean;
  /** `YYYY-MM`. */
  firstScored: string;
  lastScored: string;
  chosenRanker: string;
  chosenParameters: Parameters;
  result: unknown;
};

/** The newest of a key, whether or not it knows the incidents as they are now; undefined where there is none. */
export async function findBacktest(db: Db, key: BacktestKey): Promise<StoredBacktest | undefined> {
  const { jurisdiction, month, kind, parameters } = key;
  const { rows } = await sql<StoredBacktest>`
    SELECT id, data_version::float8 AS "dataVersion", data_version = ${incidentsVersion(jurisdiction)} AS "isCurrent",
           to_char(first_scored, 'YYYY-MM') AS "firstScored", to_char(last_scored, 'YYYY-MM') AS "lastScored",
           chosen_ranker AS "chosenRanker", chosen_parameters AS "chosenParameters", result
    FROM backtest
    WHERE jurisdiction = ${jurisdiction} AND month = ${month}::date AND kind IS NOT DISTINCT FROM ${kind}
      AND parameters = ${JSON.stringify(parameters)}::jsonb
    ORDER BY data_version DESC LIMIT 1
  `.execute(db);
  return rows[0];
}

export type NewBacktest = BacktestKey & {
  readonly dataVersion: number;
  readonly firstScored: string;
  readonly lastScored: string;
  readonly chosen: { readonly name: string; readonly parameters: Parameters };
  readonly result: object;
};

/** Stores one and takes out those of the same key that knew less; a second of the same data adds nothing. */
export async function storeBacktest(db: Db, backtest: NewBacktest): Promise<void> {
  const { jurisdiction, month, kind, parameters, chosen } = backtest;
  const key: RawBuilder<boolean> = sql`jurisdiction = ${jurisdiction} AND month = ${month}::date
    AND kind IS NOT DISTINCT FROM ${kind} AND parameters = ${JSON.stringify(parameters)}::jsonb`;
  await sql`
    WITH older AS (DELETE FROM backtest WHERE ${key} AND data_version < ${backtest.dataVersion}::bigint)
    INSERT INTO backtest (jurisdiction, month, kind, parameters, data_version, first_scored, last_scored,
                          chosen_ranker, chosen_parameters, result)
    VALUES (${jurisdiction}, ${month}::date, ${kind}, ${JSON.stringify(parameters)}::jsonb, ${backtest.dataVersion}::bigint,
            ${`${backtest.firstScored}-01`}::date, ${`${backtest.lastScored}-01`}::date, ${chosen.name},
            ${JSON.stringify(chosen.parameters)}::jsonb, ${JSON.stringify(backtest.result)}::jsonb)
    ON CONFLICT DO NOTHING
  `.execute(db);
}
