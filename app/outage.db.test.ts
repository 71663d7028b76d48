import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import type { Database } from '@/db/client';
import { openTestDatabase } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { startThrowawayPostgres } from '@/db/testing/throwaway-postgres';
import { createUser } from '@/lib/server/access/users';
import { closeDatabase, ownerDatabase } from '@/lib/server/database';
import { onJobNews } from '@/lib/server/jobs/job-news';
import { startWorkers } from '@/lib/server/jobs/start-workers';
import { Browser } from '@/lib/server/testing/browser';
import { serve } from '@/lib/server/testing/serve';

const asked = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => asked.headers }));

vi.stubEnv('ZHANTU_SECRET', randomBytes(32).toString('base64'));
vi.stubEnv('ZHANTU_LOG', 'silent');
vi.stubEnv('DATABASE_STATEMENT_TIMEOUT_MS', '300');
vi.stubEnv('DATABASE_WAIT_MS', '500');
vi.stubEnv('DATABASE_POOL_SIZE', '2');

const [HERE] = TENANTS;
const WHO = { username: 'admin', password: 'tramway-quiet-lake' };

type Handler = (request: Request, context?: unknown) => Promise<Response>;

async function insertAdministrator(owner: Database): Promise<void> {
  await insertTenants(owner.db);
  const membership = { jurisdiction: HERE, role: 'admin', towns: null } as const;
  await createUser(owner, { ...WHO, membership });
}

function asking(browser: Browser) {
  return (handler: Handler, query: string) => {
    asked.headers = browser.headers();
    return handler(new Request(`http://map.test/?${query}`, { headers: asked.headers }));
  };
}
const CAMPAIGNS = `jurisdiction=${HERE}&month=2020-03`;

if (inject('snapshotFile') !== undefined)
  it('answers 503 while an import holds the embedded database’s one session, and then as ever', async () => {
    const database = await openTestDatabase();
    await insertAdministrator(database);
    serve(database);
    const browser = new Browser((await import('./api/auth/[...path]/route')).POST);
    expect((await browser.post('/sign-in/username', WHO)).status).toBe(200);
    const ask = asking(browser);
    const campaigns = (await import('./api/campaigns/route')).GET as Handler;
    await database.session(async () => {
      const answer = await ask(campaigns, CAMPAIGNS);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'DATABASE_BUSY' });
    });
    expect((await ask(campaigns, CAMPAIGNS)).status).toBe(200);
  });
// The embedded database is a part of this process: it cannot go away alone.
else
  describe('a server of its own, which goes away and comes back', async () => {
    const server = await startThrowawayPostgres();
    if (!server) throw new Error('the PostgreSQL of this project cannot be found again');
    vi.stubEnv('DATABASE_URL', `${server.url}/postgres`);
    const { POST: answerSignIn } = await import('./api/auth/[...path]/route');
    const campaigns: Handler = (await import('./api/campaigns/route')).GET as Handler;
    const health: Handler = (await import('./api/health/route')).GET as Handler;
    const jobs: Handler = (await import('./api/jobs/route')).POST as Handler;

    const owner = await ownerDatabase();
    await insertAdministrator(owner);
    const browser = new Browser(answerSignIn);
    expect((await browser.post('/sign-in/username', WHO)).status).toBe(200);
    const stopWorkers = await startWorkers(owner, 1, () => {});
    afterAll(async () => {
      await stopWorkers();
      await closeDatabase();
      await server.stop();
    });

    const ask = asking(browser);
    const askCampaigns = () => ask(campaigns, CAMPAIGNS);

    /** A connection beside the application's; ended before the server is. */
    async function beside<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
      const client = new pg.Client({ connectionString: `${server?.url}/postgres` });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    }

    it('ends a statement that takes too long, says so, and keeps the connection', async () => {
      await beside(async (client) => {
        await client.query('BEGIN; LOCK TABLE campaign IN ACCESS EXCLUSIVE MODE');
        // More than there are connections: none must be lost.
        for (const answer of await Promise.all([1, 2, 3].map(askCampaigns))) {
          expect(answer.status).toBe(503);
          expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
          expect(await answer.json()).toMatchObject({
            code: expect.stringMatching(/^DATABASE_(SLOW|BUSY)$/),
          });
        }
        await client.query('ROLLBACK');
      });
      expect((await askCampaigns()).status).toBe(200);
    });

    it('lets the owner’s statements, which jobs and imports run, take their time', async () => {
      await expect(sql`SELECT pg_sleep(0.6)`.execute(owner.db)).resolves.toBeTruthy();
    });

    it('answers 503 while the server is away, and as ever when it is back', async () => {
      await server.halt();
      const refused = await askCampaigns();
      expect(refused.status).toBe(503);
      expect(await refused.json()).toMatchObject({ code: 'DATABASE_DOWN' });
      expect((await ask(health, '')).status).toBe(503);
      expect((await ask(health, 'check=live')).status).toBe(200);
      const signIn = await new Browser(answerSignIn).post('/sign-in/username', WHO);
      expect(signIn.status).toBe(503);

      // The connection that hears of jobs comes back by itself, and says that it may have missed some.
      const heard = Promise.withResolvers<void>();
      const stopListening = onJobNews((news) => {
        if (news.type === 'changed' && news.jurisdiction === null) heard.resolve();
      });
      await server.resume();
      expect((await askCampaigns()).status).toBe(200);
      expect((await ask(health, '')).status).toBe(200);
      await heard.promise;
      stopListening();
    });

    it('works on jobs again', async () => {
      const done = Promise.withResolvers<void>();
      const stopListening = onJobNews(async () => {
        const { rows } = await sql<{ n: number }>`
          SELECT count(*)::int AS n FROM job WHERE state = 'done'`.execute(owner.db);
        if (rows[0]?.n === 1) done.resolve();
      });
      asked.headers = browser.headers({
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      });
      const body = JSON.stringify({ jurisdiction: HERE, kind: 'facts-rebuild', payload: {} });
      const request = new Request('http://map.test/', {
        method: 'POST',
        headers: asked.headers,
        body,
      });
      expect((await jobs(request)).status).toBe(201);
      await done.promise;
      stopListening();
    });
  });
