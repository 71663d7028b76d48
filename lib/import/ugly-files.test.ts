import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '@/lib/user-error';
import { parseContent } from './testing/parse-text';

const HEADER = 'date,lon,lat,kind';
const GOOD = '2020-04-21 14:30,120.047,28.888,theft';
const GB18030_ROW = Buffer.concat([
  Buffer.from(`${HEADER}\n2020-04-21,120.047,28.888,`),
  Buffer.from([0xb5, 0xc1, 0xc7, 0xd4]), // 盗窃
  Buffer.from('\n'),
]);

describe('files that cannot be read end with one error that says what to do', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const gzip = gzipSync(`${HEADER}\n${`${GOOD}\n`.repeat(500)}`);
  it.each<[what: string, name: string, content: string | Uint8Array, message: RegExp]>([
    ['empty', 'a.csv', '', /is empty/],
    ['a mark only', 'a.csv', '\uFEFF', /is empty/],
    ['header only', 'a.csv', `${HEADER}\n`, /header but no rows/],
    ['header without a line end', 'a.csv', HEADER, /header but no rows/],
    ['a picture', 'a.csv', png, /PNG picture/],
    ['zeros', 'a.csv', Buffer.alloc(5000), /is not text/],
    [
      'UTF-16 without a mark',
      'a.csv',
      Buffer.from(`${HEADER}\n`, 'utf16le'),
      /--encoding utf-16le/,
    ],
    ['gzip without .gz', 'a.csv', gzip, /the ending \.gz/],
    ['a workbook called .csv', 'a.csv', Buffer.from('504b0304', 'hex'), /name it \.xlsx/],
    ['an old Excel file', 'a.csv', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /save it as \.xlsx/],
    ['cut-short gzip', 'a.csv.gz', gzip.subarray(0, gzip.length - 30), /cut short/],
    ['text called .gz', 'a.csv.gz', `${HEADER}\n${GOOD}\n`, /not a sound gzip/],
    ['GB18030 as UTF-8', 'a.csv', GB18030_ROW, /--encoding gb18030/],
    [
      'a quote never closed',
      'a.csv',
      `${HEADER}\n${GOOD}\n"${GOOD}\n${GOOD}\n`,
      /row 3 opens a quote/,
    ],
    [
      'a 10 MB line',
      'a.csv',
      `${HEADER}\n${'x'.repeat(10_000_000)}\n`,
      /row 2 is longer than 1 MB/,
    ],
    [
      '10 MB in a quote',
      'a.csv',
      `${HEADER}\n"${'x\n'.repeat(5_000_000)}`,
      /row 2 opens a quote .* 1 MB/,
    ],
    ['a 10 MB header', 'a.csv', 'x'.repeat(10_000_000), /row 1 is longer than 1 MB/],
    [
      'a missing column',
      'a.csv',
      'date,long,lat,kind\n1,2,3,4\n',
      /no column "lon".*mean "long".*has: "date"/,
    ],
    ['a column twice', 'a.csv', `${HEADER},lon\n${GOOD},1\n`, /Two columns are called "lon"/],
    ['an unknown ending', 'a.dbf', GOOD, /unknown ending/],
    [
      'two orders of dates',
      'a.csv',
      `${HEADER}\n03/04/2012,120,28,x\n`,
      /Row 2 .*--date-order dmy/,
    ],
    ['JSON called .csv', 'a.csv', '{"type":"FeatureCollection"}\n{}\n', /no column "date"/],
  ])('%s', async (_what, name, content, message) => {
    const reading = parseContent(name, content);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('odd files that are read', () => {
  it.each<[what: string, name: string, content: string | Uint8Array, count: number]>([
    ['CRLF', 'a.csv', `${HEADER}\r\n${GOOD}\r\n${GOOD}\r\n`, 2],
    ['CR', 'a.csv', `${HEADER}\r${GOOD}\r${GOOD}\r`, 2],
    ['no last line end', 'a.csv', `${HEADER}\n${GOOD}`, 1],
    ['a mark', 'a.csv', `\uFEFF${HEADER}\n${GOOD}\n`, 1],
    ['UTF-16 with a mark', 'a.csv', Buffer.from(`\uFEFF${HEADER}\n${GOOD}\n`, 'utf16le'), 1],
    ['semicolons', 'a.csv', `${HEADER}\n${GOOD}\n`.replaceAll(',', ';'), 1],
    ['tabs', 'a.tsv', `${HEADER}\n${GOOD}\n`.replaceAll(',', '\t'), 1],
    ['gzip', 'a.tab.gz', gzipSync(`${HEADER}\n${GOOD}\n`.replaceAll(',', '\t')), 1],
    ['trailing delimiters', 'a.csv', `${HEADER}\n${GOOD},\n`, 1],
    ['trailing delimiters, header too', 'a.csv', `${HEADER},\n${GOOD},\n`, 1],
    ['blank lines', 'a.csv', `${HEADER}\n\n${GOOD}\n\n`, 1],
    ['all in quotes', 'a.csv', `${HEADER}\n${GOOD}\n`.replace(/[^,\n]+/g, '"$&"'), 1],
    ['29 February of a leap year', 'a.csv', `${HEADER}\n2020-02-29,120,28,x\n`, 1],
  ])('%s', async (_what, name, content, count) => {
    const { rows, rejects } = await parseContent(name, content);
    expect(rejects).toEqual([]);
    expect(rows).toHaveLength(count);
    expect(rows[0]).toMatchObject({ x: expect.any(Number), y: expect.any(Number) });
  });

  it('GB18030 when told', async () => {
    const { rows } = await parseContent('a.csv', GB18030_ROW, { encoding: 'gb18030' });
    expect(rows[0]).toMatchObject({ kind: '盗窃', raw: '2020-04-21,120.047,28.888,盗窃' });
  });

  it('line ends in quotes', async () => {
    const text = `${HEADER}\n2020-04-21,120,28,"a ""b""\nc"\n${GOOD}\n`;
    const { rows } = await parseContent('a.csv', text);
    expect(rows.map(({ rowNumber, kind }) => [rowNumber, kind])).toEqual([
      [2, 'a "b"\nc'],
      [3, 'theft'],
    ]);
    expect(rows[0]?.raw).toBe('2020-04-21,120,28,"a ""b""\nc"');
  });

  it('a time that the clocks skipped, an hour later', async () => {
    const text = `${HEADER}\n2016-03-13 02:30,-87.6,41.8,x\n`;
    const { rows } = await parseContent('a.csv', text, { timezone: 'America/Chicago' });
    expect(rows[0]?.occurredFrom).toBe(Date.parse('2016-03-13T03:30:00-05:00'));
  });
});

describe('rows that are rejected, with their number and reason', () => {
  it.each<[row: string, reason: string, detail: RegExp]>([
    ['2020-04-21,28.888,120.047,x', 'impossible_coordinates', /swapped/],
    ['2020-04-21,,,x', 'no_coordinates', /lon/],
    ['2020-04-21,0,0,x', 'zero_coordinates', /0/],
    ['2020-04-21,NaN,28,x', 'impossible_coordinates', /NaN/],
    ['2020-04-21,1e400,28,x', 'impossible_coordinates', /1e400/],
    ['2020-04-21,inf,28,x', 'impossible_coordinates', /inf/],
    ['2020-04-21,504584,3196856,x', 'impossible_coordinates', /--crs/],
    ['2020-04-21,=1+1,28,x', 'unreadable_number', /formula/],
    ['2020-04-21,"120,5",28,x', 'unreadable_number', /comma/],
    ['2019-02-29,120,28,x', 'unreadable_date', /2019-02-29/],
    ['someday,120,28,x', 'unreadable_date', /someday/],
    ['01/02/19,120,28,x', 'ambiguous_date', /two digits/],
    [',120,28,x', 'no_date', /empty/],
    ['2024-01-01 08:01,120,28,x', 'future_date', /2024/],
    ['2020-04-21,120,28,', 'no_kind', /kind/],
    ['2020-04-21,120,28', 'wrong_cell_count', /3 cells where the header has 4/],
    ['2020-04-21,120,28,x,y', 'wrong_cell_count', /5 cells/],
    ['2020-04-21,120,28,x\0y', 'unreadable_text', /NUL/],
    ['2020-04-21,120,28,"x"y', 'unreadable_row', /quote/],
  ])('%s', async (row, reason, detail) => {
    const { rows, rejects } = await parseContent('a.csv', `${HEADER}\n${GOOD}\n${row}\n${GOOD}\n`);
    expect(rows.map(({ rowNumber }) => rowNumber)).toEqual([2, 4]);
    expect(rejects).toEqual([
      { rowNumber: 3, reason, detail: expect.stringMatching(detail), raw: row },
    ]);
  });

  it('an end before its start', async () => {
    const text = 'a,b,lon,lat,kind\n2020-04-21,2020-04-20,120,28,x\n2020-04-21,,120,28,x\n';
    const columns = 'occurred=a..b,lon=lon,lat=lat,kind=kind';
    const { rows, rejects } = await parseContent('a.csv', text, { columns });
    expect(rejects).toMatchObject([{ rowNumber: 2, reason: 'end_before_start' }]);
    expect(rows[0]?.occurredTo).toBe(rows[0]?.occurredFrom);
  });
});
