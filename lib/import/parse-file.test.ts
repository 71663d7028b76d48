import { describe, expect, it } from 'vitest';
import { gcj02FromWgs84 } from '@/geo/projection/datum';
import { parseContent } from './testing/parse-text';
import { workbook } from './testing/workbook';

describe('mapped columns', () => {
  const text =
    'no,date,time,until,E,N,what,lost\n7,2020-04-21,14:30,2020-04-22,40504584.56,3196856.73,theft,5\n';

  it('joins, spans, projects and keeps further columns', async () => {
    const { rows } = await parseContent('a.csv', text, {
      columns: 'occurred=date+time..until,reported=until,x=E,y=N,kind=what,id=no,loss=lost',
      constants: ['origin=citizen'],
      crs: 'EPSG:4549',
    });
    expect(rows).toEqual([
      {
        rowNumber: 2,
        raw: text.split('\n')[1],
        sourceId: '7',
        kind: 'theft',
        occurredFrom: Date.parse('2020-04-21T14:30+08:00'),
        occurredTo: Date.parse('2020-04-22T00:00+08:00'),
        reportedAt: Date.parse('2020-04-22T00:00+08:00'),
        x: expect.closeTo(504584.56, 6),
        y: 3196856.73,
        fields: { loss: '5', origin: 'citizen' },
      },
    ]);
  });

  it('rejects an easting of another zone', async () => {
    const options = { columns: 'occurred=date,x=E,y=N,kind=what', crs: '4548' };
    const { rejects } = await parseContent('a.csv', text, options);
    expect(rejects).toMatchObject(
      [{ reason: 'impossible_coordinates', detail: /zone 40/ }].map((reject) => ({
        ...reject,
        detail: expect.stringMatching(reject.detail),
      })),
    );
  });

  it('takes columns named like the targets when none are mapped', async () => {
    const named = 'occurred,lon,lat,kind\n2020-04-21,120.047,28.888,theft\n';
    const { rows } = await parseContent('a.csv', named, { columns: undefined });
    expect(rows[0]).toMatchObject({ x: 120.047, y: 28.888, kind: 'theft' });
  });

  it('shifts GCJ-02 back', async () => {
    const [lon, lat] = gcj02FromWgs84([120.047, 28.888]);
    const shifted = `date,lon,lat,kind\n2020-04-21,${lon},${lat},theft\n`;
    const { rows } = await parseContent('a.csv', shifted, { datum: 'gcj02' });
    expect(rows[0]?.x).toBeCloseTo(120.047, 8);
    expect(rows[0]?.y).toBeCloseTo(28.888, 8);
  });

  it.each([
    ['the coordinates', 'occurred=date,kind=what', /lon=…,lat=….*columns are: no, date/],
    ['the date', 'x=E,y=N,kind=what', /occurred=/],
    ['the kind', 'x=E,y=N,occurred=date', /--const kind=/],
  ])('asks for %s', async (_what, columns, message) => {
    await expect(parseContent('a.csv', text, { columns, crs: '4549' })).rejects.toThrow(message);
  });
});

