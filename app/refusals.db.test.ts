import { globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, change, DOORS, type Door, door, enter, serveTenants, toldBy } from './_testing/doors';

/** What hostile requests are answered, route by route; docs/security.md says where other refusals are tested. */
vi.mock('next/headers', async () => {
  const { asked } = await import('./_testing/asked');
  return { headers: async () => asked.headers };
});
const home = mkdtempSync(join(tmpdir(), 'zhantu-refusals-'));
vi.stubEnv('ZHANTU_HOME', home);
vi.stubEnv('ZHANTU_LOG', 'silent');
vi.stubEnv('ZHANTU_BASEMAP_HOSTS', 'https://tiles.example.cn');
afterAll(() => rmSync(home, { recursive: true, force: true }));

const database = await serveTenants();
const admin = await enter(database, 'admin');
await enter(database, 'viewer');

/** How many rows each table has, but those that grow with every request, or with a name, which may be anything. */
async function countRows(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
      AND relname NOT LIKE 'audit%' AND relname NOT IN ('job', 'session', 'rate_limit', 'data_version',
        'app_user', 'account', 'membership', 'former_membership', 'campaign', 'campaign_town', 'phase', 'kind',
        'calendar_year', 'calendar_day', 'basemap', 'effect_registration', 'effect_area') ORDER BY 1`.execute(
    database.db,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: counted } = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM ${sql.table(name)}`.execute(database.db);
    counts[name] = counted[0]?.n ?? 0;
  }
  return counts;
}

it('knows every route', () => {
  const files = globSync('app/**/route.ts').filter((file) => !file.startsWith('app/api/auth/'));
  expect(new Set(DOORS.map(({ file }) => file))).toEqual(new Set(files));
});

it.each(DOORS.filter(({ method }) => method === 'GET'))(
  'answers who asks $file honestly',
  async (honest) => {
    expect([200, 204]).toContain((await ask(honest, admin)).status);
  },
);

const HOSTILE: Readonly<Record<string, string>> = {
  'a condition that always holds': `theft' OR '1'='1`,
  'a second statement': `'; DROP TABLE town CASCADE; --`,
  'a union': `x') UNION SELECT username, password FROM account --`,
  'a cast that fails': `'||(SELECT password FROM account LIMIT 1)::int||'`,
  'a parameter': '$1',
  'a comment': '1/**/OR/**/1=1',
  'an escape': `\\'; SELECT pg_sleep(60); --`,
  'a null byte': 'theft\u0000',
  'half a character': 'theft\ud800',
  'an identifier': '"public"."app_user"',
  'a pattern': '%',
  'a path': '../../../etc/passwd',
  'a path in disguise': '..%2f..%2fetc%2fpasswd',
  markup: '<script>alert(1)</script>',
  'a number beyond all': '9'.repeat(400),
  'a number below all': '-1',
  'no number': 'NaN',
  'very much': 'x'.repeat(20_000),
};

/** The same request with one of its values another, by where that stands. */
function variants(honest: Door, value: string): Map<string, Door> {
  const { query, params, body = {} } = honest;
  const all = new Map<string, Door>();
  for (const name of Object.keys(query))
    all.set(`?${name}`, { ...honest, query: { ...query, [name]: value } });
  for (const name of Object.keys(params))
    all.set(`[${name}]`, { ...honest, params: { ...params, [name]: value } });
  for (const [name, told] of Object.entries(body)) {
    all.set(name, { ...honest, body: { ...body, [name]: value } });
    if (typeof told !== 'object' || told === null) continue;
    for (const key of Object.keys(told))
      all.set(`${name}.${key}`, {
        ...honest,
        body: { ...body, [name]: { ...told, [key]: value } },
      });
  }
  return all;
}

