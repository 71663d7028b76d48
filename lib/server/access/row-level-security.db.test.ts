import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { type ActorSettings, forActor } from '@/db/actor-database';
import type { Database } from '@/db/client';
import { countLayers, findFactMonths, listViewedTowns } from '@/db/queries/map-view';
import { listHotspots } from '@/db/queries/ranking-runs';
import { inRollback, openTestDatabases } from '@/db/testing/database';
import { insertTenants, TENANTS, TOWNS } from '@/db/testing/tenants-fixture';
import {
  isVisible,
  isWritable,
  keyOf,
  type ModelRow,
  modelOf,
  readModel,
  TABLE_NAMES,
} from '@/db/testing/tenants-model';
import { tileAt } from '@/geo/projection/web-mercator';
import { ProblemError } from '@/lib/http/problem';
import type { TileLayer } from '@/lib/validation/tiles';
import { rankMonth } from '../ranking';
import { readTile } from '../tiles';
import { ROLES } from './actor';

const { owner, app } = await openTestDatabases();
await insertTenants(owner.db);
const model = await readModel(owner.db);

/** Random people; some of no jurisdiction, no role or no town that exists. */
const actors: fc.Arbitrary<ActorSettings> = fc.record({
  jurisdiction: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...TENANTS) },
    { weight: 1, arbitrary: fc.constantFrom('', '999999', '*') },
  ),
  role: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom<string>(...ROLES) },
    { weight: 1, arbitrary: fc.constantFrom('', 'root', 'zhantu') },
  ),
  towns: fc.option(fc.subarray<string>([...TOWNS, '*', 'town 9', 'a,t0']), { nil: null }),
  userId: fc.constant('u1'),
});
const tables = fc.constantFrom(...TABLE_NAMES);
const asked = fc.option(fc.constantFrom<string>(...TENANTS));
const RUNS = Number(process.env.ZHANTU_PROPERTY_RUNS ?? 0);
const runs = (numRuns: number) => ({ numRuns: RUNS || numRuns });

const as = (actor: ActorSettings): Database => forActor(app, actor);

function visible(actor: ActorSettings, table: string, jurisdiction?: string | null): ModelRow[] {
  return (model.get(table) ?? []).filter(
    (row) => isVisible(actor, table, row) && (!jurisdiction || row.jurisdiction === jurisdiction),
  );
}

const keysOf = (rows: readonly ModelRow[]) => rows.map(({ key }) => key);

const tenantColumn = (table: string) => (table === 'jurisdiction' ? 'code' : 'jurisdiction');

/** `FROM table WHERE …`, of one jurisdiction or with no condition at all. */
function from(table: string, jurisdiction: string | null) {
  const tenant = sql.ref(tenantColumn(table));
  return jurisdiction === null
    ? sql`FROM ${sql.table(table)}`
    : sql`FROM ${sql.table(table)} WHERE ${tenant} = ${jurisdiction}`;
}

