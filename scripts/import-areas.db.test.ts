import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import proj4 from 'proj4';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../db/testing/database';
import { boxArea, boxRing, feature, geoJsonText } from './testing/geojson-files';
import { speak } from './testing/spoken-command';

/** Towns and grids through the command line, and what lies in them. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const folder = mkdtempSync(join(tmpdir(), 'zhantu-areas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A jurisdiction of its own for each test: 120 to 120.08 east, 28.85 to 28.93 north. */
let code = '';
let nextCode = 330_700;
beforeEach(async () => {
  code = String(nextCode++);
  const told = await speak(
    ...['jurisdiction', 'create', '--code', code, '--name', '永康市'],
    ...['--bbox=120,28.85,120.08,28.93', '--cell', '1000'],
  );
  expect(told.status, told.stderr).toBe(0);
});

const rejectsPath = join(folder, 'rejects.csv');

async function bring(subject: string, content: string, ...options: string[]) {
  const isJson = content.startsWith('{');
  const path = join(folder, `${subject}.${isJson ? 'geojson' : 'csv'}`);
  writeFileSync(path, content);
  const told = await speak(
    ...['import', subject, path, '--jurisdiction', code, '--rejects', rejectsPath, '--json'],
    ...options,
  );
  return { ...told, summary: told.stdout === '' ? null : JSON.parse(told.stdout) };
}

async function rowsOf<Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await statement.execute(database.db)).rows;
}

const undo = (batch: string) => speak('import', 'undo', batch, '--jurisdiction', code);

const WEST = boxArea(120, 28.85, 120.04, 28.93);
const EAST = boxArea(120.04, 28.85, 120.08, 28.93);

/** An incident, premises, a hazard and a grid in the west, and one of each in the east. */
async function bringContents() {
  const points = (more: string) => `lon,lat,${more}\n120.02,28.89,`;
  const twice = (text: string, value: string) => `${text}${value}\n120.06,28.89,${value}\n`;
  const batches: Record<string, string> = {};
  const files: [string, string, ...string[]][] = [
    ['incidents', twice(points('kind,occurred'), 'theft,2024-03-01'), '--create-kinds'],
    ['premises', twice(points('name'), '出租房'), '--columns', 'lon=lon,lat=lat,name=name'],
    ['hazards', twice(points('kind,reported'), '消防,2024-03-01')],
    [
      'grids',
      geoJsonText([
        feature({ name: '西一' }, boxArea(120.01, 28.88, 120.03, 28.9)),
        feature({ name: '东一' }, boxArea(120.05, 28.88, 120.07, 28.9)),
      ]),
      '--columns',
      'name=name',
    ],
  ];
  for (const [subject, content, ...options] of files) {
    const { status, stderr, summary } = await bring(subject, content, ...options);
    expect(status, `${subject}: ${stderr}`).toBe(0);
    expect(summary).toMatchObject({ accepted: 2, rejected: 0 });
    batches[subject] = summary.batch;
  }
  return batches;
}

/** Which town each thing lies in, west to east; cells as their number in each town. */
async function townsOfContents() {
  const townOf = (table: string) =>
    rowsOf(sql<{ town_id: string | null }>`
      SELECT town_id FROM ${sql.table(table)} WHERE jurisdiction = ${code} ORDER BY ST_X(ST_Centroid(geom))`).then(
      (rows) => rows.map(({ town_id }) => town_id),
    );
  const cells = await rowsOf(sql<{ town_id: string | null; cells: number }>`
    SELECT town_id, count(*)::int AS cells FROM cell WHERE jurisdiction = ${code} GROUP BY town_id`);
  const incidents = await rowsOf(sql<{ town_id: string | null }>`
    SELECT cell.town_id FROM incident JOIN cell ON cell.jurisdiction = incident.jurisdiction
      AND cell.i = cell_i AND cell.j = cell_j
    WHERE incident.jurisdiction = ${code} ORDER BY ST_X(incident.geom)`);
  return {
    cells: Object.fromEntries(cells.map((row) => [row.town_id ?? 'none', row.cells])),
    incidents: incidents.map(({ town_id }) => town_id),
    premises: await townOf('premises'),
    hazards: await townOf('hazard'),
    grids: await townOf('grid'),
  };
}

