import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../db/testing/database';
import { feature, geoJsonText } from './testing/geojson-files';
import { speak } from './testing/spoken-command';

/** Roads, hazards and premises through the command line. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const folder = mkdtempSync(join(tmpdir(), 'zhantu-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let code = '';
let nextCode = 330_800;
beforeEach(async () => {
  code = String(nextCode++);
  const told = await speak(
    ...['jurisdiction', 'create', '--code', code, '--name', '永康市'],
    ...['--bbox=120,28.85,120.08,28.93', '--cell', '2000'],
  );
  expect(told.status, told.stderr).toBe(0);
});

const rejectsPath = join(folder, 'rejects.csv');

async function bring(subject: string, content: string, ...options: string[]) {
  const path = join(folder, `${subject}.${content.startsWith('{') ? 'geojson' : 'csv'}`);
  writeFileSync(path, content);
  const told = await speak(
    ...['import', subject, path, '--jurisdiction', code, '--rejects', rejectsPath, '--json'],
    ...options,
  );
  expect(told.stderr).toBe('');
  return JSON.parse(told.stdout);
}

async function rowsOf<Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await statement.execute(database.db)).rows;
}

async function undo(batch: string): Promise<string> {
  const told = await speak('import', 'undo', batch, '--jurisdiction', code);
  expect(told.stderr).toBe('');
  return told.stdout;
}

const at = (lon: number) => [lon, 28.89];
const line = (...lons: number[]) => ({ type: 'LineString' as const, coordinates: lons.map(at) });
const lines = (...parts: number[][]) => ({
  type: 'MultiLineString' as const,
  coordinates: parts.map((lons) => lons.map(at)),
});

describe('an import of roads', () => {
  const roads = () =>
    rowsOf(sql<{ id: string; name: string; class: string; metres: number }>`
      SELECT id, name, class, round(length_metres)::int AS metres FROM road_segment
      WHERE jurisdiction = ${code} ORDER BY id COLLATE "C"`);

  it('splits a road of several lines, keeps ids with strokes, and knows them all again', async () => {
    // The ids of OpenStreetMap's exports hold a stroke, as do those that we give the pieces of a road.
    const file = geoJsonText([
      feature({ id: 'way/17', name: '丽州路', class: 'primary' }, line(120.01, 120.02)),
      feature(
        { id: 'relation/4', name: '330国道', class: 'trunk' },
        lines([120.02, 120.03], [120.04, 120.06]),
      ),
      feature({ id: 'way', name: '小路' }, line(120.03, 120.04)),
      feature({ id: 'single', name: '独路' }, lines([120.05, 120.06])),
    ]);
    const first = await bring('roads', file);
    expect(first).toMatchObject({ read: 4, accepted: 4, rejected: 0 });
    // One hundredth of a degree of longitude here is 975 m.
    expect(await roads()).toEqual([
      { id: 'relation/4/1', name: '330国道', class: 'trunk', metres: 975 },
      { id: 'relation/4/2', name: '330国道', class: 'trunk', metres: 1951 },
      { id: 'single', name: '独路', class: 'local', metres: 975 },
      { id: 'way', name: '小路', class: 'local', metres: 975 },
      { id: 'way/17', name: '丽州路', class: 'primary', metres: 975 },
    ]);
    expect(await bring('roads', file)).toMatchObject({ accepted: 0, known: 4, rejected: 0 });
    expect(await undo(first.batch)).toContain('5 rows taken out');
    expect(await roads()).toEqual([]);
    expect(await bring('roads', file)).toMatchObject({ accepted: 4, known: 0 });
  });

  it('refuses a road whose pieces would bear the id of another, in the file and in the store', async () => {
    const multi = feature({ id: 'a', name: '甲路' }, lines([120.01, 120.02], [120.03, 120.04]));
    const piece = feature({ id: 'a/2', name: '乙路' }, line(120.05, 120.06));
    expect(await bring('roads', geoJsonText([multi, piece]))).toMatchObject({
      accepted: 1,
      rejectedByReason: { id_conflict: 1 },
    });
    expect((await roads()).map(({ id }) => id)).toEqual(['a/1', 'a/2']);
    const other = await bring('roads', geoJsonText([feature({ id: 'b/1' }, line(120.01, 120.02))]));
    expect(other).toMatchObject({ accepted: 1 });
    const late = feature({ id: 'b' }, lines([120.01, 120.02], [120.03, 120.04]));
    const fine = feature({ id: 'c' }, line(120.01, 120.02));
    expect(await bring('roads', geoJsonText([late, fine]))).toMatchObject({
      accepted: 1,
      rejectedByReason: { id_conflict: 1 },
    });
    expect(readFileSync(rejectsPath, 'utf8')).toMatch(
      /^1,id_conflict,id b is stored with another content/m,
    );
  });

  it('takes roads without ids or names as often as the file has them, and refuses what is no road', async () => {
    const file = geoJsonText([
      feature({}, line(120.01, 120.02)),
      feature({}, line(120.01, 120.02)),
      feature({ class: 'path' }, lines([120.01, 120.02], [120.03, 120.04])),
      feature({}, line(120.01, 120.01)),
      feature({}, line(120.01)),
      feature({}, line(120.3, 120.31)),
      feature({}, { type: 'Point', coordinates: at(120.02) }),
      feature({}, null),
    ]);
    expect(await bring('roads', file)).toMatchObject({
      accepted: 3,
      identicalRows: 1,
      rejectedByReason: {
        impossible_geometry: 2,
        outside_jurisdiction: 1,
        wrong_geometry: 1,
        no_geometry: 1,
      },
    });
    expect(await roads()).toHaveLength(4);
    expect(await bring('roads', file)).toMatchObject({ accepted: 0, known: 3, rejected: 5 });
  });
});

describe('an import of hazards', () => {
  const HEADER =
    'id,category,title,severity,state,is_listed,reported,deadline,closed,lon,lat,inspector';
  const row = (id: string, text: string) => `${id},${text},120.04,28.89,甲`;
  const COLUMNS = HEADER.split(',')
    .map((name) => `${name}=${name}`)
    .join(',');

  it('takes states, dates and categories as people write them, in local time, and refuses the rest with its reason', async () => {
    const file = [
      HEADER,
      row('1', '消防,楼道堆物,一般,发现,否,2020-04-21 23:30,2020年5月1日,'),
      row('2', 'traffic,急弯,重大,整改,是,2020/4/2,2020-05-01 00:00:00,'),
      row('3', '燃气,瓶装气,major,销号,0,2020-04-01,2020-04-20,2020-04-21 08:30'),
      row('4', '安全生产,,,,,2020-04-01,,'),
      row('5', '食药,过期,一般,退回,1,2020-04-01,,2020-04-09'),
      row('6', '消防,x,一般,销号,,2020-04-01,,'),
      row('7', '鬼,x,一般,发现,,2020-04-01,,'),
      row('8', '消防,x,吓人,发现,,2020-04-01,,'),
      row('9', '消防,x,一般,睡着,,2020-04-01,,'),
      row('10', '消防,x,一般,发现,maybe,2020-04-01,,'),
      row('11', '消防,x,一般,发现,,,,'),
      row('12', ',x,一般,发现,,2020-04-01,,'),
      row('13', '消防,x,一般,发现,,2020-04-01,someday,'),
      row('14', '消防,x,一般,销号,,2020-04-01,,30 February 2020'),
      row('15', '消防,x,一般,发现,,2150-04-01,,'),
      row('1', '消防,另一个,一般,发现,,2020-04-21,,'),
      '',
    ].join('\n');
    const summary = await bring('hazards', file, '--columns', COLUMNS);
    expect(summary).toMatchObject({
      read: 16,
      accepted: 5,
      rejectedByReason: {
        unreadable_value: 3,
        unreadable_date: 2,
        no_date: 1,
        no_kind: 1,
        unknown_kind: 1,
        missing_value: 1,
        future_date: 1,
        id_conflict: 1,
      },
    });
    const stored = await rowsOf(sql`
      SELECT source_id AS id, category, title, severity, state, is_listed AS listed, reported_at AS reported,
             deadline, closed_at AS closed, attributes
      FROM hazard WHERE jurisdiction = ${code} ORDER BY source_id`);
    const common = { attributes: { inspector: '甲' }, closed: null, deadline: null, listed: false };
    expect(stored).toEqual([
      {
        ...common,
        ...{ id: '1', category: 'fire', title: '楼道堆物', severity: 'general', state: 'reported' },
        ...{ reported: new Date('2020-04-21T23:30+08:00'), deadline: '2020-05-01' },
      },
      {
        ...common,
        ...{ id: '2', category: 'traffic', title: '急弯', severity: 'major', state: 'rectifying' },
        ...{ reported: new Date('2020-04-02T00:00+08:00'), deadline: '2020-05-01', listed: true },
      },
      {
        ...common,
        ...{ id: '3', category: 'gas', title: '瓶装气', severity: 'major', state: 'closed' },
        ...{ reported: new Date('2020-04-01T00:00+08:00'), deadline: '2020-04-20' },
        closed: new Date('2020-04-21T08:30+08:00'),
      },
      {
        ...common,
        ...{ id: '4', category: 'work_safety', title: '安全生产', severity: 'general' },
        ...{ state: 'reported', reported: new Date('2020-04-01T00:00+08:00') },
      },
      {
        ...common,
        ...{
          id: '5',
          category: 'food_drug',
          title: '过期',
          severity: 'general',
          state: 'returned',
        },
        ...{ reported: new Date('2020-04-01T00:00+08:00'), listed: true },
      },
    ]);
    expect(await bring('hazards', file, '--columns', COLUMNS)).toMatchObject({
      accepted: 0,
      known: 5,
      rejected: 11,
    });
    expect(await undo(summary.batch)).toContain('5 rows taken out');
    expect(await rowsOf(sql`SELECT id FROM hazard WHERE jurisdiction = ${code}`)).toEqual([]);
  });

  it('reads the dates by the order and in the zone that were given', async () => {
    const file = `${HEADER}\n${row('1', '消防,x,一般,销号,否,03/04/2020,05/06/2020,07/04/2020 01:00')}\n`;
    await bring(
      ...(['hazards', file, '--columns', COLUMNS] as const),
      ...['--date-order', 'dmy', '--timezone', 'America/Chicago'],
    );
    expect(
      await rowsOf(sql`
        SELECT reported_at AS reported, deadline, closed_at AS closed FROM hazard WHERE jurisdiction = ${code}`),
    ).toEqual([
      {
        reported: new Date('2020-04-03T00:00-05:00'),
        deadline: '2020-06-05',
        closed: new Date('2020-04-07T01:00-05:00'),
      },
    ]);
  });
});

describe('an import of premises', () => {
  it('takes kinds, counts and names in Chinese, and refuses what is no count', async () => {
    const file = [
      'name,address,kind,storeys,tenants,year_built,lon,lat',
      '王家出租房,古山镇胡库下村1号,出租屋,4,12,1998,120.04,28.89',
      ',五金路2号,三合一,n/a,,,120.05,28.89',
      '小作坊,,作坊,2.5,,,120.04,28.89',
      ',,,3,,,120.04,28.89',
      '旧屋,,,1,,98,120.04,28.89',
      '市外,,,1,,,120.2,28.89',
      '反了,,,1,,,28.89,120.04',
      '',
    ].join('\n');
    const summary = await bring('premises', file);
    expect(summary).toMatchObject({
      accepted: 2,
      rejectedByReason: {
        unreadable_value: 2,
        missing_value: 1,
        outside_jurisdiction: 1,
        impossible_coordinates: 1,
      },
    });
    expect(
      await rowsOf(sql`
        SELECT name, address, kind, storeys, tenants, year_built FROM premises WHERE jurisdiction = ${code} ORDER BY kind`),
    ).toEqual([
      {
        name: '王家出租房',
        address: '古山镇胡库下村1号',
        kind: 'rental',
        storeys: 4,
        tenants: 12,
        year_built: 1998,
      },
      {
        name: '五金路2号',
        address: '五金路2号',
        kind: 'three_in_one',
        storeys: null,
        tenants: null,
        year_built: null,
      },
    ]);
    expect(await undo(summary.batch)).toContain('2 rows taken out');
  });
});