describe('what somebody reads', () => {
  it('is what they may, however they ask', async () => {
    const questions = fc.record({
      actor: actors,
      table: tables,
      other: tables,
      jurisdiction: asked,
      limit: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(questions, async ({ actor, table, other, jurisdiction, limit }) => {
        const rows = visible(actor, table, jurisdiction);
        const others = visible(actor, other);
        const source = from(table, jurisdiction);
        const { rows: answers } = await sql`
          SELECT (SELECT count(*)::int ${source}) AS count,
                 (SELECT max(${keyOf(table)}) ${source}) AS last,
                 (SELECT coalesce(json_agg(key), '[]') FROM (SELECT ${keyOf(table)} AS key ${source} ORDER BY 1 LIMIT ${limit}) AS first) AS first,
                 EXISTS (SELECT ${source}) AS any,
                 (SELECT count(*)::int FROM (SELECT ${source}) AS one CROSS JOIN ${sql.table(other)} AS two) AS pairs,
                 (SELECT count(DISTINCT split_part(${keyOf(other)}, ':', 1))::int FROM ${sql.table(other)}) AS tenants,
                 (SELECT count(*)::int FROM (SELECT ${keyOf(table)} AS key ${source} UNION SELECT ${keyOf(other)} FROM ${sql.table(other)}) AS merged) AS together
        `.execute(as(actor).db);
        const keys = keysOf(rows);
        expect(answers[0]).toEqual({
          count: keys.length,
          last: keys.at(-1) ?? null,
          first: keys.slice(0, limit),
          any: keys.length > 0,
          pairs: keys.length * others.length,
          tenants: new Set(others.map((row) => row.jurisdiction)).size,
          together: new Set([...keys, ...keysOf(others)]).size,
        });
      }),
      runs(500),
    );
  });

  it('is nothing at all without settings, in any table', async () => {
    for (const table of TABLE_NAMES) {
      const count = await app.db.transaction().execute(async (transaction) => {
        await sql`SET LOCAL ROLE zhantu_app`.execute(transaction);
        return sql`SELECT count(*)::int AS count FROM ${sql.table(table)}`.execute(transaction);
      });
      expect(count.rows, table).toEqual([{ count: 0 }]);
      expect(model.get(table)?.length, table).toBeGreaterThan(0);
    }
  });

  it('is what the lists and counts of the map show', async () => {
    await fc.assert(
      fc.asyncProperty(actors, fc.constantFrom(...TENANTS), async (actor, jurisdiction) => {
        const { db } = as(actor);
        const of = (table: string) => visible(actor, table, jurisdiction).length;
        expect(await countLayers(db, jurisdiction)).toEqual({
          cells: of('cell'),
          grids: of('grid'),
          patrol_zones: of('patrol_zone'),
          hazards: of('hazard'),
          black_spots: of('black_spot'),
          premises: of('premises'),
        });
        const towns = await listViewedTowns(db, jurisdiction);
        expect(towns.map(({ id }) => `${jurisdiction}:${id}`)).toEqual(
          keysOf(visible(actor, 'town', jurisdiction)),
        );
        const months = await findFactMonths(db, jurisdiction);
        expect(months).toEqual(
          jurisdiction === actor.jurisdiction ? { first: '2020-01', last: '2020-02' } : undefined,
        );
      }),
      runs(80),
    );
  });

  it('is what they are ranked', async () => {
    const inPart = fc.record({ actor: actors, run: fc.nat({ max: 11 }) });
    await fc.assert(
      fc.asyncProperty(inPart, async ({ actor, run }) => {
        const { key = '', jurisdiction = '' } = model.get('ranking_run')?.[run] ?? {};
        const runId = key.split(':')[1] ?? '';
        const { db } = as(actor);
        const listed = await listHotspots(db, { jurisdiction, runId, limit: 1000 });
        expect(listed.map(({ rank }) => `${jurisdiction}:${runId}#${rank}`).sort()).toEqual(
          keysOf(visible(actor, 'hotspot')).filter((each) =>
            each.startsWith(`${jurisdiction}:${runId}#`),
          ),
        );
        const computed = await rankMonth(db, { jurisdiction, month: '2020-03', cells: 1000 }).catch(
          (error: Error) => error,
        );
        if (visible(actor, 'jurisdiction', jurisdiction).length === 0) {
          expect(computed).toBeInstanceOf(Error);
          return;
        }
        if (computed instanceof Error) throw computed;
        expect(computed.cells.map(({ i, j }) => `${jurisdiction}:${i},${j}`).sort()).toEqual(
          keysOf(visible(actor, 'cell', jurisdiction)),
        );
        expect(computed.incidents).toBe(visible(actor, 'incident', jurisdiction).length);
      }),
      runs(80),
    );
  });

  const LAYERS: readonly (readonly [TileLayer, string])[] = [
    ['towns', 'town'],
    ['villages', 'village'],
    ['grids', 'grid'],
    ['patrol_zones', 'patrol_zone'],
    ['roads', 'road_segment'],
    ['water', 'water'],
    ['cells', 'cell'],
    ['hazards', 'hazard'],
    ['premises', 'premises'],
    ['black_spots', 'black_spot'],
    ['village_labels', 'village'],
    ['grid_labels', 'grid'],
    ['patrol_zone_labels', 'patrol_zone'],
    ['black_spot_labels', 'black_spot'],
    ['incidents', 'incident'],
  ];

  it('is what their tiles hold, layer by layer', async () => {
    const tile = tileAt(120.02, 28.823, 12);
    await fc.assert(
      fc.asyncProperty(
        actors,
        fc.constantFrom(...LAYERS),
        fc.constantFrom(...TENANTS),
        async (actor, [layer, table], jurisdiction) => {
          const answer = await readTile(as(actor), layer, tile, { jurisdiction }).catch(
            (error: unknown) => error,
          );
          if (visible(actor, 'jurisdiction', jurisdiction).length === 0) {
            expect(answer).toBeInstanceOf(ProblemError);
            return;
          }
          if (answer instanceof Error) throw answer;
          const bytes = await (answer as Awaited<ReturnType<typeof readTile>>).read();
          const drawn = new VectorTile(new PbfReader(bytes)).layers[layer];
          const features = Array.from(
            { length: drawn?.length ?? 0 },
            (_, index) => drawn!.feature(index).properties,
          );
          const keys = keysOf(visible(actor, table, jurisdiction));
          if (layer === 'incidents')
            expect(features.reduce((sum, { count }) => sum + Number(count), 0)).toBe(keys.length);
          else expect(features.map(({ id }) => `${jurisdiction}:${id}`).sort()).toEqual(keys);
        },
      ),
      runs(250),
    );
  });
});

describe('what somebody writes', () => {
  /** What came of it; `denied` where the database refused, `kept` where other rows hang on it. */
  async function attempt(actor: ActorSettings, work: (db: Database['db']) => Promise<string[]>) {
    let outcome: string[] | 'denied' | 'kept' = 'denied';
    await inRollback(as(actor), async (db) => {
      outcome = await work(db);
    }).catch((error: unknown) => {
      const { code } = error as { code?: string };
      if (code === '23503') outcome = 'kept';
      else if (code !== '42501') throw error;
    });
    return outcome;
  }

  const CHANGED: Readonly<Record<string, string>> = {
    hazard: 'title',
    black_spot: 'name',
    patrol_zone: 'name',
    data_version: 'version',
    campaign: 'name',
    kind: 'name_zh',
    basemap: 'approval_number',
  };
  const DELETED: readonly string[] = [
    'patrol_zone',
    'campaign',
    'campaign_town',
    'phase',
    'kind',
    'calendar_day',
  ];

  it('changes what they may, and no other row', async () => {
    await fc.assert(
      fc.asyncProperty(actors, tables, asked, async (actor, table, jurisdiction) => {
        const column = sql.ref(CHANGED[table] ?? tenantColumn(table));
        const where =
          jurisdiction === null
            ? sql``
            : sql`WHERE ${sql.ref(tenantColumn(table))} = ${jurisdiction}`;
        const outcome = await attempt(actor, async (db) => {
          const { rows } = await sql<ModelRow>`
            UPDATE ${sql.table(table)} SET ${column} = ${column} ${where} RETURNING ${keyOf(table)} AS key`.execute(
            db,
          );
          return keysOf(rows).sort();
        });
        const expected = visible(actor, table, jurisdiction).filter((row) =>
          isWritable(actor, table, row),
        );
        expect(outcome).toEqual(CHANGED[table] ? keysOf(expected) : 'denied');
      }),
      runs(250),
    );
  });

  it('deletes patrol zones that they draw and what they planned, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(actors, tables, async (actor, table) => {
        const outcome = await attempt(actor, async (db) => {
          const { rows } = await sql<ModelRow>`
            DELETE FROM ${sql.table(table)} RETURNING ${keyOf(table)} AS key`.execute(db);
          return keysOf(rows).sort();
        });
        const expected = visible(actor, table).filter((row) => isWritable(actor, table, row));
        const hasFigures = ['campaign', 'kind'].includes(table) && expected.length > 0;
        const deleted = hasFigures ? 'kept' : keysOf(expected);
        expect(outcome).toEqual(DELETED.includes(table) ? deleted : 'denied');
      }),
      runs(120),
    );
  });

  it('adds rows of their own jurisdiction and towns only', async () => {
    const places = fc.record({
      jurisdiction: fc.constantFrom<string>(...TENANTS),
      town: fc.constantFrom(...TOWNS, null),
      table: fc.constantFrom('hazard', 'patrol_zone'),
    });
    await fc.assert(
      fc.asyncProperty(actors, places, async (actor, { jurisdiction, town, table }) => {
        const batch = sql`${batchOf.get(jurisdiction)}::bigint`;
        const outcome = await attempt(actor, async (db) => {
          const values =
            table === 'hazard'
              ? sql`hazard (jurisdiction, category, title, reported_at, town_id, content_hash, batch_id, geom)
                    VALUES (${jurisdiction}, 'fire', 'x', now(), ${town}, md5('new')::uuid, ${batch}, ST_SetSRID(ST_MakePoint(120, 28.8), 4326))`
              : sql`patrol_zone (jurisdiction, id, town_id, name, geom)
                    VALUES (${jurisdiction}, 'new', ${town}, 'x', ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(120, 28.8), 4326), 0.1)))`;
          await sql`INSERT INTO ${values}`.execute(db);
          return ['added'];
        });
        const row = { key: '', jurisdiction, town, open: true };
        expect(outcome).toEqual(
          modelOf(table).writers?.includes(actor.role) && isVisible(actor, table, row)
            ? ['added']
            : 'denied',
        );
      }),
      runs(120),
    );
  });
});

const { rows: batches } = await sql<{ jurisdiction: string; id: string }>`
  SELECT jurisdiction, id FROM import_batch`.execute(owner.db);
const batchOf = new Map(batches.map(({ jurisdiction, id }) => [jurisdiction, id]));
