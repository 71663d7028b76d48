import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { cellsOfBox, insertFacts, insertJurisdiction } from '../db/testing/builders';
import { openTestDatabase } from '../db/testing/database';
import { addMonths } from '../lib/format/month';
import { speak } from './testing/spoken-command';

/** `zhantu effect register|list|show`, put wrongly and rightly. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const { db } = database;
const CODE = '330784';
await insertJurisdiction(db, { code: CODE, cells: cellsOfBox(12, 3), kinds: ['theft', 'fraud'] });
await sql`
  INSERT INTO town (jurisdiction, id, name, geom)
  SELECT ${CODE}, 't' || place, '镇 ' || place, ST_Multi(ST_Envelope(ST_Collect(ST_Buffer(centre, 0.0001))))
  FROM (SELECT i / 4 AS place, centre FROM cell WHERE jurisdiction = ${CODE}) AS laid GROUP BY place`.execute(
  db,
);
const months = Array.from({ length: 25 }, (_, at) => addMonths('2018-04', at));
await insertFacts(
  db,
  CODE,
  months.flatMap((month, at) =>
    [0, 4, 8].map((i) => ({
      ...{ i, j: 1, month: `${month}-01` },
      count: month === '2020-04' && i === 0 ? 45 : 98 + ((at * 3 + i) % 5),
    })),
  ),
);

const folder = mkdtempSync(join(tmpdir(), 'zhantu-effect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The town's outline as GeoJSON. */
async function outlineOf(town: string): Promise<unknown> {
  const { rows } = await sql<{ geometry: unknown }>`
    SELECT ST_AsGeoJSON(geom, 12)::json AS geometry FROM town WHERE jurisdiction = ${CODE} AND id = ${town}`.execute(
    db,
  );
  return { type: 'Feature', properties: {}, geometry: rows[0]?.geometry };
}

const NAMED = ['--jurisdiction', CODE, '--name', '四月'];
const MONTHS = ['--before', '2019-04..2020-03', '--during', '2020-04..2020-04'];
const TOWNS = ['--treated-towns', 't0', '--control-towns', 't1,t2'];
const register = (...words: string[]) => speak('effect', 'register', ...words);

