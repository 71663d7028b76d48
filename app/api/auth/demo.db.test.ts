import { sql } from 'kysely';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { ensureDemoPeople } from '@/lib/server/access/demo-people';
import { changePassword, createUser, setRole } from '@/lib/server/access/users';
import { Browser } from '@/lib/server/testing/browser';
import { serve } from '@/lib/server/testing/serve';

const database = await openTestDatabase();
const { db } = database;
serve(database);
await insertJurisdiction(db, { code: '330784' });
await insertJurisdiction(db, { code: '330785' });
await sql`UPDATE jurisdiction SET is_demo = true WHERE code = '330784'`.execute(db);
await createUser(database, {
  username: 'wang',
  password: 'tramway-quiet-lake',
  membership: { jurisdiction: '330784', role: 'commander', towns: null },
});

/** A server as it starts with these settings, over the test's database. */
async function started(settings: { DATABASE_URL?: string; ZHANTU_DEMO?: string }) {
  for (const name of ['DATABASE_URL', 'ZHANTU_DEMO'] as const) {
    delete process.env[name];
    if (settings[name]) process.env[name] = settings[name];
  }
  Reflect.deleteProperty(globalThis, 'zhantuAuth');
  vi.resetModules();
  const { POST } = await import('./[...path]/route');
  const { listDemoPeople } = await import('@/lib/server/access/demo-people');
  const { visitorOf } = await import('@/lib/server/access/request-actor');
  return { browser: new Browser(POST), listDemoPeople, visitorOf };
}

const SERVER = { DATABASE_URL: 'postgres://map@database/zhantu' };
const asCommander = { username: 'demo-commander' };

beforeEach(async () => {
  await sql`DELETE FROM rate_limit`.execute(db);
  await ensureDemoPeople(database);
});

describe('the people of the demo', () => {
  it('are six, with one role each in the demo city, and no password', async () => {
    await ensureDemoPeople(database);
    const { rows } = await sql<{ role: string; places: number }>`
      SELECT min(role) AS role, count(*)::int AS places FROM app_user JOIN membership ON user_id = id
      WHERE is_demo AND jurisdiction = '330784' AND NOT EXISTS (SELECT FROM account WHERE account.user_id = app_user.id)
      GROUP BY id ORDER BY 1`.execute(db);
    const roles = ['analyst', 'commander', 'department', 'fire', 'grid_worker', 'traffic'];
    expect(rows).toEqual(roles.map((role) => ({ role, places: 1 })));
  });

  it.each([
    ['the embedded database', {}],
    ['a server’s, asked for by name', { ...SERVER, ZHANTU_DEMO: '1' }],
  ])('come in with one click on %s', async (_, settings) => {
    const { browser, listDemoPeople, visitorOf } = await started(settings);
    expect(await listDemoPeople()).toHaveLength(6);
    expect((await browser.post('/sign-in/demo', asCommander)).status).toBe(200);
    expect(await visitorOf(browser.headers())).toMatchObject({ name: '演示·指挥长', isDemo: true });
  });

  it.each([
    ['a server’s database', SERVER],
    ['a server’s database, where it is said so', { ...SERVER, ZHANTU_DEMO: '0' }],
    ['the embedded database, where it is said so', { ZHANTU_DEMO: '0' }],
  ])('do not come in on %s, not even with a session from before', async (_, settings) => {
    const before = await started({});
    await before.browser.post('/sign-in/demo', asCommander);
    const { browser, listDemoPeople, visitorOf } = await started(settings);
    expect(await listDemoPeople()).toEqual([]);
    expect((await browser.post('/sign-in/demo', asCommander)).status).toBe(404);
    expect(browser.cookies).toBe('');
    expect(await visitorOf(before.browser.headers())).toBeUndefined();
  });

  it('are the only ones who come in so', async () => {
    const { browser } = await started({});
    for (const username of ['wang', 'nobody', '', 'DEMO-COMMANDER '])
      expect((await browser.post('/sign-in/demo', { username })).status).toBe(401);
  });

  it('have no password to guess, get none, and no role in a real city', async () => {
    const { browser } = await started({});
    const tried = { ...asCommander, password: 'demo-commander' };
    expect((await browser.post('/sign-in/username', tried)).status).toBe(401);
    const set = changePassword(database, 'demo-commander', { password: 'tramway-quiet-lake' });
    await expect(set).rejects.toThrow('of the demo');
    const real = { jurisdiction: '330785', role: 'admin', towns: null } as const;
    await expect(setRole(database, 'demo-commander', real)).rejects.toThrow('of the demo');
  });

  it('are not made without the demo city', async () => {
    await sql`DELETE FROM app_user WHERE is_demo`.execute(db);
    await sql`UPDATE jurisdiction SET is_demo = false`.execute(db);
    await ensureDemoPeople(database);
    const { listDemoPeople } = await started({});
    expect(await listDemoPeople()).toEqual([]);
  });
});
