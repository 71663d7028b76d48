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
import type { Ranker } from '@/geo/ranking/ranker';
import { rankers } from '@/geo/ranking/rankers';
import { count12m } from '@/geo/ranking/rankers/count-12m';
import { gistar } from '@/geo/ranking/rankers/gistar';
import { kde } from '@/geo/ranking/rankers/kde';
import type { DB } from '../schema';
import { areaRankingQuery, storeAreaRunQuery } from './area-rankings';
import { cellHistoryQuery, kindSharesQuery } from './hotspot-details';
import { placeNamesQuery } from './place-names';
import { rankingQuery } from './ranking';
import type { RankingScope } from './ranking/scope';
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
const scope: RankingScope = {
  jurisdiction,
  month: '2020-04-01',
  kind: null,
  group: null,
  origins: ['citizen'],
};
const cells = [{ i: 1, j: 2 }];

/** What a ranker puts to the database, with three years and a half of history. */
function asked(ranker: Ranker, asker: RankingScope, cellShape: 'square' | 'hex') {
  const context = {
    lattice: { shape: cellShape, sizeMetres: 250 },
    stepsAYear: 12,
    historySteps: 42,
    isPartOfAll: asker.kind !== null,
  } as const;
  return {
    scope: asker,
    score: ranker.score,
    parts: ranker.parts(ranker.defaults, context),
    weighing: 'count',
    cellShape,
    timezone: 'Asia/Shanghai',
  } as const;
}

/** Each query by the name of its file in __sql__; a name begins with that of its module. */
const queries: Record<string, RawBuilder<unknown>> = {
  'hotspot-details-cell-history-hex': cellHistoryQuery(scope, 'hex', { i: 1, j: 2 }),
  'hotspot-details-kind-shares': kindSharesQuery(scope, cells),
  'place-names': placeNamesQuery(jurisdiction, cells),
  'ranking-runs-hotspots': hotspotsQuery({ jurisdiction, runId: '7', limit: 50 }),
  ...Object.fromEntries(
    [gistar, kde].map((ranker) => [
      `area-rankings-${ranker.id}`,
      areaRankingQuery({ ...asked(ranker, scope, 'square'), scope: { ...scope, unit: 'grid' } }),
    ]),
  ),
  'area-rankings-store': storeAreaRunQuery({
    ...asked(count12m, scope, 'square'),
    scope: { ...scope, unit: 'village' },
    ranker: count12m,
    parameters: count12m.defaults,
  }),
  'town-hotspots': townHotspotsQuery({ jurisdiction, runId: '7', towns: ['330784108'], limit: 50 }),
  ...Object.fromEntries(
    [...rankers.values()].flatMap((ranker) => {
      const name = ranker.id.replaceAll('_', '-');
      return [
        [`ranking-${name}`, rankingQuery({ ...asked(ranker, scope, 'square'), limit: 50 })],
        [
          `ranking-${name}-hex-kind`,
          rankingQuery({
            ...asked(ranker, { ...scope, kind: 'theft' }, 'hex'),
            limit: 50,
            withGeometry: true,
          }),
        ],
        [
          `ranking-runs-store-${name}`,
          storeRunQuery({ ...asked(ranker, scope, 'square'), ranker, parameters: ranker.defaults }),
        ],
      ];
    }),
  ),
};

it.each(Object.entries(queries))('%s compiles to the committed SQL', async (name, query) => {
  const text = format(query.compile(cold).sql, { language: 'postgresql' });
  await expect(`${text}\n`).toMatchFileSnapshot(`./__sql__/${name}.sql`);
});