describe('a value that is a statement, a path or too much', () => {
  let before: Record<string, number>;
  beforeAll(async () => {
    before = await countRows();
  });

  /** Refused, or the same as any word that nothing is called. */
  async function expectHarmless(hostile: Door, plain: Door, what: string): Promise<void> {
    const answer = await ask(hostile, admin);
    expect(answer.status, what).toBeLessThan(500);
    if (answer.status < 400 && hostile.method === 'GET')
      expect(await toldBy(answer), what).toEqual(await toldBy(await ask(plain, admin)));
  }

  it.each(DOORS)(
    'is refused by $method $file, or finds what any unknown word does',
    async (honest) => {
      const plain = variants(honest, 'nothing-of-that-name');
      for (const [what, value] of Object.entries(HOSTILE))
        for (const [where, hostile] of variants(honest, value))
          await expectHarmless(hostile, plain.get(where) ?? honest, `${what} as ${where}`);
    },
  );

  it('has changed nothing', async () => {
    expect(await countRows()).toEqual(before);
    // By whatever name others see them.
    const { rows } = await sql`SELECT username FROM app_user ORDER BY 1`.execute(database.db);
    expect(rows.map((row) => Object.values(row as object)[0])).toEqual([
      'here-admin',
      'here-viewer',
      // Of the hostile texts the one that is a user name.
      'nan',
      'new-user',
    ]);
    const campaigns = await sql`SELECT name FROM campaign WHERE id = 'c1'`.execute(database.db);
    const kinds = await sql`SELECT DISTINCT code FROM kind ORDER BY 1`.execute(database.db);
    expect(kinds.rows).toEqual([{ code: 'crash' }, { code: 'new_kind' }, { code: 'theft' }]);
    expect(campaigns.rows).toEqual(Array(3).fill({ name: '大会战' }));
  });

  it('leaves an uploaded file where files lie, under a name of ours', async () => {
    for (const name of [
      '../../escape.csv',
      '..\\escape.csv',
      '/etc/escape.csv',
      'a\u0000/../../escape.csv',
    ])
      await ask(
        { ...door('app/api/jobs/uploads/route.ts', { name }), method: 'POST', body: {} },
        admin,
      );
    expect(readdirSync(home)).toEqual(['uploads']);
    for (const name of readdirSync(join(home, 'uploads')))
      expect(name).toMatch(/^[0-9a-f-]{36}\.csv$/);
  });

  it.each(['../../../etc/passwd', '..%2f..%2fsecret.csv', '/etc/passwd', 'a.csv'])(
    'names no file to import: %s',
    async (upload) => {
      const payload = { upload, fileName: 'a.csv', subject: 'incidents' };
      expect(
        (await ask(change('app/api/jobs/route.ts', { kind: 'import', payload }), admin)).status,
      ).toBe(400);
    },
  );
});

describe('a change', () => {
  let job = '';
  /** Each change, of a job that there is. */
  const changes = DOORS.filter(({ method }) => method !== 'GET');
  const real = (honest: Door): Door => ({
    ...honest,
    ...(honest.file.includes('/jobs/') && honest.params.id && { params: { id: job } }),
  });
  const jobs = async () =>
    (await sql`SELECT id, state FROM job ORDER BY id`.execute(database.db)).rows;

  beforeAll(async () => {
    // A name may be anything: the values above have made versions of their own.
    await sql`UPDATE jurisdiction SET version = 1`.execute(database.db);
    await sql`DELETE FROM app_user WHERE username = 'new-user'`.execute(database.db);
    await sql`DELETE FROM campaign WHERE id <> 'c1'`.execute(database.db);
    await sql`DELETE FROM kind WHERE code NOT IN ('theft', 'crash')`.execute(database.db);
    await sql`DELETE FROM calendar_year WHERE year <> 2020`.execute(database.db);
    await sql`UPDATE calendar_year SET version = 1`.execute(database.db);
    await sql`UPDATE kind SET version = 1`.execute(database.db);
    await sql`UPDATE basemap SET version = 1`.execute(database.db);
    const order = { kind: 'ranking', payload: { month: '2020-03' } };
    const answer = await ask(change('app/api/jobs/route.ts', order), admin);
    job = ((await answer.json()) as { id: string }).id;
  });

  const FOREIGN: readonly Readonly<Record<string, string | null>>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'http://other.map.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': null, origin: 'https://evil.example' },
    { 'sec-fetch-site': null, origin: 'http://map.test.evil.example' },
    { 'sec-fetch-site': null, origin: 'null' },
    { 'sec-fetch-site': null, origin: null },
  ];

  it.each(changes)('asked of $file by another site is refused, and not done', async (honest) => {
    const before = await jobs();
    for (const headers of FOREIGN)
      expect((await ask(real(honest), admin, { headers })).status, JSON.stringify(headers)).toBe(
        403,
      );
    expect(await jobs()).toEqual(before);
  });

  const ofJson = changes.filter(({ file }) => !file.includes('uploads'));
  it.each(ofJson)(
    'asked of $file as anything but JSON, or as too much of it, is not done',
    async (honest) => {
      const before = await jobs();
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'application/jsonp',
        null,
      ])
        expect((await ask(real(honest), admin, { headers: { 'content-type': type } })).status).toBe(
          415,
        );
      const text = JSON.stringify({ ...honest.body, more: 'x'.repeat(1_000_000) });
      expect((await ask(real(honest), admin, { text })).status).toBe(413);
      for (const broken of ['', '{', '[]', 'null', '"text"'])
        expect((await ask(real(honest), admin, { text: broken })).status).toBe(400);
      expect(await jobs()).toEqual(before);
    },
  );

  it.each(changes)('asked of $file by our own page is done', async (honest) => {
    const answer = await ask(real(honest), admin);
    expect([200, 201, 202, 204], await answer.text()).toContain(answer.status);
  });
});
