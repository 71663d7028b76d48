import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../db/testing/database';
import { speak } from './testing/spoken-command';

/** `zhantu jurisdiction create`, put wrongly in every way we could think of, and rightly. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const folder = mkdtempSync(join(tmpdir(), 'zhantu-jurisdiction-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await sql`DELETE FROM jurisdiction`.execute(database.db);
});

const NAMED = ['--code', '330784', '--name', '永康市'];
const BOX = '--bbox=120,28.85,120.08,28.93';

type Wrong = {
  name: string;
  words: string[];
  /** Content of a file whose path follows `--boundary`. */
  boundary?: string;
  status: 1 | 2;
  says: RegExp;
};

const polygon = (...rings: [number, number][][]) => ({ type: 'Polygon', coordinates: rings });
const SQUARE: [number, number][] = [
  [120, 28.85],
  [120.08, 28.85],
  [120.08, 28.93],
  [120, 28.93],
  [120, 28.85],
];
const BOW_TIE: [number, number][] = [
  [120, 28.85],
  [120.08, 28.93],
  [120.08, 28.85],
  [120, 28.93],
  [120, 28.85],
];
const text = (value: unknown) => JSON.stringify(value);

const wrongs: Wrong[] = [
  { name: 'no boundary', words: NAMED, status: 2, says: /--bbox W,S,E,N or by --boundary/ },
  {
    name: 'two boundaries',
    words: [...NAMED, BOX],
    boundary: text(polygon(SQUARE)),
    status: 2,
    says: /either by --bbox W,S,E,N or by --boundary/,
  },
  { name: 'no code', words: ['--name', '永康市', BOX], status: 2, says: /--code/ },
  { name: 'no name', words: ['--code', '330784', BOX], status: 2, says: /--name/ },
  {
    name: 'an empty name',
    words: ['--code', '330784', '--name', '  ', BOX],
    status: 2,
    says: /--name/,
  },
  {
    name: 'a code of five digits',
    words: ['--code', '33078', '--name', '永康市', BOX],
    status: 2,
    says: /six digits/,
  },
  {
    name: 'a code of letters',
    words: ['--code', 'YONGKA', '--name', '永康市', BOX],
    status: 2,
    says: /six digits/,
  },
  {
    name: 'a box of west and east exchanged',
    words: [...NAMED, '--bbox=120.08,28.85,120,28.93'],
    status: 2,
    says: /W < E and S < N, got 120.08,28.85,120,28.93/,
  },
  {
    name: 'a box of no height',
    words: [...NAMED, '--bbox=120,28.85,120.08,28.85'],
    status: 2,
    says: /W < E and S < N/,
  },
  { name: 'a box of three numbers', words: [...NAMED, '--bbox=1,2,3'], status: 2, says: /W,S,E,N/ },
  {
    name: 'a box of five numbers',
    words: [...NAMED, '--bbox=1,2,3,4,5'],
    status: 2,
    says: /W,S,E,N/,
  },
  { name: 'a box of words', words: [...NAMED, '--bbox=a,b,c,d'], status: 2, says: /W,S,E,N/ },
  {
    name: 'a box beyond the Earth',
    words: [...NAMED, '--bbox=120,28,220,29'],
    status: 1,
    says: /\(220, 28\), which is no longitude and latitude/,
  },
  {
    name: 'a box in metres',
    words: [...NAMED, '--bbox=500000,3190000,508000,3200000'],
    status: 1,
    says: /in degrees, WGS 84, longitude first/,
  },
  {
    name: 'too many cells',
    words: [...NAMED, '--bbox=115,25,125,35', '--cell', '50'],
    status: 1,
    says: /more than 1,000,000: give --cell \d+ or more/,
  },
  {
    name: 'the whole Earth',
    words: [...NAMED, '--bbox=-180,-90,180,90', '--cell', '20'],
    status: 1,
    says: /spans 360 degrees, more than 30/,
  },
  { name: 'cells too small', words: [...NAMED, BOX, '--cell', '19'], status: 2, says: /below 20/ },
  {
    name: 'cells too large',
    words: [...NAMED, BOX, '--cell', '20001'],
    status: 2,
    says: /at most 20000 metres/,
  },
  {
    name: 'cells of no number',
    words: [...NAMED, BOX, '--cell', 'wide'],
    status: 2,
    says: /number not below 20/,
  },
  {
    name: 'a buffer below nothing',
    words: [...NAMED, BOX, '--buffer=-1'],
    status: 2,
    says: /number not below 0/,
  },
  {
    name: 'a shape nobody knows',
    words: [...NAMED, BOX, '--shape', 'triangle'],
    status: 2,
    says: /square, hex/,
  },
  {
    name: 'a CRS that is no code',
    words: [...NAMED, BOX, '--crs', 'UTM 51N'],
    status: 2,
    says: /EPSG:n, such as EPSG:4549/,
  },
  {
    name: 'a CRS that PostGIS does not know',
    words: [...NAMED, BOX, '--crs', 'EPSG:999998'],
    status: 1,
    says: /EPSG:999998 is not known to PostGIS: choose another --crs/,
  },
  {
    name: 'a CRS in degrees',
    words: [...NAMED, BOX, '--crs', 'EPSG:4326'],
    status: 1,
    says: /not in metres: cells need a metric CRS, such as EPSG:4549/,
  },
  {
    name: 'a CRS in feet',
    words: [...NAMED, BOX, '--crs', 'EPSG:2225'],
    status: 1,
    says: /not in metres/,
  },
  {
    name: 'a metric CRS of another part of the Earth',
    words: [...NAMED, BOX, '--crs', 'EPSG:27700'],
    status: 1,
    says: /EPSG:27700 is not made for this place.*--crs/,
  },
  {
    name: 'Web Mercator',
    words: [...NAMED, BOX, '--crs', 'EPSG:3857'],
    status: 1,
    says: /EPSG:3857 is not made for this place/,
  },
  {
    name: 'a CRS that cannot express the place',
    words: [...NAMED, '--bbox=29.95,-0.05,30.05,0.05', '--crs', 'EPSG:4549'],
    status: 1,
    says: /EPSG:4549 is not made for this place/,
  },
  {
    name: 'a time zone nobody keeps',
    words: [...NAMED, BOX, '--timezone', 'Asia/Yongkang'],
    status: 1,
    says: /Asia\/Yongkang is not a time zone: give an IANA name/,
  },
  {
    name: 'a boundary that crosses itself',
    words: NAMED,
    boundary: text(polygon(BOW_TIE)),
    status: 1,
    says: /not a valid polygon: Self-intersection.*mend it first/,
  },
  {
    name: 'a ring that is not closed',
    words: NAMED,
    boundary: text(polygon(SQUARE.slice(0, 4))),
    status: 1,
    says: /last position must repeat the first/,
  },
  {
    name: 'a boundary without area',
    words: NAMED,
    boundary: text(polygon([SQUARE[0]!, SQUARE[1]!, SQUARE[1]!, SQUARE[0]!])),
    status: 1,
    says: /not a valid polygon/,
  },
  {
    name: 'a boundary without rings',
    words: NAMED,
    boundary: text({ type: 'MultiPolygon', coordinates: [[]] }),
    status: 1,
    says: /Polygon or MultiPolygon geometries only/,
  },
  {
    name: 'a boundary of lines',
    words: NAMED,
    boundary: text({ type: 'LineString', coordinates: SQUARE }),
    status: 1,
    says: /Polygon or MultiPolygon geometries only/,
  },
  {
    name: 'an empty collection',
    words: NAMED,
    boundary: text({ type: 'FeatureCollection', features: [] }),
    status: 1,
    says: /Polygon or MultiPolygon geometries only/,
  },
  {
    name: 'a boundary in metres',
    words: NAMED,
    boundary: text(
      polygon([
        [500_000, 3_190_000],
        [508_000, 3_190_000],
        [508_000, 3_200_000],
        [500_000, 3_190_000],
      ]),
    ),
    status: 1,
    says: /in degrees, WGS 84/,
  },
  {
    name: 'a boundary that is no JSON',
    words: NAMED,
    boundary: 'W,S,E,N',
    status: 1,
    says: /not JSON: give the boundary as GeoJSON/,
  },
  {
    name: 'a boundary that is not there',
    words: [...NAMED, '--boundary', '/nowhere/city.geojson'],
    status: 1,
    says: /cannot read \/nowhere\/city.geojson/,
  },
  {
    name: 'an option nobody knows',
    words: [...NAMED, BOX, '--size', '3'],
    status: 2,
    says: /--size/,
  },
];