describe('effect register', () => {
  it.each<[string, string[], 1 | 2, RegExp]>([
    [
      'no area',
      [...NAMED, ...MONTHS],
      2,
      /treated area either by --treated-towns IDS or by --treated FILE/,
    ],
    [
      'two areas',
      [...NAMED, ...MONTHS, ...TOWNS, '--treated', 'x.geojson'],
      2,
      /either by --treated-towns/,
    ],
    [
      'no control',
      [...NAMED, ...MONTHS, '--treated-towns', 't0'],
      2,
      /control area either by --control-towns/,
    ],
    ['no months', [...NAMED, ...TOWNS, '--during', '2020-04'], 2, /--before/],
    ['no name', ['--jurisdiction', CODE, ...MONTHS, ...TOWNS], 2, /--name/],
    [
      'an empty name',
      ['--jurisdiction', CODE, '--name', ' ', ...MONTHS, ...TOWNS],
      2,
      /--name is empty/,
    ],
    [
      'a code of letters',
      ['--jurisdiction', 'YK', '--name', 'x', ...MONTHS, ...TOWNS],
      2,
      /--jurisdiction must be six digits/,
    ],
    [
      'days for months',
      [...NAMED, ...TOWNS, '--before', '2019-04-01..2020-03-31', '--during', '2020-04'],
      2,
      /Months are YYYY-MM..YYYY-MM/,
    ],
    [
      'a thirteenth month',
      [...NAMED, ...TOWNS, '--before', '2019-13', '--during', '2020-04'],
      2,
      /Months are/,
    ],
    [
      'three months',
      [...NAMED, ...TOWNS, '--before', '2019-01..2019-02..2019-03', '--during', '2020-04'],
      2,
      /Months are/,
    ],
    [
      'months that end before they begin',
      [...NAMED, ...TOWNS, '--before', '2020-03..2019-04', '--during', '2020-04'],
      2,
      /--before must not end before it begins/,
    ],
    [
      'months that overlap',
      [...NAMED, ...TOWNS, '--before', '2019-04..2020-04', '--during', '2020-04'],
      2,
      /--during must begin after the months before have ended/,
    ],
    [
      'too many months',
      [...NAMED, ...TOWNS, '--before', '2001-01..2020-03', '--during', '2020-04'],
      2,
      /not be longer than 120 months/,
    ],
    [
      'months long ago',
      [...NAMED, ...TOWNS, '--before', '1999-01..1999-03', '--during', '2020-04'],
      2,
      /--before must lie in 2000 to 2100/,
    ],
    [
      'an empty list',
      [...NAMED, ...MONTHS, '--treated-towns', 't0,', '--control-towns', 't1'],
      2,
      /one or more, with a comma/,
    ],
    ['a ring below nothing', [...NAMED, ...MONTHS, ...TOWNS, '--ring=-1'], 2, /not below 0/],
    [
      'a ring as wide as a country',
      [...NAMED, ...MONTHS, ...TOWNS, '--ring', '99999'],
      2,
      /--ring must be at most 10000 metres/,
    ],
    [
      'an origin nobody knows',
      [...NAMED, ...MONTHS, ...TOWNS, '--origins', 'drones'],
      2,
      /--origins/,
    ],
    [
      'a kind nobody knows',
      [...NAMED, ...MONTHS, ...TOWNS, '--kind', 'arson'],
      1,
      /no kind arson \(there are: fraud, theft\)/,
    ],
    [
      'a campaign nobody knows',
      [...NAMED, ...MONTHS, ...TOWNS, '--campaign', 'may'],
      1,
      /no campaign may/,
    ],
    [
      'a town nobody knows',
      [...NAMED, ...MONTHS, '--treated-towns', 't7', '--control-towns', 't1'],
      1,
      /there is no town t7/,
    ],
    [
      'a town on both sides',
      [...NAMED, ...MONTHS, '--treated-towns', 't0', '--control-towns', 't0,t1'],
      1,
      /t0 is there twice/,
    ],
    [
      'a file that is not there',
      [...NAMED, ...MONTHS, '--treated', '/nowhere/a.geojson', '--control-towns', 't1'],
      1,
      /cannot read \/nowhere\/a.geojson/,
    ],
    [
      'a jurisdiction nobody knows',
      ['--jurisdiction', '999999', '--name', 'x', ...MONTHS, ...TOWNS],
      1,
      /there is no jurisdiction 999999/,
    ],
  ])('refuses %s in one line', async (_name, words, status, says) => {
    const told = await register(...words);
    expect(told.stderr).toMatch(/^(zhantu|error): [^\n]+\n(\(add --help for the options\)\n)?$/);
    expect(told.stderr).toMatch(says);
    expect(told.status).toBe(status);
    expect(told.stdout).toBe('');
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'W,S,E,N', /bad.geojson is not JSON/],
    [
      'lines',
      {
        type: 'LineString',
        coordinates: [
          [120, 28],
          [121, 29],
        ],
      },
      /Polygon or MultiPolygon geometries only/,
    ],
    [
      'metres',
      {
        type: 'Polygon',
        coordinates: [
          [
            [5e5, 3e6],
            [5e5, 3.1e6],
            [6e5, 3e6],
            [5e5, 3e6],
          ],
        ],
      },
      /in degrees, WGS 84/,
    ],
    [
      'another city',
      {
        type: 'Polygon',
        coordinates: [
          [
            [10, 50],
            [10, 51],
            [11, 50],
            [10, 50],
          ],
        ],
      },
      /bad has no cell left to be counted as treated: it lies outside/,
    ],
  ])('refuses an area of %s', async (_name, content, says) => {
    const told = await register(
      ...NAMED,
      ...MONTHS,
      '--treated',
      write('bad.geojson', content),
      '--control-towns',
      't1',
    );
    expect(told).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(says) });
  });

  it('has registered nothing of all that', async () => {
    expect(await speak('effect', 'list', '--jurisdiction', CODE)).toEqual({
      status: 0,
      stdout: '',
      stderr: `nothing is registered in ${CODE}: see \`zhantu effect register\`\n`,
    });
  });
});

