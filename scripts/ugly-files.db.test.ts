import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestDatabase } from '../db/testing/database';
import { speak } from './testing/spoken-command';

/** Files as people have them: each ends in a clear error or in listed rejects, and never in half a batch. */
const database = await openTestDatabase();
vi.mock('@/lib/server/database', () => ({
  database: async () => database,
  ownerDatabase: async () => database,
}));

const folder = mkdtempSync(join(tmpdir(), 'zhantu-ugly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = 'id,occurred,lon,lat,kind\n';
const good = (id: string) => `${id},2024-03-01 08:00,120.05,28.9,theft\n`;
const row = (occurred: string, lon: string, lat: string) => `x,${occurred},${lon},${lat},theft\n`;
const ON_TIME = '2024-03-01 08:00';

type Ugly = {
  name: string;
  file?: string;
  content: string | Uint8Array;
  options?: string[];
  status: 0 | 1 | 2;
  /** Rows that came in. */
  accepted?: number;
  rejects?: Record<string, number>;
  /** What the one line on stderr tells. */
  says?: RegExp;
};

const files: Ugly[] = [
  { name: 'empty', content: '', status: 1, says: /empty/ },
  { name: 'byte order mark only', content: '\uFEFF', status: 1, says: /empty|header/ },
  { name: 'header only', content: HEADER, status: 1, says: /no rows/ },
  {
    name: 'binary',
    content: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
    status: 1,
  },
  { name: 'GB18030 read as UTF-8', content: gb18030(), status: 1, says: /gb18030/ },
  {
    name: 'GB18030 as told',
    content: gb18030(),
    options: ['--encoding', 'gb18030'],
    status: 0,
    accepted: 1,
  },
  {
    name: 'unknown encoding',
    content: HEADER + good('1'),
    options: ['--encoding', 'klingon'],
    status: 2,
  },
  {
    name: 'longitude and latitude swapped',
    content: HEADER + row(ON_TIME, '28.9', '120.05') + good('1'),
    status: 0,
    accepted: 1,
    rejects: { impossible_coordinates: 1 },
  },
  {
    name: 'a line break inside quotes',
    content: `${HEADER}"a\nb",${ON_TIME},120.05,28.9,theft\n${good('1')}`,
    status: 0,
    accepted: 2,
  },
  {
    name: 'an unclosed quote',
    content: `${HEADER}"a,${ON_TIME},120.05,28.9,theft\n${good('1')}`,
    status: 1,
    says: /quote/,
  },
  {
    name: 'byte order mark before the header',
    content: `\uFEFF${HEADER}${good('1')}`,
    status: 0,
    accepted: 1,
  },
  {
    name: 'a line of 10 MB',
    content: HEADER + good('1') + 'x'.repeat(10_000_000),
    status: 1,
    says: /line|row/,
  },
  {
    name: 'a missing column',
    content: 'id,occurred,lon,kind\n1,2024-03-01,120.05,theft\n',
    status: 1,
    says: /lat/,
  },
  {
    name: 'a mapped column twice',
    content: 'id,occurred,lon,lat,lat,kind\n1,2024-03-01,120.05,28.9,28.8,theft\n',
    status: 1,
    says: /lat/,
  },
  {
    name: 'a local time that the clocks skipped',
    content: HEADER + row('2024-03-10 02:30', '120.05', '28.9'),
    options: ['--timezone', 'America/Chicago'],
    status: 0,
    accepted: 1,
  },
  {
    name: '29 February of a common year',
    content: HEADER + row('2023-02-29', '120.05', '28.9') + good('1'),
    status: 0,
    accepted: 1,
    rejects: { unreadable_date: 1 },
  },
  {
    name: '29 February of a leap year',
    content: HEADER + row('2024-02-29', '120.05', '28.9'),
    status: 0,
    accepted: 1,
  },
  {
    name: 'formulas',
    content: HEADER + row(ON_TIME, '=1+1', '28.9') + row('=NOW()', '120.05', '28.9') + good('1'),
    status: 0,
    accepted: 1,
  },
  {
    name: 'NaN',
    content: HEADER + row(ON_TIME, 'NaN', '28.9') + good('1'),
    status: 0,
    accepted: 1,
  },
  {
    name: '1e400',
    content: HEADER + row(ON_TIME, '1e400', '28.9') + good('1'),
    status: 0,
    accepted: 1,
  },
  {
    name: '(0, 0)',
    content: HEADER + row(ON_TIME, '0', '0') + good('1'),
    status: 0,
    accepted: 1,
    rejects: { zero_coordinates: 1 },
  },
  {
    name: 'no coordinates',
    content: HEADER + row(ON_TIME, '', '') + good('1'),
    status: 0,
    accepted: 1,
    rejects: { no_coordinates: 1 },
  },
  {
    name: 'another city',
    content: HEADER + row(ON_TIME, '116.4', '39.9') + good('1'),
    status: 0,
    accepted: 1,
    rejects: { outside_jurisdiction: 1 },
  },
  {
    name: 'a date to come',
    content: HEADER + row('2150-01-01', '120.05', '28.9') + good('1'),
    status: 0,
    accepted: 1,
    rejects: { future_date: 1 },
  },
  {
    name: 'a date of unknown order',
    content: HEADER + row('03/04/2020', '120.05', '28.9'),
    status: 1,
    says: /--date-order/,
  },
  {
    name: 'an unknown kind',
    content: `${HEADER}1,${ON_TIME},120.05,28.9,piracy\n${good('2')}`,
    status: 0,
    accepted: 1,
    rejects: { unknown_kind: 1 },
  },
  {
    name: 'rows of other lengths',
    content: `${HEADER}1,2024-03-01\n${good('2')}1,2,3,4,5,6,7\n`,
    status: 0,
    accepted: 1,
    rejects: { wrong_cell_count: 2 },
  },
  {
    name: 'one id with two contents',
    content: `${HEADER + good('7')}7,${ON_TIME},120.06,28.9,theft\n`,
    status: 0,
    accepted: 1,
    rejects: { id_conflict: 1 },
  },
  {
    name: 'truncated gzip',
    file: 'rows.csv.gz',
    content: gzipSync(HEADER + good('1').repeat(2000)).subarray(0, 60),
    status: 1,
  },
  {
    name: 'no gzip behind its name',
    file: 'rows.csv.gz',
    content: HEADER + good('1'),
    status: 1,
    says: /gz/,
  },
  {
    name: 'no workbook behind its name',
    file: 'rows.xlsx',
    content: HEADER + good('1'),
    status: 1,
    says: /xlsx|workbook/,
  },
  {
    name: 'GeoJSON that breaks off',
    file: 'rows.geojson',
    content:
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"occurred":"2024-03-01","kind":"theft"},"geometry":{"type":"Point","coordinates":[120.05,28.9]}},{"type":"Fea',
    status: 1,
  },
  { name: 'an ending nobody knows', file: 'rows.docx', content: 'x', status: 1, says: /csv/ },
  {
    name: 'NUL in a cell',
    content: `${HEADER}a\0b,${ON_TIME},120.05,28.9,theft\n${good('1')}`,
    status: 0,
    accepted: 1,
    rejects: { unreadable_text: 1 },
  },
  {
    name: 'nothing but rejects',
    content: HEADER + row(ON_TIME, '0', '0'),
    status: 1,
    accepted: 0,
    says: /all 1 rows were rejected/,
  },
  {
    name: 'columns that are no pairs',
    content: HEADER + good('1'),
    options: ['--columns', 'nonsense'],
    status: 2,
  },
];

beforeAll(async () => {
  const { status, stderr } = await speak(
    ...[
      'jurisdiction',
      'create',
      '--code',
      '330784',
      '--name',
      '永康市',
      '--bbox=119.9,28.75,120.3,29.05',
      '--cell',
      '1000',
    ],
  );
  expect(status, stderr).toBe(0);
  await sql`INSERT INTO kind (jurisdiction, code, name_zh, name_en) VALUES ('330784', 'theft', '盗窃', 'Theft')`.execute(
    database.db,
  );
});

describe('ugly files', () => {
  it.each(files)(
    '$name',
    async ({ file = 'rows.csv', content, options = [], status, accepted = 0, rejects, says }) => {
      const path = join(folder, file);
      const rejectsPath = join(folder, 'rejects.csv');
      writeFileSync(path, content);
      const before = await countRows();
      const told = await speak(
        'import',
        'incidents',
        path,
        '--jurisdiction',
        '330784',
        '--rejects',
        rejectsPath,
        '--json',
        ...options,
      );
      const after = await countRows();
      expect(told.status, told.stderr).toBe(status);
      expect(after.incidents - before.incidents).toBe(accepted);
      expect(after.batches - before.batches).toBe(accepted > 0 ? 1 : 0);
      expect(after.facts - before.facts).toBe(accepted);
      if (status === 0) expect(told.stderr).toBe('');
      else expect(told.stderr).toMatch(/^zhantu: [^\n]+\n$|^error: [^\n]+\n$/);
      if (says) expect(told.stderr).toMatch(says);
      if (rejects) expect(JSON.parse(told.stdout).rejectedByReason).toEqual(rejects);
      if (rejects)
        for (const reason of Object.keys(rejects))
          expect(readFileSync(rejectsPath, 'utf8')).toContain(`,${reason},`);
      // The next file brings some of the same rows: without this they would be known already.
      await forget();
    },
  );
});

async function countRows(): Promise<{ incidents: number; batches: number; facts: number }> {
  const { rows } = await sql<{ incidents: number; batches: number; facts: number }>`
    SELECT (SELECT count(*)::int FROM incident) AS incidents,
           (SELECT count(*)::int FROM import_batch WHERE undone_at IS NULL) AS batches,
           (SELECT coalesce(sum(count), 0)::int FROM cell_month) AS facts`.execute(database.db);
  return rows[0]!;
}

async function forget(): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM import_batch WHERE undone_at IS NULL`.execute(database.db);
  for (const { id } of rows)
    expect((await speak('import', 'undo', id, '--jurisdiction', '330784')).status).toBe(0);
}

/** 标识 as an extra column's name and 甲 in it, in GB18030. */
function gb18030(): Uint8Array {
  const ascii = (text: string) => [...Buffer.from(text)];
  return Uint8Array.from([
    ...ascii('occurred,lon,lat,kind,'),
    ...[0xb1, 0xea, 0xca, 0xb6],
    ...ascii(`\n${ON_TIME},120.05,28.9,theft,`),
    ...[0xbc, 0xd7],
    ...ascii('\n'),
  ]);
}