const written = async () =>
  (
    await sql<{ jurisdictions: number; cells: number }>`
      SELECT (SELECT count(*)::int FROM jurisdiction) AS jurisdictions, (SELECT count(*)::int FROM cell) AS cells`.execute(
      database.db,
    )
  ).rows[0]!;

const create = (...words: string[]) => speak('jurisdiction', 'create', ...words);

describe('jurisdiction create', () => {
  it.each(wrongs)('refuses $name', async ({ words, boundary, status, says }) => {
    const file = join(folder, 'city.geojson');
    if (boundary !== undefined) writeFileSync(file, boundary);
    const told = await create(...words, ...(boundary === undefined ? [] : ['--boundary', file]));
    expect(told.stderr).toMatch(/^(zhantu|error): [^\n]+\n(\(add --help for the options\)\n)?$/);
    expect(told.stderr).toMatch(says);
    expect(told.status).toBe(status);
    expect(told.stdout).toBe('');
    expect(await written()).toEqual({ jurisdictions: 0, cells: 0 });
  });

  it('refuses a code that is taken, and leaves what stands', async () => {
    expect(await create(...NAMED, BOX, '--cell', '2000')).toMatchObject({ status: 0 });
    const before = await written();
    expect(await create(...NAMED, '--bbox=120,28,120.5,28.5')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'zhantu: jurisdiction 330784 exists already: choose another --code\n',
    });
    expect(await written()).toEqual(before);
    expect(before.jurisdictions).toBe(1);
  });

  it('lays as many hexagons as the area asks for', async () => {
    const words = [...NAMED, BOX, '--shape', 'hex', '--cell', '500', '--json'];
    const { status, stdout, stderr } = await create(...words);
    expect(status, stderr).toBe(0);
    const created = JSON.parse(stdout);
    expect(created).toMatchObject({
      code: '330784',
      timezone: 'Asia/Shanghai',
      metricSrid: 4549,
      lattice: { shape: 'hex', sizeMetres: 500 },
    });
    expect((await written()).cells).toBe(created.cells);
    const { rows } = await sql<{ inside: number; square_metres: number }>`
      SELECT count(*) FILTER (WHERE ST_Covers(boundary, cell.geom))::int AS inside,
             min(ST_Area(ST_Transform(cell.geom, 4549))) AS square_metres
      FROM cell JOIN jurisdiction ON code = jurisdiction GROUP BY boundary`.execute(database.db);
    const hexagon = (Math.sqrt(3) / 2) * 500 ** 2;
    expect(rows[0]!.square_metres).toBeCloseTo(hexagon, 0);
    // 7.8 km by 8.87 km: those wholly inside fill less than the area, those that touch it more.
    const area = 7_806 * 8_868;
    expect(rows[0]!.inside * hexagon).toBeLessThan(area);
    expect(created.cells * hexagon).toBeGreaterThan(area);
    expect(created.cells * hexagon).toBeLessThan(area * 1.25);
  });

  it('leaves out a hole of the boundary, and takes a collection as one area', async () => {
    const hole: [number, number][] = [
      [120.02, 28.87],
      [120.06, 28.87],
      [120.06, 28.91],
      [120.02, 28.91],
      [120.02, 28.87],
    ];
    const east = SQUARE.map(([lon, lat]): [number, number] => [lon + 0.08, lat]);
    const file = join(folder, 'collection.geojson');
    const features = [polygon(SQUARE, hole), polygon(east)].map((geometry) => ({
      type: 'Feature',
      properties: {},
      geometry,
    }));
    writeFileSync(file, text({ type: 'FeatureCollection', features }));
    const told = await create(...NAMED, '--boundary', file, '--cell', '500');
    expect(told.status, told.stderr).toBe(0);
    const { rows } = await sql<{ parts: number; hole: number; east: number }>`
      SELECT ST_NumGeometries(boundary) AS parts,
        (SELECT count(*)::int FROM cell WHERE ST_Within(centre, ST_MakeEnvelope(120.03, 28.88, 120.05, 28.9, 4326))) AS hole,
        (SELECT count(*)::int FROM cell WHERE ST_Within(centre, ST_MakeEnvelope(120.09, 28.86, 120.15, 28.92, 4326))) AS east
      FROM jurisdiction`.execute(database.db);
    expect(rows[0]).toMatchObject({ parts: 1, hole: 0 });
    expect(rows[0]!.east).toBeGreaterThan(100);
  });

  it('says aloud what it chose, and lists what it made', async () => {
    const chicago = ['--code', '990001', '--name', 'Chicago', '--bbox=-87.7,41.8,-87.6,41.9'];
    const told = await create(...chicago, '--cell', '1000');
    expect(told.stderr).toMatch(/^note: cells are laid in EPSG:32616\nnote: .*UTC.*--timezone/);
    expect(told.stdout).toMatch(/^created 990001 Chicago: \d+ cells\n$/);
    await create(...NAMED, BOX, '--cell', '1000');
    const table = await speak('jurisdiction', 'list');
    expect(table.stdout.split('\n')).toEqual([
      expect.stringMatching(/^330784\t永康市\tAsia\/Shanghai\tEPSG:4549\tsquare 1000 m\t\d+$/),
      expect.stringMatching(/^990001\tChicago\tUTC\tEPSG:32616\tsquare 1000 m\t\d+$/),
      '',
    ]);
    const listed = JSON.parse((await speak('jurisdiction', 'list', '--json')).stdout);
    expect(listed).toMatchObject([
      { code: '330784', isDemo: false },
      { code: '990001', metricSrid: 32616, bufferMetres: 1000 },
    ]);
  });
});
