import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import { format } from 'sql-formatter';
import { expect, it } from 'vitest';
import type { DB } from '../schema';
import { cellHistoryQuery, kindSharesQuery } from './hotspot-details';
import { placeNamesQuery } from './place-names';
import { rankingQuery } from './ranking';
import type { RankingScope } from './ranking/ranker';
import { rankers } from './ranking/rankers';
import { hotspotsQuery, storeRunQuery } from './ranking-runs';
import { townHotspotsQuery } from './town-hotspots';

/** Compiles and never runs: there is no server behind it. */
const cold = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const jurisdiction = '330784';
const scope: RankingScope = { jurisdiction, month: '2020-04-01', kind: null, origins: ['citizen'] };
const cells = [{ i: 1, j: 2 }];

/** Each query by the name of its file in __sql__; a name begins with that of its module. */
const queries: Record<string, RawBuilder<unknown>> = {
  'hotspot-details-cell-history-hex': cellHistoryQuery(scope, 'hex', { i: 1, j: 2 }),
  'hotspot-details-kind-shares': kindSharesQuery(scope, cells),
  'place-names': placeNamesQuery(jurisdiction, cells),
  'ranking-runs-hotspots': hotspotsQuery({ jurisdiction, runId: '7', limit: 50 }),
  'town-hotspots': townHotspotsQuery({ jurisdiction, runId: '7', towns: ['330784108'], limit: 50 }),
  ...Object.fromEntries(
    [...rankers.values()].flatMap((ranker) => {
      const name = ranker.id.replaceAll('_', '-');
      return [
        [
          `ranking-${name}`,
          rankingQuery({ scope, ranker, cellShape: 'square', limit: 50, withGeometry: false }),
        ],
        [
          `ranking-${name}-hex-kind`,
          rankingQuery({
            scope: { ...scope, kind: 'theft' },
            ranker,
            cellShape: 'hex',
            limit: 50,
            withGeometry: true,
          }),
        ],
        [
          `ranking-runs-store-${name}`,
          storeRunQuery({ scope, ranker, cellShape: 'square', parameters: ranker.parameters }),
        ],
      ];
    }),
  ),
};

it.each(Object.entries(queries))('%s compiles to the committed SQL', async (name, query) => {
  const text = format(query.compile(cold).sql, { language: 'postgresql' });
  await expect(`${text}\n`).toMatchFileSnapshot(`./__sql__/${name}.sql`);
});
