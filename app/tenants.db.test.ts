import { VectorTile } from '@mapbox/vector-tile';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Browser } from '@/lib/server/testing/browser';
import {
  ask,
  change,
  DOORS,
  type Door,
  door,
  ELSEWHERE,
  enter,
  serveTenants,
  TILE,
  toldBy,
} from './_testing/doors';

/** What belongs to others is as if it were not there, by whatever id it is asked for. */
vi.mock('next/headers', async () => {
  const { asked } = await import('./_testing/asked');
  return { headers: async () => asked.headers };
});
vi.stubEnv('ZHANTU_LOG', 'silent');

const NOWHERE = '999999';
const database = await serveTenants();
const admin = await enter(database, 'admin');
const gridWorker = await enter(database, 'grid_worker', ['t0']);

describe('what belongs to another jurisdiction', () => {
  /** Things there are elsewhere, and not here. */
  const theirs = { job: '', run: '' };
  const places = { town: 'their-town', kind: 'their-kind', cell: { i: '777', j: '777' } };

  beforeAll(async () => {
    const { rows: runs } = await sql<{ id: string }>`
      SELECT max(id)::text AS id FROM ranking_run WHERE jurisdiction = ${ELSEWHERE}`.execute(
      database.db,
    );
    theirs.run = runs[0]?.id ?? '';
    const { rows: jobs } = await sql<{ id: string }>`
      INSERT INTO job (jurisdiction, kind, payload, created_by, max_attempts, run_after, created_at)
      VALUES (${ELSEWHERE}, 'ranking', '{"month": "2020-03"}', '{}', 1, now(), now()) RETURNING id::text`.execute(
      database.db,
    );
    theirs.job = jobs[0]?.id ?? '';
    await sql`INSERT INTO town (jurisdiction, id, name, geom)
      SELECT jurisdiction, ${places.town}, '镇', geom FROM town WHERE jurisdiction = ${ELSEWHERE} AND id = 't0'`.execute(
      database.db,
    );
    await sql`INSERT INTO kind (jurisdiction, code, name_zh, name_en) VALUES (${ELSEWHERE}, ${places.kind}, '类', 'kind')`.execute(
      database.db,
    );
    await sql`INSERT INTO cell (jurisdiction, i, j, centre, geom)
      SELECT jurisdiction, 777, 777, centre, geom FROM cell WHERE jurisdiction = ${ELSEWHERE} LIMIT 1`.execute(
      database.db,
    );
  });

  const MONTH = { month: '2020-03' };
  const tile = { layer: 'hotspots', ...TILE };
  const ids: readonly (readonly [string, (id: string) => Door, () => string, string])[] = [
    [
      'a run',
      (run) => door('app/api/tiles/[layer]/[z]/[x]/[y]/route.ts', { run }, tile),
      () => theirs.run,
      '987654321',
    ],
    [
      'a town',
      (towns) => door('app/api/hotspots/route.ts', { ...MONTH, towns }),
      () => places.town,
      'no-such-town',
    ],
    [
      'a kind in a list',
      (kind) => door('app/api/hotspots/route.ts', { ...MONTH, kind }),
      () => places.kind,
      'no-such-kind',
    ],
    [
      'a kind of a cell',
      (kind) => door('app/api/hotspots/[i]/[j]/route.ts', { ...MONTH, kind }, { i: '0', j: '0' }),
      () => places.kind,
      'no-such-kind',
    ],
    [
      'a kind in tiles',
      (kind) =>
        door(
          'app/api/tiles/[layer]/[z]/[x]/[y]/route.ts',
          { kind },
          { ...tile, layer: 'incidents' },
        ),
      () => places.kind,
      'no-such-kind',
    ],
    [
      'a cell',
      (id) => door('app/api/hotspots/[i]/[j]/route.ts', MONTH, { i: id, j: id }),
      () => places.cell.i,
      '778',
    ],
    [
      'a job to cancel',
      (id) => change('app/api/jobs/[id]/cancel/route.ts', {}, { id }),
      () => theirs.job,
      '987654321',
    ],
    [
      'a job to retry',
      (id) => change('app/api/jobs/[id]/retry/route.ts', {}, { id }),
      () => theirs.job,
      '987654321',
    ],
  ];

  it.each(ids)('is not there: %s', async (_, of, there, nowhere) => {
    const id = there();
    expect(id).not.toBe('');
    const answer = await toldBy(await ask(of(id), admin), id);
    expect(answer).toEqual(await toldBy(await ask(of(nowhere), admin), nowhere));
  });

  it.each(DOORS.filter(({ file }) => !file.includes('health')))(
    'is refused by $method $file as if there were no such jurisdiction',
    async (honest) => {
      const of = (jurisdiction: string) => ({
        ...honest,
        ...(honest.body?.jurisdiction !== undefined && { body: { ...honest.body, jurisdiction } }),
        ...(honest.query.jurisdiction !== undefined && {
          query: { ...honest.query, jurisdiction },
        }),
        ...(honest.params.id !== undefined && { params: { id: theirs.job } }),
      });
      const answer = await toldBy(await ask(of(ELSEWHERE), admin), ELSEWHERE);
      expect(answer[0]).toBe(403);
      expect(answer).toEqual(await toldBy(await ask(of(NOWHERE), admin), NOWHERE));
    },
  );

  it('is as it was', async () => {
    const { rows } =
      await sql`SELECT state, attempts FROM job WHERE jurisdiction = ${ELSEWHERE}`.execute(
        database.db,
      );
    expect(rows).toEqual([{ state: 'queued', attempts: 0 }]);
  });
});

it.each(['villages', 'grids', 'patrol_zones', 'hazards'])(
  'a tile of %s shows a grid worker their own town only',
  async (layer) => {
    const tiles = door('app/api/tiles/[layer]/[z]/[x]/[y]/route.ts', {}, { layer, ...TILE });
    const count = async (browser: Browser) => {
      const bytes = await (await ask(tiles, browser)).arrayBuffer();
      return new VectorTile(new PbfReader(bytes)).layers[layer]?.length ?? 0;
    };
    expect(await count(admin)).toBe(4);
    expect(await count(gridWorker)).toBe(1);
  },
);
