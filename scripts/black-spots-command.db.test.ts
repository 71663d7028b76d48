import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../db/testing/database';
import type { Screening } from '../lib/server/black-spots';
import { feature, geoJsonText } from './testing/geojson-files';
import { speak } from './testing/spoken-command';

/** `zhantu black-spots screen`, from files to the list. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const folder = mkdtempSync(join(tmpdir(), 'zhantu-black-spots-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await speak(...words);
  expect(status, stderr).toBe(0);
  return stdout;
}

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const screen = (code: string, ...more: string[]) =>
  speak('black-spots', 'screen', '--jurisdiction', code, ...more);

async function screenJson(code: string, ...more: string[]): Promise<Screening> {
  return JSON.parse(await run('black-spots', 'screen', '--jurisdiction', code, '--json', ...more));
}

const metricLine = (west: number, east: number, north: number) => ({
  type: 'LineString' as const,
  coordinates: [
    [west, north],
    [east, north],
  ],
});

describe('black-spots screen', () => {
  const CODE = '330784';
  /** A road of 3 km along northing 3196000 in EPSG:4549, in two segments, and a short one. */
  const roads = geoJsonText(
    [
      feature({ id: 'r1', name: '五金大道' }, metricLine(501_000, 502_500, 3_196_000)),
      feature({ id: 'r2', name: '五金大道' }, metricLine(502_500, 504_000, 3_196_000)),
      feature({ id: 'r3', name: '小巷' }, metricLine(505_000, 505_300, 3_197_000)),
    ],
    'urn:ogc:def:crs:EPSG::4549',
  );
  const crash = (metre: number, severity: string, date = '2019-05-05') =>
    `${date},${501_000 + metre},3196005,${severity}`;
  const crashes = [
    'date,x,y,severity',
    // Over the joint of the segments: 5 crashes within 500 m, three of them fatal.
    crash(1_320, '死亡'),
    crash(1_400, '死亡'),
    crash(1_510, '死亡'),
    crash(1_600, '轻伤'),
    crash(1_700, '财损'),
    // 6 without a fatal one.
    ...[2_510, 2_530, 2_550, 2_570, 2_590].map((metre) => crash(metre, '轻伤')),
    crash(2_620, '重伤', '2018-02-01'),
    // Too few, too old, too far from a road.
    ...[100, 150, 200, 250].map((metre) => crash(metre, '财损')),
    crash(300, '财损', '2015-05-01'),
    '2019-05-05,503000,3196200,死亡',
    crash(260, '财损', '2019-12-31'),
    '',
  ].join('\n');

  beforeAll(async () => {
    const words = ['--code', CODE, '--name', '永康市', '--bbox=120,28.85,120.08,28.93'];
    await run('jurisdiction', 'create', ...words, '--cell', '2000');
  });

  it('says what is missing, and what was put wrongly', async () => {
    expect(await screen('999999')).toMatchObject({ status: 1, stdout: '' });
    const empty = await screen(CODE);
    expect(empty).toMatchObject({ status: 1, stdout: '' });
    expect(empty.stderr).toBe(`zhantu: ${CODE} has no crashes: see \`zhantu import crashes\`\n`);
    const lone = await screen(CODE, '--as-of', '2020-01-01');
    expect(lone.status).toBe(1);
    expect(lone.stderr).toMatch(/no roads.*zhantu import roads/);
    for (const wrong of [
      ['--months', '0'],
      ['--months', '1.5'],
      ['--months', '121'],
      ['--as-of', '2020-02-30'],
      ['--as-of', '2020-1-1'],
    ])
      expect(await screen(CODE, ...wrong)).toMatchObject({ status: 2, stdout: '' });
    expect((await speak('black-spots', 'screen')).status).toBe(2);
  });

  it('ranks the sections by harm with their crashes, as of the month after the last', async () => {
    const where = ['--jurisdiction', CODE, '--crs', 'EPSG:4549'];
    await run('import', 'roads', write('roads.geojson', roads), ...where);
    await run(
      ...['import', 'crashes', write('crashes.csv', crashes), ...where],
      ...['--columns', 'occurred=date,x=x,y=y,severity=severity'],
    );
    const { asOf, crashes: placed, found, spots } = await screenJson(CODE);
    expect(asOf).toBe('2020-01-01');
    expect(placed).toEqual({ placed: 17, unplaced: 1 });
    expect(found).toMatchObject([
      { rule: { id: 'cn-2008-county', periodMonths: 36, windowMetres: 500 }, sections: 3 },
      { rule: { id: 'cn-2008-city-fatal', periodMonths: 36 }, sections: 1 },
    ]);
    const split = (fatal: number, serious: number, slight: number, damage: number) => ({
      ...{ crashes: fatal + serious + slight + damage, fatal, serious, slight, damage },
    });
    // A section runs from 25 m before its first crash to 25 m beyond its last.
    expect(spots).toEqual([
      {
        ...{ rank: 1, rule: 'cn-2008-county', ...split(3, 0, 1, 1), epdo: 3 * 542 + 11 + 1 },
        ...{ name: '五金大道 · r1', lengthMetres: 430 },
        ...{ lon: expect.closeTo(120.0259, 3), lat: expect.closeTo(28.8803, 3) },
      },
      expect.objectContaining({
        ...{ rank: 2, rule: 'cn-2008-city-fatal', ...split(3, 0, 0, 0), epdo: 3 * 542 },
        ...{ name: '五金大道 · r1', lengthMetres: 240 },
      }),
      expect.objectContaining({
        ...{ rank: 3, rule: 'cn-2008-county', ...split(0, 1, 5, 0), epdo: 29 + 55 },
        ...{ name: '五金大道 · r2', lengthMetres: 160 },
      }),
      expect.objectContaining({
        ...{ rank: 4, rule: 'cn-2008-county', ...split(0, 0, 0, 5), epdo: 5 },
        ...{ name: '五金大道 · r1', lengthMetres: 210 },
      }),
    ]);
    const { rows } = await sql`
      SELECT rule, crashes, window_from AS from, window_to AS to FROM black_spot
      WHERE jurisdiction = ${CODE} ORDER BY id`.execute(database.db);
    const window = { from: '2017-01-01', to: '2020-01-01' };
    expect(rows).toEqual([
      { rule: 'cn-2008-county', crashes: 6, ...window },
      { rule: 'cn-2008-county', crashes: 5, ...window },
      { rule: 'cn-2008-county', crashes: 5, ...window },
      { rule: 'cn-2008-city-fatal', crashes: 3, ...window },
    ]);
  });

  it('prints the same as a table, the same each time', async () => {
    const { stdout, stderr, status } = await screen(CODE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [header, county, fatal, blank, titles, ...lines] = stdout.trimEnd().split('\n');
    expect(header).toBe(`${CODE} as of 2020-01-01; 17 crashes on roads, 1 without a road near`);
    expect(county).toMatch(
      /^3 sections by cn-2008-county: 5 or more crashes \(fatal, serious, slight, damage\) in 500 m within 36 months; .*2008/,
    );
    expect(fatal).toMatch(
      /^1 sections by cn-2008-city-fatal: 3 or more crashes \(fatal\) in 500 m/,
    );
    expect(blank).toBe('');
    expect(titles).toMatch(
      /^rank +place +rule +n +fatal +serious +slight +damage +EPDO +metres +lon +lat$/,
    );
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^ +1 +五金大道 · r1 +cn-2008-county +5 +3 +0 +1 +1 +1,638 +430 +120\.\d{6} +28\.\d{6}$/,
    );
    expect((await screen(CODE)).stdout).toBe(stdout);
  });

  it('counts back as many months as it is told, from the day it is told', async () => {
    const year = await screenJson(CODE, '--months', '12');
    expect(year.spots.map(({ rule, crashes: n }) => [rule, n])).toEqual([
      ['cn-2008-county', 5],
      ['cn-2008-city-fatal', 3],
      ['cn-2008-county', 5],
      ['cn-2008-county', 5],
    ]);
    // The day before the last crash of the first 300 m: four are left there, and no more a spot.
    const earlier = await screenJson(CODE, '--as-of', '2019-12-31');
    expect(earlier.spots.map(({ crashes: n }) => n)).toEqual([5, 3, 6]);
    const none = await screen(CODE, '--as-of', '2010-01-01');
    expect(none.status).toBe(0);
    expect(none.stdout).toMatch(/^0 sections by cn-2008-county/m);
    expect(none.stdout.trimEnd().split('\n')).toHaveLength(3);
  });
});

