import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { format } from 'sql-formatter';
import { expect, it } from 'vitest';
import type { DB } from '../../schema';
import { cellFeatures, hotspotFeatures } from './cells';
import { incidentFeatures } from './incidents';
import { labelFeatures } from './labels';
import * as places from './places';
import { blackSpotFeatures, hazardFeatures, premisesFeatures } from './risks';
import { roadFeatures } from './roads';

/** Compiles only; there is no server. */
const cold = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const low = { jurisdiction: '330784', tile: { z: 10, x: 853, y: 426 } };
const high = { jurisdiction: '330784', tile: { z: 14, x: 13655, y: 6824 } };
const month = { fromMonth: '2020-04-01', toMonth: '2020-04-01' };
const months = { fromMonth: '2019-06-01', toMonth: '2020-05-01' };
const square = { shape: 'square', sizeMetres: 250, originX: 0, originY: 0 } as const;
const incidents = { jurisdiction: '330784', lattice: square, metricSrid: 4549 };
const hexagons = { ...incidents, lattice: { ...square, shape: 'hex' } } as const;
const middle = { z: 13, x: 6827, y: 3412 };
const queries = {
  outline: places.outlineFeatures(low),
  towns: places.townFeatures(low),
  villages: places.villageFeatures(low),
  grids: places.gridFeatures(low),
  'patrol-zones': places.patrolZoneFeatures(low),
  water: places.waterFeatures(low),
  roads: roadFeatures(low),
  cells: cellFeatures(high),
  hotspots: hotspotFeatures({ ...low, run: '1' }),
  hazards: hazardFeatures({ ...low, today: '2020-04-01' }),
  'black-spots': blackSpotFeatures(low),
  premises: premisesFeatures(low),
  'village-labels': labelFeatures('village', high),
  'grid-labels': labelFeatures('grid', high),
  'patrol-zone-labels': labelFeatures('patrol_zone', high),
  'black-spot-labels': labelFeatures('black_spot', high),
  'incidents-blocks': incidentFeatures({ ...incidents, ...low, ...months }),
  'incidents-blocks-hex-kind': incidentFeatures({ ...hexagons, ...low, ...month, kind: 'theft' }),
  'incidents-binned': incidentFeatures({ ...incidents, ...month, tile: middle }),
  'incidents-single': incidentFeatures({ ...incidents, ...high, ...month, kind: 'theft' }),
};

it.each(Object.entries(queries))('%s compiles to the committed SQL', async (name, query) => {
  const text = format(query.compile(cold).sql, { language: 'postgresql' });
  await expect(`${text}\n`).toMatchFileSnapshot(`./__sql__/${name}.sql`);
});
