import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { openCommandLine } from './testing/command-line';

/**
 * Real files of real cities through the command line. What is expected is counted here from the files with
 * string splitting and proj4, and so knows nothing of our readers, of PostGIS or of the facts.
 */
const DATA = join(import.meta.dirname, '../../shared/data');
const isThere = existsSync(DATA);
if (!isThere) process.stderr.write(`real cities: skipped, no data at ${DATA}\n`);

type Ranked = {
  cells: {
    rank: number;
    i: number;
    j: number;
    count: number;
    score: number;
    lon: number;
    lat: number;
  }[];
};

const UTM_16N = '+proj=utm +zone=16 +datum=WGS84 +units=m';

describe.skipIf(!isThere)('real cities', { timeout: 300_000 }, async () => {
  const zhantu = await openCommandLine('real_cities');

  async function importJson(...args: string[]) {
    const { status, stdout, stderr } = await zhantu.run('import', ...args, '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return JSON.parse(stdout);
  }

  async function create(...args: string[]) {
    const { status, stderr } = await zhantu.run('jurisdiction', 'create', ...args);
    expect(status, stderr).toBe(0);
  }

  it('imports Chicago once, however often it is asked, and ranks it as a plain count does', async () => {
    const file = join(DATA, 'crime/chicago_aggravated_assaults_2010_2016.csv.gz');
    const rows = gunzipSync(readFileSync(file))
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    await create(
      ...['--code', '990001', '--name', 'Chicago', '--bbox=-87.95,41.6,-87.5,42.05'],
      ...['--crs', 'EPSG:32616', '--timezone', 'America/Chicago', '--cell', '500'],
    );
    const bring = () =>
      importJson(
        ...[
          'incidents',
          file,
          '--jurisdiction',
          '990001',
          '--columns',
          'occurred=date,lon=longitude,lat=latitude',
        ],
        ...['--const', 'kind=assault', '--create-kinds'],
      );
    const first = await bring();
    expect(first).toMatchObject({ read: rows.length, accepted: rows.length, rejected: 0 });
    const second = await bring();
    expect(second).toMatchObject({ read: rows.length, accepted: 0, known: rows.length });

    const counts = new Map<string, number>();
    for (const [date = '', , lon, lat] of rows) {
      if (date < '2015-12' || date >= '2016-12') continue;
      const [x, y] = proj4(UTM_16N, [Number(lon), Number(lat)]) as [number, number];
      const cell = `${Math.floor(x / 500)},${Math.floor(y / 500)}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const rank = (...more: string[]) =>
      zhantu.run(
        'rank',
        '--jurisdiction',
        '990001',
        '--month',
        '2016-12',
        '--kind',
        'assault',
        '--json',
        ...more,
      );
    const { stdout, status } = await rank('--ranker', 'count_12m', '--cells', '50');
    expect(status).toBe(0);
    const { cells }: Ranked = JSON.parse(stdout);
    const best = [...counts.values()].sort((a, b) => b - a).slice(0, 50);
    expect(cells.map(({ count }) => count)).toEqual(best);
    for (const { i, j, count, score } of cells) {
      expect({ i, j, count }).toEqual({ i, j, count: counts.get(`${i},${j}`) });
      expect(score).toBe(count);
    }
    expect((await rank('--ranker', 'count_12m', '--cells', '50')).stdout).toBe(stdout);
  });

  it('imports York’s crashes on the British grid', async () => {
    const file = join(DATA, 'crash/york/accidents.csv');
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    await create(
      ...['--code', '990002', '--name', 'York', '--bbox=-1.3,53.8,-0.85,54.15'],
      ...['--crs', 'EPSG:27700', '--timezone', 'Europe/London', '--cell', '250'],
    );
    const summary = await importJson(
      ...[
        'crashes',
        file,
        '--jurisdiction',
        '990002',
        '--crs',
        'EPSG:27700',
        '--date-order',
        'dmy',
        '--columns',
      ],
      'occurred=Date,x=Location_Easting_OSGR,y=Location_Northing_OSGR,severity=Accident_Severity',
      ...['--map', 'severity=1:fatal,2:serious,3:slight'],
    );
    expect(summary).toMatchObject({ read: rows.length, accepted: rows.length, rejected: 0 });
    const { stdout } = await zhantu.run(
      ...[
        'rank',
        '--jurisdiction',
        '990002',
        '--month',
        '2015-01',
        '--ranker',
        'count_all',
        '--cells',
        '20',
        '--json',
      ],
    );
    const { cells }: Ranked = JSON.parse(stdout);
    const counts = new Map<string, number>();
    for (const [, east, north] of rows) {
      const cell = `${Math.floor(Number(east) / 250)},${Math.floor(Number(north) / 250)}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    expect(cells.map(({ score }) => score)).toEqual(
      [...counts.values()].sort((a, b) => b - a).slice(0, 20),
    );
    for (const { i, j, score } of cells) expect(score).toBe(counts.get(`${i},${j}`));
  });

  it('imports Toronto’s rental buildings and keeps those without a place as rejects', async () => {
    const file = join(DATA, 'fire/toronto_rentsafe_evaluations.csv');
    await create(
      ...[
        '--code',
        '990003',
        '--name',
        'Toronto',
        '--bbox=-79.7,43.5,-79.1,43.9',
        '--timezone',
        'America/Toronto',
      ],
    );
    const summary = await importJson(
      ...['premises', file, '--jurisdiction', '990003', '--columns'],
      'name=SITE ADDRESS,address=SITE ADDRESS,storeys=CONFIRMED STOREYS,rooms=CONFIRMED UNITS,year_built=YEAR BUILT,lon=LONGITUDE,lat=LATITUDE',
    );
    const rejects = readFileSync(
      join(zhantu.folder, 'toronto_rentsafe_evaluations.csv.rejects.csv'),
      'utf8',
    );
    expect(summary.read).toBe(6090);
    expect(summary.rejectedByReason.no_coordinates).toBe(214);
    expect(summary.accepted + summary.rejected + summary.known).toBe(summary.read);
    expect(rejects.match(/,no_coordinates,/g)).toHaveLength(214);
  });

  it('imports Montreal’s roads with their lengths', async () => {
    await create(
      ...[
        '--code',
        '990004',
        '--name',
        'Montreal',
        '--bbox=-74.1,45.3,-73.4,45.8',
        '--timezone',
        'America/Montreal',
      ],
    );
    const summary = await importJson(
      ...[
        'roads',
        join(DATA, 'roads/montreal_roads.geojson'),
        '--jurisdiction',
        '990004',
        '--columns',
        'class=TYPE',
      ],
    );
    expect(summary).toMatchObject({ read: 16_188, accepted: 16_188, rejected: 0 });
  });
});