const FILE = join(import.meta.dirname, '../../shared/data/crash/york/accidents.csv');
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write(`black spots of York: skipped, no data at ${FILE}\n`);

/**
 * York's crashes on straight roads that we draw through the city, 100 m apart: each crash is within 50 m of one. What is
 * expected is counted here by sliding each window, and knows nothing of PostGIS or of our query.
 */
describe.skipIf(!isThere)('black spots of York', () => {
  const CODE = '990002';
  /** Off the crashes' grid of whole metres, so that none stands on the edge of a window or between two roads. */
  const OFF_GRID = 0.37;
  const SEVERITIES = { '1': 'fatal', '2': 'serious', '3': 'slight' } as const;

  it('are those that an independent count finds', async () => {
    const all = readFileSync(FILE, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','))
      .map(([, east, north, , , , severity, , , date = '']) => ({
        east: Number(east),
        north: Number(north),
        severity: SEVERITIES[severity as keyof typeof SEVERITIES],
        date: date.replace(/^(\d\d)\/(\d\d)\/(\d{4}).*$/, '$3-$2-$1'),
      }));
    const west = Math.min(...all.map(({ east }) => east)) - 1_000 + OFF_GRID;
    const east = Math.max(...all.map((crash) => crash.east)) + 1_000;
    const roadOf = (north: number) => Math.round((north - OFF_GRID) / 100) * 100 + OFF_GRID;
    const norths = new Set(all.map(({ north }) => roadOf(north)));
    await bringYork(
      [...norths].map((north) => feature({ name: `${north}` }, metricLine(west, east, north))),
    );

    const asOf = '2015-01-01';
    const counted = all.filter(({ date }) => date >= '2012-01-01' && date < asOf);
    const expected = [...norths].flatMap((road) =>
      sectionsOf(
        counted
          .filter(({ north }) => roadOf(north) === road)
          .map((crash) => ({ metre: crash.east - west, severity: crash.severity })),
        east - west,
        5,
      ).map((section) => [`${road}`, ...section].join(' ')),
    );
    const { asOf: chosen, crashes, spots } = await screenJson(CODE);
    expect(chosen).toBe(asOf);
    expect(crashes).toEqual({ placed: all.length, unplaced: 0 });
    const told = spots
      .filter(({ rule }) => rule === 'cn-2008-county')
      .map(({ name, fatal, serious, slight, lengthMetres }) =>
        [name.split(' · ')[0], fatal, serious, slight, Math.round(lengthMetres)].join(' '),
      );
    expect(expected.length).toBeGreaterThan(20);
    expect(told.sort()).toEqual(expected.sort());
  });

  async function bringYork(roads: Parameters<typeof geoJsonText>[0]): Promise<void> {
    await run(
      ...[
        'jurisdiction',
        'create',
        '--code',
        CODE,
        '--name',
        'York',
        '--bbox=-1.3,53.8,-0.85,54.15',
      ],
      ...['--crs', 'EPSG:27700', '--timezone', 'Europe/London', '--cell', '2000'],
    );
    const where = ['--jurisdiction', CODE, '--crs', 'EPSG:27700', '--json'];
    await run('import', 'roads', write('york.geojson', geoJsonText(roads)), ...where);
    await run(
      ...['import', 'crashes', FILE, ...where, '--date-order', 'dmy', '--columns'],
      'occurred=Date,x=Location_Easting_OSGR,y=Location_Northing_OSGR,severity=Accident_Severity',
      ...['--map', 'severity=1:fatal,2:serious,3:slight'],
    );
  }

  type OnRoad = { metre: number; severity: 'fatal' | 'serious' | 'slight' };

  /** Fatal, serious and slight crashes and the length of each section, by looking at every window. */
  function sectionsOf(crashes: OnRoad[], length: number, atLeast: number): number[][] {
    const within = (from: number, to: number) =>
      crashes.filter(({ metre }) => metre >= from && metre < to);
    const sections: { from: number; to: number }[] = [];
    for (let from = 0; from < length; from += 50) {
      if (within(from, from + 500).length < atLeast) continue;
      const last = sections.at(-1);
      if (last && from < last.to) last.to = from + 500;
      else sections.push({ from, to: from + 500 });
    }
    return sections.map(({ from, to }) => {
      const inside = within(from, to);
      const metres = inside.map(({ metre }) => metre);
      const of = (severity: string) => inside.filter((crash) => crash.severity === severity).length;
      const span = Math.max(...metres) - Math.min(...metres) + 50;
      return [of('fatal'), of('serious'), of('slight'), Math.round(span)];
    });
  }
});