describe('effect', () => {
  it('registers, lists and shows whether it worked', async () => {
    const told = await register(...NAMED, ...MONTHS, ...TOWNS, '--ring', '0', '--note', '试点');
    expect(told.status, told.stderr).toBe(0);
    expect(told.stderr).toBe('note: 2020-04 has begun: its results will say so\n');
    const id = told.stdout.split(' ')[0] ?? '';
    expect(told.stdout).toMatch(
      /^\d+ {2}四月: 镇 0, against 镇 1, 镇 2\n2020-04 against 2019-04..2020-03; all kinds; reported by citizen; no ring\n/,
    );
    expect(told.stdout).toMatch(/AFTER THE START; 试点\n$/);
    expect((await speak('effect', 'list', '--jurisdiction', CODE)).stdout).toBe(told.stdout);

    const shown = await speak('effect', 'show', id, '--jurisdiction', CODE);
    expect(shown.status, shown.stderr).toBe(0);
    const [verdict, late] = shown.stdout.split('\n');
    expect(verdict).toMatch(
      /^Fewer than expected: -5\d % \(95 % interval -\d+ % to -\d+ %; p = <0.001\); 45 where \d+\.\d were expected; 0 of 2 controls are as far off\.$/,
    );
    expect(late).toMatch(/^note: it was registered after the start/);
    for (const part of [
      'as of data version 1, incidents of 2018-04..2020-04',
      'Weighted displacement difference',
      'E-test',
      'Year on year',
      '3 areas × 13 months',
      'more than normal variation',
    ])
      expect(shown.stdout).toContain(part);
    expect(shown.stdout).toMatch(/^area +12 +[\d,]+ +\d+\.\d +45 +\d+$/m);

    const json = await speak('effect', 'show', id, '--jurisdiction', CODE, '--json');
    const again = await speak('effect', 'show', id, '--jurisdiction', CODE, '--json');
    expect(again.stdout).toBe(json.stdout);
    expect(JSON.parse(json.stdout)).toMatchObject({
      words: verdict,
      registration: { id, isLate: true, ringMetres: 0, note: '试点' },
      assessment: {
        verdict: { code: 'fewer_than_expected', basis: 'difference_in_differences' },
        asOf: { dataVersion: 1, facts: { from: '2018-04', to: '2020-04' } },
        wdd: { local: { interval: { high: expect.any(Number) } } },
        counts: [{ part: 'treated', during: 45 }, {}, {}, {}],
      },
      definitions: { wdd: expect.stringContaining('95 % interval') },
    });
  });

  it('takes drawn areas, each feature a unit, and gives of them what the same towns give', async () => {
    const treated = write('north.geojson', await outlineOf('t0'));
    const features = [await outlineOf('t1'), await outlineOf('t2')];
    const control = write('rest.json', { type: 'FeatureCollection', features });
    const drawn = await register(
      ...NAMED,
      ...MONTHS,
      '--treated',
      treated,
      '--control',
      control,
      '--json',
    );
    expect(drawn.status, drawn.stderr).toBe(0);
    const { id, areas } = JSON.parse(drawn.stdout);
    expect(areas.map(({ name }: { name: string }) => name)).toEqual(['north', 'rest 1', 'rest 2']);
    const towns = JSON.parse((await register(...NAMED, ...MONTHS, ...TOWNS, '--json')).stdout);
    const show = async (each: string) =>
      JSON.parse((await speak('effect', 'show', each, '--jurisdiction', CODE, '--json')).stdout);
    const one = await show(id);
    const other = await show(towns.id);
    expect(one.assessment).toEqual(other.assessment);
  });

  it('says plainly what was registered before the start, and that its months are not over', async () => {
    const early = ['--before', '2019-04..2020-03', '--during', '2099-01..2099-02'];
    const told = await register(...NAMED, ...early, ...TOWNS, '--kind', 'theft,fraud');
    expect(told).toMatchObject({ status: 0, stderr: '' });
    expect(told.stdout).toContain('before the start');
    const id = told.stdout.split(' ')[0] ?? '';
    const { stdout } = await speak('effect', 'show', id, '--jurisdiction', CODE);
    expect(stdout).toMatch(/^Cannot tell: its months are not over yet\.\n/);
  });

  it('knows no registration of another jurisdiction, nor one that is not there', async () => {
    for (const [id, code, says] of [
      ['99', CODE, /330784 has no registration 99: see/],
      ['x', CODE, /has no registration x/],
      ['1', '999999', /there is no jurisdiction 999999/],
    ] as const) {
      const told = await speak('effect', 'show', id, '--jurisdiction', code);
      expect(told).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(says) });
    }
  });
});