const NOWHERE = {
  incidents: [null, null],
  premises: [null, null],
  hazards: [null, null],
  grids: [null, null],
};
const inTowns = (west: string | null, east: string | null) => ({
  incidents: [west, east],
  premises: [west, east],
  hazards: [west, east],
  grids: [west, east],
});

describe('an import of towns', () => {
  it('takes areas with their kinds and names, and refuses each that is none, with its reason', async () => {
    const bowTie = boxRing(120, 28.85, 120.04, 28.93);
    [bowTie[1], bowTie[2]] = [bowTie[2]!, bowTie[1]!];
    const hole = boxRing(120.05, 28.89, 120.055, 28.9).reverse();
    const features = [
      feature({ name: '古山镇', code: '330784101' }, WEST),
      feature(
        { name: '东城街道', code: '330784001' },
        {
          type: 'MultiPolygon',
          coordinates: [
            [boxRing(120.04, 28.85, 120.06, 28.93), hole],
            [boxRing(120.07, 28.85, 120.08, 28.93)],
          ],
        },
      ),
      feature({ name: '经济开发区', code: 'z1' }, boxArea(120.03, 28.86, 120.05, 28.88)),
      feature({ name: '舟山乡', code: 'x1' }, boxArea(120.01, 28.86, 120.02, 28.87)),
      feature({ name: '蝴蝶结镇', code: 'b1' }, { type: 'Polygon', coordinates: [bowTie] }),
      feature(
        { name: '开口镇', code: 'o1' },
        { type: 'Polygon', coordinates: [bowTie.slice(0, 4)] },
      ),
      feature({ name: '邻县镇', code: 'n1' }, boxArea(120.1, 28.85, 120.14, 28.93)),
      feature({ name: '北京某镇', code: 'f1' }, boxArea(116.3, 39.8, 116.4, 39.9)),
      feature({ name: '', code: '' }, EAST),
      feature({ name: '点镇', code: 'p1' }, { type: 'Point', coordinates: [120.02, 28.89] }),
      feature({ name: '无形镇', code: 'w1' }, null),
      feature({ name: '后来镇', code: '330784101' }, EAST),
      feature({ name: '古山镇', code: '330784199' }, EAST),
    ];
    const { status, stderr, summary } = await bring(
      'towns',
      geoJsonText(features),
      '--columns',
      'name=name,id=code',
    );
    expect(status, stderr).toBe(0);
    expect(summary).toMatchObject({
      read: 13,
      accepted: 4,
      rejected: 9,
      rejectedByReason: {
        impossible_geometry: 2,
        outside_jurisdiction: 2,
        id_conflict: 2,
        missing_value: 1,
        wrong_geometry: 1,
        no_geometry: 1,
      },
    });
    const rejects = readFileSync(rejectsPath, 'utf8');
    expect(rejects).toMatch(/^5,impossible_geometry,Self-intersection/m);
    expect(rejects).toMatch(/^6,impossible_geometry,a ring /m);
    expect(rejects).toMatch(/^8,outside_jurisdiction,"?position \(116.3, 39.8\) is far outside/m);
    expect(rejects).toMatch(/^9,missing_value,the town has neither name nor id/m);
    expect(rejects).toMatch(/^12,id_conflict,id 330784101 stands twice/m);
    expect(rejects).toMatch(/^13,id_conflict,.*古山镇/m);
    const towns = await rowsOf(sql`
      SELECT id, name, kind, ST_NumGeometries(geom) AS parts, ST_NRings(geom) AS rings
      FROM town WHERE jurisdiction = ${code} ORDER BY name`);
    expect(towns).toHaveLength(4);
    expect(towns).toEqual(
      expect.arrayContaining([
        { id: '330784101', name: '古山镇', kind: 'town', parts: 1, rings: 1 },
        { id: '330784001', name: '东城街道', kind: 'street', parts: 2, rings: 3 },
        { id: 'z1', name: '经济开发区', kind: 'zone', parts: 1, rings: 1 },
        { id: 'x1', name: '舟山乡', kind: 'township', parts: 1, rings: 1 },
      ]),
    );
  });

  it('takes columns that are called like the targets without being told', async () => {
    const file = geoJsonText([feature({ name: '古山镇', kind: '镇', population: 9 }, WEST)]);
    expect((await bring('towns', file)).summary).toMatchObject({ accepted: 1 });
    expect(await rowsOf(sql`SELECT id, name FROM town WHERE jurisdiction = ${code}`)).toEqual([
      { id: '古山镇', name: '古山镇' },
    ]);
  });

  it('tells cells, incidents, premises, hazards and grids that were there their town, and forgets it when undone', async () => {
    await bringContents();
    const cellsTotal = Object.values((await townsOfContents()).cells)[0]!;
    expect(await townsOfContents()).toEqual({ ...NOWHERE, cells: { none: cellsTotal } });
    const file = geoJsonText([
      feature({ name: '古山镇' }, WEST),
      feature({ name: '东城街道' }, EAST),
    ]);
    const { summary } = await bring('towns', file, '--columns', 'name=name');
    const joined = await townsOfContents();
    expect(joined).toMatchObject(inTowns('古山镇', '东城街道'));
    // Every centre inside is told; those beyond the edge of the jurisdiction lie in no town.
    const [inside] = await rowsOf(sql<{ cells: number }>`
      SELECT count(*)::int AS cells FROM cell
      WHERE jurisdiction = ${code} AND ST_Within(centre, ST_MakeEnvelope(120, 28.85, 120.08, 28.93, 4326))`);
    expect(joined.cells.古山镇! + joined.cells.东城街道!).toBe(inside!.cells);
    const ranked = await speak('rank', '--jurisdiction', code, '--month', '2024-04');
    expect(ranked.stdout).toMatch(/ 古山镇/);
    expect(ranked.stdout).toMatch(/ 东城街道/);

    const undone = await undo(summary.batch);
    expect(undone).toMatchObject({ status: 0, stderr: '' });
    expect(undone.stdout).toBe(`import ${summary.batch} is undone: 2 rows taken out\n`);
    expect(await townsOfContents()).toEqual({ ...NOWHERE, cells: { none: cellsTotal } });
    expect((await bring('towns', file, '--columns', 'name=name')).summary).toMatchObject({
      accepted: 2,
      known: 0,
    });
    expect(await townsOfContents()).toEqual(joined);
  });

  it('gives places that come later their town at once', async () => {
    const file = geoJsonText([
      feature({ name: '古山镇' }, WEST),
      feature({ name: '东城街道' }, EAST),
    ]);
    await bring('towns', file, '--columns', 'name=name');
    await bringContents();
    expect(await townsOfContents()).toMatchObject(inTowns('古山镇', '东城街道'));
  });

  it('gives what lies in two towns to the first by id, before and after, and to the other when that one goes', async () => {
    await bringContents();
    const whole = geoJsonText([
      feature({ name: '甲镇', id: 'b' }, boxArea(120, 28.85, 120.08, 28.93)),
    ]);
    const parts = geoJsonText([
      feature({ name: '乙镇', id: 'a' }, WEST),
      feature({ name: '丙镇', id: 'c' }, EAST),
    ]);
    const options = ['--columns', 'name=name,id=id'];
    const first = await bring('towns', whole, ...options);
    const second = await bring('towns', parts, ...options);
    // What has a town keeps it when another comes.
    expect(await townsOfContents()).toMatchObject(inTowns('b', 'b'));
    await undo(first.summary.batch);
    expect(await townsOfContents()).toMatchObject(inTowns('a', 'c'));
    await undo(second.summary.batch);
    const both = geoJsonText([
      feature({ name: '丙镇', id: 'c' }, boxArea(120, 28.85, 120.08, 28.93)),
      feature({ name: '甲镇', id: 'b' }, boxArea(120, 28.85, 120.08, 28.93)),
      feature({ name: '乙镇', id: 'a' }, WEST),
    ]);
    const third = await bring('towns', both, ...options);
    expect(await townsOfContents()).toMatchObject(inTowns('a', 'b'));
    await undo(third.summary.batch);
    expect(await townsOfContents()).toMatchObject(NOWHERE);
  });

  it('refuses a name that is stored already, and knows a town that is', async () => {
    const options = ['--columns', 'name=name,id=id'];
    await bring('towns', geoJsonText([feature({ name: '古山镇', id: '1' }, WEST)]), ...options);
    const again = geoJsonText([
      feature({ name: '古山镇', id: '1' }, WEST),
      feature({ name: '唐先镇', id: '3' }, EAST),
    ]);
    expect((await bring('towns', again, ...options)).summary).toMatchObject({
      accepted: 1,
      known: 1,
    });
    const others = geoJsonText([
      feature({ name: '古山镇', id: '2' }, EAST),
      feature({ name: '芝英镇', id: '1' }, EAST),
      feature({ name: '石柱镇', id: '4' }, EAST),
    ]);
    expect((await bring('towns', others, ...options)).summary).toMatchObject({
      accepted: 1,
      known: 0,
      rejectedByReason: { id_conflict: 2 },
    });
    expect(readFileSync(rejectsPath, 'utf8')).toMatch(
      /^1,id_conflict,id 2 or name 古山镇 is stored with another content/m,
    );
  });
});

describe('an import of grids', () => {
  it('takes areas in metres as their CRS has them, once it is confirmed', async () => {
    const yongkang =
      '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m';
    const file = geoJsonText(
      [feature({ name: '网格01' }, boxArea(502_000, 3_195_000, 502_400, 3_195_300))],
      'urn:ogc:def:crs:EPSG::4549',
    );
    const refused = await bring('grids', file, '--columns', 'name=name');
    expect(refused).toMatchObject({ status: 1, summary: null });
    expect(refused.stderr).toMatch(/^zhantu: .*EPSG::4549: add --crs EPSG:n to confirm/);
    expect(
      (await bring('grids', file, '--columns', 'name=name', '--crs', 'EPSG:4549')).status,
    ).toBe(0);
    const [grid] = await rowsOf(sql<{ west: number; south: number; square_metres: number }>`
      SELECT ST_X(ST_PointN(ST_ExteriorRing(ST_GeometryN(geom, 1)), 1)) AS west,
             ST_Y(ST_PointN(ST_ExteriorRing(ST_GeometryN(geom, 1)), 1)) AS south, ST_Area(geom::geography) AS square_metres
      FROM grid WHERE jurisdiction = ${code}`);
    const [west, south] = proj4(yongkang).inverse([502_000, 3_195_000]);
    expect(grid!.west).toBeCloseTo(west!, 6);
    expect(grid!.south).toBeCloseTo(south!, 6);
    expect(grid!.square_metres).toBeCloseTo(400 * 300, -1);
  });

  it('moves shapes of GCJ-02 to WGS 84', async () => {
    const file = geoJsonText([
      feature({ name: '网格01' }, boxArea(120.04, 28.88, 120.045, 28.885)),
    ]);
    await bring('grids', file, '--columns', 'name=name', '--datum', 'gcj02');
    const [grid] = await rowsOf(sql<{ metres: number }>`
      SELECT ST_Distance(ST_Centroid(geom)::geography, ST_SetSRID(ST_MakePoint(120.0425, 28.8825), 4326)::geography) AS metres
      FROM grid WHERE jurisdiction = ${code}`);
    // Measured for Yongkang by another tool: 555 m.
    expect(grid!.metres).toBeGreaterThan(545);
    expect(grid!.metres).toBeLessThan(565);
  });

  it('takes two of one name by their ids, refuses one without either, and takes them all out again', async () => {
    const file = geoJsonText([
      feature({ name: '一村网格', id: 'g1' }, boxArea(120.01, 28.88, 120.02, 28.89)),
      feature({ name: '一村网格', id: 'g2' }, boxArea(120.02, 28.88, 120.03, 28.89)),
      feature({ name: null }, boxArea(120.03, 28.88, 120.04, 28.89)),
    ]);
    const { summary } = await bring('grids', file, '--columns', 'name=name,id=id');
    expect(summary).toMatchObject({ accepted: 2, rejectedByReason: { missing_value: 1 } });
    const undone = await undo(summary.batch);
    expect(undone.stdout).toContain('2 rows taken out');
    expect(await rowsOf(sql`SELECT id FROM grid WHERE jurisdiction = ${code}`)).toEqual([]);
  });
});