describe('GeoJSON', () => {
  const point = { type: 'Point', coordinates: [120.047, 28.888] };
  const feature = (geometry: unknown, properties: unknown = { date: '2020/04/21', kind: 'x' }) => ({
    type: 'Feature',
    properties,
    geometry,
  });
  const collection = (features: unknown[], more: object = {}) =>
    JSON.stringify({ type: 'FeatureCollection', ...more, features });
  const options = { columns: 'occurred=date,kind=kind' };
  const roads = { subject: 'roads', columns: 'class=TYPE' };
  const towns = { subject: 'towns', columns: 'name=name' };

  it('reads points and rejects other shapes by row', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [1, 1],
        [2, 2],
      ],
    };
    const features = [
      feature(point),
      feature(null),
      feature(line),
      feature({ type: 'Point', coordinates: ['1'] }),
    ];
    const { rows, rejects } = await parseContent('a.geojson', collection(features), options);
    expect(rows).toMatchObject([{ rowNumber: 1, x: 120.047, y: 28.888, kind: 'x' }]);
    expect(rejects.map(({ rowNumber, reason }) => [rowNumber, reason])).toEqual([
      [2, 'no_geometry'],
      [3, 'wrong_geometry'],
      [4, 'impossible_geometry'],
    ]);
  });

  it('reads roads, dropping heights', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [120, 28, 5],
        [120.1, 28.1, 6],
      ],
    };
    const short = { type: 'LineString', coordinates: [[120, 28]] };
    const text = collection([feature(line, { TYPE: 'rue' }), feature(short, { TYPE: 'rue' })]);
    const { rows, rejects } = await parseContent('a.json', text, roads);
    expect(rows[0]?.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [120, 28],
        [120.1, 28.1],
      ],
    });
    expect(rows[0]?.fields).toEqual({ class: 'rue' });
    expect(rejects).toMatchObject([{ rowNumber: 2, reason: 'impossible_geometry' }]);
  });

  it('reads areas and rejects open rings', async () => {
    const ring = [
      [120, 28],
      [121, 28],
      [121, 29],
      [120, 28],
    ];
    const areas = [
      { type: 'Polygon', coordinates: [ring] },
      { type: 'MultiPolygon', coordinates: [[ring]] },
      { type: 'Polygon', coordinates: [[...ring.slice(0, 3), [120, 27]]] },
      {
        type: 'Polygon',
        coordinates: [
          [
            [120, 28],
            [121, 128],
            [121, 29],
            [120, 28],
          ],
        ],
      },
    ];
    const text = collection(areas.map((area) => feature(area, { name: 'a' })));
    const { rows, rejects } = await parseContent('a.geojson', text, towns);
    expect(rows.map(({ geometry }) => geometry)).toEqual(areas.slice(0, 2));
    expect(rejects.map(({ reason }) => reason)).toEqual([
      'impossible_geometry',
      'impossible_coordinates',
    ]);
  });

  it('takes a feature id as a column', async () => {
    const text = collection([{ ...feature(point), id: 12 }]);
    const { rows } = await parseContent('a.geojson', text, {
      columns: 'occurred=date,kind=kind,id=id',
    });
    expect(rows[0]?.sourceId).toBe('12');
  });

  const crs = { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32616' } } };
  it.each<[what: string, text: string, message: RegExp]>([
    ['broken in the middle', `${collection([feature(point)]).slice(0, -30)}`, /ends in the middle/],
    [
      'broken by a letter',
      collection([feature(point)]).replace('"Feature"', 'Feature'),
      /not sound JSON/,
    ],
    ['no JSON', 'date,lon\n1,2\n', /not sound JSON/],
    ['a lone feature', JSON.stringify(feature(point)), /no GeoJSON FeatureCollection/],
    ['no features', collection([]), /no features/],
    ['another CRS', collection([feature(point)], crs), /EPSG::32616.*--crs/],
    ['a missing property', collection([feature(point, { day: 1, kind: 'x' })]), /no column "date"/],
  ])('refuses %s', async (_what, text, message) => {
    await expect(parseContent('a.geojson', text, options)).rejects.toThrow(message);
  });

  it('takes another CRS when told', async () => {
    const text = collection([feature({ type: 'Point', coordinates: [447_000, 4_630_000] })], crs);
    const { rows } = await parseContent('a.geojson', text, { ...options, crs: '32616' });
    expect(rows).toMatchObject([{ x: 447_000, y: 4_630_000 }]);
  });

  it('needs shapes for roads', async () => {
    await expect(parseContent('a.csv', 'TYPE\nrue\n', roads)).rejects.toThrow(/give a .geojson/);
  });
});

describe('workbooks', () => {
  it('reads dates, times and numbers', async () => {
    const bytes = workbook([
      ['date', 'time', 'lon', 'lat', 'kind'],
      [
        { serial: 43942, format: 1 },
        { serial: 0.604166666666667, format: 3 },
        120.047,
        28.888,
        '盗窃',
      ],
      [{ serial: 43942.604166666664, format: 2 }, '', 120.047, 28.888, 'x'],
    ]);
    const columns = 'occurred=date+time,lon=lon,lat=lat,kind=kind';
    const { rows, rejects } = await parseContent('a.xlsx', bytes, { columns });
    expect(rejects).toEqual([]);
    const instant = Date.parse('2020-04-21T14:30+08:00');
    expect(rows).toMatchObject([
      { rowNumber: 2, occurredFrom: instant, x: 120.047, kind: '盗窃' },
      { rowNumber: 3, occurredFrom: instant },
    ]);
  });

  it.each<[what: string, content: string | Uint8Array, message: RegExp]>([
    ['text', 'date,lon\n', /not an .xlsx workbook/],
    ['nothing', '', /is empty/],
    ['half a workbook', workbook([['date']]).subarray(0, 300), /not a sound .xlsx/],
    ['a header only', workbook([['date', 'lon']]), /header but no rows/],
  ])('refuses %s', async (_what, content, message) => {
    await expect(parseContent('a.xlsx', content)).rejects.toThrow(message);
  });
});
