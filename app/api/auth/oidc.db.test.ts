import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { visitorOf } from '@/lib/server/access/request-actor';
import { createUser, disableUser } from '@/lib/server/access/users';
import { Browser } from '@/lib/server/testing/browser';
import { CLIENT, startIdentityProvider } from '@/lib/server/testing/identity-provider';
import { serve } from '@/lib/server/testing/serve';
import { GET, POST } from './[...path]/route';

const ORIGIN = 'http://map.test';
const provider = await startIdentityProvider(`${ORIGIN}/api/auth/callback/oidc`, {
  's-zhao': 'Zhao',
  's-other-zhao': 'zhao',
  's-stranger': 'stranger',
  's-disabled': 'disabled',
  's-nameless': undefined,
  's-odd': "x' OR 1=1",
});
afterAll(() => provider.stop());
Object.assign(process.env, {
  ZHANTU_URL: ORIGIN,
  ZHANTU_OIDC_ISSUER: provider.issuer,
  ZHANTU_OIDC_CLIENT_ID: CLIENT.id,
  ZHANTU_OIDC_CLIENT_SECRET: CLIENT.secret,
});

const database = await openTestDatabase();
const { db } = database;
serve(database);
await insertJurisdiction(db, { code: '330784' });
for (const username of ['zhao', 'disabled'])
  await createUser(database, {
    username,
    membership: { jurisdiction: '330784', role: 'viewer', towns: null },
  });
await disableUser(database, 'disabled', true);

const answer = (...args: Parameters<typeof POST>) =>
  (args[0].method === 'GET' ? GET : POST)(...args);

/** Goes to the provider and comes back, as the button on the page does. @returns the browser, and where it was sent. */
async function come(sub: string, callbackURL = '/?month=2020-05') {
  const browser = new Browser(answer);
  const asked = {
    provider: 'oidc',
    callbackURL,
    errorCallbackURL: '/sign-in',
    disableRedirect: true,
  };
  const begun = await browser.post('/sign-in/social', asked);
  if (begun.status !== 200) return { browser, begun, location: null };
  const back = new URL(await provider.signIn(String(begun.body.url), sub));
  const { status, headers } = await browser.get(`/callback/oidc${back.search}`);
  expect(status).toBe(302);
  return { browser, begun, back, location: headers.get('location') };
}

describe('the city’s identity provider', () => {
  it('signs in whom it names, once we know them, and its tokens are not kept', async () => {
    for (let time = 0; time < 2; time++) {
      const { browser, location } = await come('s-zhao');
      expect(new URL(location ?? '', ORIGIN).href).toBe(`${ORIGIN}/?month=2020-05`);
      expect(await visitorOf(browser.headers())).toMatchObject({ username: 'zhao', name: 'zhao' });
    }
    const { rows } = await sql<Record<string, unknown>>`
      SELECT provider_id, account_id, access_token, refresh_token, id_token, password FROM account`.execute(
      db,
    );
    expect(rows).toEqual([
      {
        provider_id: 'oidc',
        account_id: 's-zhao',
        access_token: null,
        refresh_token: null,
        id_token: null,
        password: null,
      },
    ]);
  });

  it.each([
    ['somebody we do not know', 's-stranger'],
    ['somebody who is disabled', 's-disabled'],
    ['somebody without a name', 's-nameless'],
    ['a name that is none', 's-odd'],
    ['another subject under the name of one whom we know', 's-other-zhao'],
  ])('does not sign in %s', async (_, sub) => {
    const { browser, location } = await come(sub);
    expect(location).toMatch(/^(http:\/\/map\.test)?\/sign-in\?error=/);
    expect(await visitorOf(browser.headers())).toBeUndefined();
    const names = await db.selectFrom('app_user').select('username').orderBy('username').execute();
    expect(names.map(({ username }) => username)).toEqual(['disabled', 'zhao']);
  });

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example'])(
    'does not lead on to %s',
    async (callbackURL) => {
      const { begun, location } = await come('s-zhao', callbackURL);
      expect([begun.status, location]).toEqual([403, null]);
    },
  );

  it('does not take an answer that this browser did not ask for', async () => {
    const { back } = await come('s-zhao');
    const other = new Browser(answer);
    const { headers } = await other.get(`/callback/oidc${back?.search}`);
    expect(headers.get('location')).toMatch(/error=/);
    expect(await visitorOf(other.headers())).toBeUndefined();
  });
});
