import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { visitorOf } from '@/lib/server/access/request-actor';
import { LOCK_RULE } from '@/lib/server/access/sign-in-hooks';
import {
  changePassword,
  createUser,
  disableUser,
  listAllUsers,
  removeRole,
} from '@/lib/server/access/users';
import { Browser } from '@/lib/server/testing/browser';
import { serve } from '@/lib/server/testing/serve';
import { totpOf } from '@/lib/server/testing/totp';
import { GET, POST } from './[...path]/route';

const PASSWORD = 'tramway-quiet-lake';
const database = await openTestDatabase();
const { db } = database;
serve(database);
await insertJurisdiction(db, { code: '330784' });
await createUser(database, {
  username: 'Wang',
  name: '王',
  password: PASSWORD,
  membership: { jurisdiction: '330784', role: 'fire', towns: null },
});

const answer = (...args: Parameters<typeof POST>) =>
  (args[0].method === 'GET' ? GET : POST)(...args);
const open = (address?: string) => new Browser(answer, address);
const right = { username: 'wang', password: PASSWORD };
const wrong = { username: 'wang', password: 'tramway-quiet-lakes' };

async function signedIn(address?: string): Promise<Browser> {
  const browser = open(address);
  expect((await browser.post('/sign-in/username', right)).status).toBe(200);
  return browser;
}

beforeEach(async () => {
  for (const table of ['rate_limit', 'sign_in_failure', 'session', 'two_factor', 'verification'])
    await sql`DELETE FROM ${sql.table(table)}`.execute(db);
  await sql`UPDATE app_user SET two_factor_enabled = false, disabled_at = NULL`.execute(db);
});

describe('a password', () => {
  it('signs in, whatever the case of the name', async () => {
    const browser = open();
    const { status, body, headers } = await browser.post('/sign-in/username', {
      ...right,
      username: ' WANG ',
    });
    expect([status, body]).toEqual([200, {}]);
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(/^zhantu\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\/(;|$)/i);
    expect(cookie).toMatch(/; Max-Age=43200/i);
    expect(cookie).not.toMatch(/; Secure/i);
    expect(await visitorOf(browser.headers())).toMatchObject({
      username: 'wang',
      name: '王',
      isDemo: false,
      memberships: [
        { jurisdiction: '330784', jurisdictionName: '永康 330784', role: 'fire', towns: null },
      ],
    });
  });

  it('is noted as their last sign-in, also after they have signed out', async () => {
    const lastSignIn = async () =>
      (await listAllUsers(database, '330784')).find(({ username }) => username === 'wang')
        ?.lastSignInAt;
    await sql`UPDATE app_user SET last_sign_in_at = NULL`.execute(db);
    await open().post('/sign-in/username', wrong);
    expect(await lastSignIn()).toBeNull();
    const browser = await signedIn();
    await browser.post('/sign-out', {});
    expect(await lastSignIn()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('behind https gives a cookie that goes over https only', async () => {
    const browser = open();
    browser.origin = 'https://map.test';
    const { headers } = await browser.post('/sign-in/username', right, {
      'x-forwarded-proto': 'https',
    });
    expect(headers.getSetCookie()[0]).toMatch(/^__Secure-zhantu\.session_token=.*; Secure/i);
  });

  it('that is wrong, of a name that nobody has, or none: the same answer, and no cookie', async () => {
    const nobody = { username: 'nobody', password: PASSWORD };
    const answers = [
      await open().post('/sign-in/username', wrong),
      await open().post('/sign-in/username', nobody),
    ];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(body).toMatchObject({ status: 401, code: 'INVALID_USERNAME_OR_PASSWORD' });
      expect(headers.getSetCookie()).toEqual([]);
      expect(headers.get('content-type')).toBe('application/problem+json');
    }
    const [first, second] = answers.map(({ body: { requestId: _, ...said } }) => said);
    expect(first).toEqual(second);
  });

  it.each(["' OR 1=1 --", '"; DROP TABLE app_user', '\u0000', '王'.repeat(300), { $ne: '' }])(
    'is not got around by %j as a name',
    async (username) => {
      const { status } = await open().post('/sign-in/username', { username, password: PASSWORD });
      expect([400, 401, 422]).toContain(status);
    },
  );

  it('is refused to who is disabled, and to who belongs nowhere', async () => {
    await disableUser(database, 'wang', true);
    const { status, body } = await open().post('/sign-in/username', right);
    expect([status, body.code]).toEqual([403, 'NO_MEMBERSHIP']);
    await createUser(database, {
      username: 'gone',
      password: PASSWORD,
      membership: { jurisdiction: '330784', role: 'viewer', towns: null },
    });
    await removeRole(database, 'gone', '330784');
    const gone = await open().post('/sign-in/username', { username: 'gone', password: PASSWORD });
    expect([gone.status, gone.body.code]).toEqual([403, 'NO_MEMBERSHIP']);
  });
});

describe('guessing', () => {
  it('locks the name, for the right password too, and says for how long', async () => {
    for (let attempt = 0; attempt < LOCK_RULE.attempts; attempt++)
      expect((await open(`192.0.2.${attempt}`).post('/sign-in/username', wrong)).status).toBe(401);
    const { status, body, headers } = await open('198.51.100.1').post('/sign-in/username', right);
    expect([status, body.code]).toEqual([429, 'ACCOUNT_LOCKED']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
    await sql`UPDATE sign_in_failure SET locked_until = now()`.execute(db);
    await signedIn('198.51.100.1');
  });

  it('locks names that nobody has alike', async () => {
    for (let attempt = 0; attempt < LOCK_RULE.attempts; attempt++)
      await open(`192.0.2.${attempt}`).post('/sign-in/username', { ...wrong, username: 'nobody' });
    const { body } = await open().post('/sign-in/username', { ...wrong, username: 'nobody' });
    expect(body.code).toBe('ACCOUNT_LOCKED');
  });

  it('begins anew after a success, and after the password was set anew', async () => {
    for (let attempt = 0; attempt < LOCK_RULE.attempts - 1; attempt++)
      await open().post('/sign-in/username', wrong);
    await signedIn();
    for (let attempt = 0; attempt < LOCK_RULE.attempts; attempt++)
      await open(`192.0.2.${attempt}`).post('/sign-in/username', wrong);
    await changePassword(database, 'wang', { password: PASSWORD });
    await signedIn();
  });

  it('from one address ends at its limit, for that address only', async () => {
    const statuses = [];
    for (let attempt = 0; attempt < 31; attempt++) {
      const { status } = await open('203.0.113.9').post('/sign-in/username', {
        username: `n${attempt}`,
        password: PASSWORD,
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429]);
    const { body, headers } = await open('203.0.113.9').post('/sign-in/username', right);
    expect(body.code).toBe('TOO_MANY_REQUESTS');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    await signedIn('203.0.113.10');
  });
});

describe('a session', () => {
  it('ends with its time', async () => {
    const browser = await signedIn();
    await sql`UPDATE session SET expires_at = now() - interval '1 second'`.execute(db);
    expect(await visitorOf(browser.headers())).toBeUndefined();
  });

  it('does not live longer for being used', async () => {
    const browser = await signedIn();
    await sql`UPDATE session SET expires_at = now() + interval '1 minute', updated_at = now() - interval '11 hours'`.execute(
      db,
    );
    await visitorOf(browser.headers());
    const { rows } = await sql<{ short: boolean }>`
      SELECT expires_at < now() + interval '2 minutes' AS short FROM session`.execute(db);
    expect(rows).toEqual([{ short: true }]);
  });

  it('ends by signing out, also for a copy of the cookie', async () => {
    const browser = await signedIn();
    const copy = browser.headers();
    expect((await browser.post('/sign-out')).status).toBe(200);
    expect(browser.cookies).not.toContain('session_token');
    expect(await visitorOf(copy)).toBeUndefined();
  });

  it('ends everywhere at once when asked to, for stolen cookies too', async () => {
    const [here, there] = [await signedIn(), await signedIn('198.51.100.7')];
    const stolen = there.headers();
    expect((await here.post('/revoke-sessions')).status).toBe(200);
    expect(await visitorOf(stolen)).toBeUndefined();
    expect(await visitorOf(here.headers())).toBeUndefined();
  });

  it('ends when its user is disabled', async () => {
    const browser = await signedIn();
    await disableUser(database, 'wang', true);
    expect(await visitorOf(browser.headers())).toBeUndefined();
  });

  it('is not to be had by a token without its signature, or with another one', async () => {
    const browser = await signedIn();
    const [name = '', value = ''] = browser.cookies.split(/=(.*)/s);
    const [token = '', signature = ''] = decodeURIComponent(value).split('.');
    const forged = [
      token,
      `${token}.`,
      `${token}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`,
      `x${token}.${signature}`,
    ];
    for (const each of forged) {
      browser.cookies = `${name}=${encodeURIComponent(each)}`;
      expect(await visitorOf(browser.headers())).toBeUndefined();
    }
    browser.cookies = `${name}=${value}`;
    expect(await visitorOf(browser.headers())).toBeDefined();
  });
});

describe('changing one’s password', () => {
  const change = (newPassword: string, currentPassword = PASSWORD) => ({
    currentPassword,
    newPassword,
    revokeOtherSessions: true,
  });

  it.each([
    ['short', 'PASSWORD_tooShort'],
    ['wang123456', 'PASSWORD_likeName'],
    ['password123', 'PASSWORD_common'],
  ])('refuses %s', async (newPassword, code) => {
    const browser = await signedIn();
    const { status, body } = await browser.post('/change-password', change(newPassword));
    expect([status, body.code]).toEqual([400, code]);
  });

  it('takes the present one, and ends all other sessions', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const refused = await here.post(
      '/change-password',
      change('another-quiet-lake', 'not-this-one'),
    );
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_PASSWORD']);
    const done = await here.post('/change-password', change('another-quiet-lake'));
    expect([done.status, done.body]).toEqual([200, {}]);
    expect(await visitorOf(there.headers())).toBeUndefined();
    expect(await visitorOf(here.headers())).toBeDefined();
    expect((await open().post('/sign-in/username', right)).status).toBe(401);
    await changePassword(database, 'wang', { password: PASSWORD });
  });

  it('takes a session', async () => {
    expect((await open().post('/change-password', change('another-quiet-lake'))).status).toBe(401);
  });
});

describe('a second factor', () => {
  async function withFactor() {
    const browser = await signedIn();
    const { status, body } = await browser.post('/two-factor/enable', { password: PASSWORD });
    expect(status).toBe(200);
    const uri = String(body.totpURI);
    expect((await browser.post('/two-factor/verify-totp', { code: totpOf(uri) })).status).toBe(200);
    return { browser, uri, backupCodes: body.backupCodes as string[] };
  }

  it('is set up with a password, and counts once a code was right', async () => {
    const browser = await signedIn();
    const refused = await browser.post('/two-factor/enable', { password: 'not-this-one' });
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_PASSWORD']);
    await browser.post('/two-factor/enable', { password: PASSWORD });
    expect((await visitorOf(browser.headers()))?.hasTwoFactor).toBe(false);
    await signedIn();
    const done = await withFactor();
    expect((await visitorOf(done.browser.headers()))?.hasTwoFactor).toBe(true);
  });

  it('is asked for after the password, and only then there is a session', async () => {
    const { uri } = await withFactor();
    const browser = open();
    const { status, body } = await browser.post('/sign-in/username', right);
    expect([status, body]).toEqual([200, { twoFactorRedirect: true }]);
    expect(await visitorOf(browser.headers())).toBeUndefined();
    const refused = await browser.post('/two-factor/verify-totp', { code: '000000' });
    expect([refused.status, refused.body.code]).toEqual([401, 'INVALID_CODE']);
    expect((await browser.post('/two-factor/verify-totp', { code: totpOf(uri) })).status).toBe(200);
    expect(await visitorOf(browser.headers())).toBeDefined();
  });

  it('can be a code from the list, once', async () => {
    const { backupCodes } = await withFactor();
    const [first = ''] = backupCodes;
    for (const expected of [200, 401]) {
      const browser = open();
      await browser.post('/sign-in/username', right);
      expect((await browser.post('/two-factor/verify-backup-code', { code: first })).status).toBe(
        expected,
      );
    }
  });

  it('is not to be guessed', async () => {
    await withFactor();
    const browser = open();
    await browser.post('/sign-in/username', right);
    const codes = [];
    for (let attempt = 0; attempt < 7; attempt++)
      codes.push(
        (await browser.post('/two-factor/verify-totp', { code: `00000${attempt}` })).body.code,
      );
    expect(codes.slice(0, 5)).toEqual(Array<string>(5).fill('INVALID_CODE'));
    expect(codes.slice(5)).not.toContain('INVALID_CODE');
  });

  it('is taken away with a password, or by who sets the password anew', async () => {
    const { browser } = await withFactor();
    expect((await browser.post('/two-factor/disable', { password: 'not-this-one' })).status).toBe(
      400,
    );
    expect((await browser.post('/two-factor/disable', { password: PASSWORD })).status).toBe(200);
    await signedIn();
    await withFactor();
    await changePassword(database, 'wang', { password: PASSWORD, resetTwoFactor: true });
    const { body } = await open().post('/sign-in/username', right);
    expect(body).toEqual({});
  });

  it('is kept encrypted', async () => {
    const { uri } = await withFactor();
    const { rows } = await sql<{ secret: string }>`SELECT secret FROM two_factor`.execute(db);
    expect(rows[0]?.secret).not.toContain(new URL(uri).searchParams.get('secret'));
    expect(rows[0]?.secret.length).toBeGreaterThan(64);
  });
});

describe('from outside', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['no site', { origin: '' }],
    ['nowhere', { origin: 'null' }],
    ['the same name on another port', { origin: 'http://map.test:81' }],
  ])('%s cannot sign anybody in or out', async (_, headers) => {
    const browser = await signedIn();
    expect((await browser.post('/sign-out', {}, headers)).status).toBe(403);
    expect((await browser.post('/sign-in/username', right, headers)).status).toBe(403);
    expect(await visitorOf(browser.headers())).toBeDefined();
  });

  it('a form cannot either', async () => {
    const { status } = await open().post('/sign-in/username', 'username=wang', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(status).toBe(415);
  });

  it('what is too large or no JSON is refused', async () => {
    expect(
      (await open().post('/sign-in/username', { ...right, more: 'x'.repeat(5000) })).status,
    ).toBe(413);
    expect((await open().post('/sign-in/username', '{"username":')).status).toBe(400);
  });

  it.each([
    '/sign-up/email',
    '/sign-in/email',
    '/update-user',
    '/delete-user',
    '/change-email',
    '/list-sessions',
    '/get-session',
    '/is-username-available',
    '/two-factor/get-totp-uri',
    '/request-password-reset',
    '/sign-in/../sign-up/email',
    '/ok',
  ])('%s is not there', async (path) => {
    const browser = await signedIn();
    expect(
      (await browser.post(path, { email: 'a@b.c', password: PASSWORD, name: 'x' })).status,
    ).toBe(404);
    expect((await browser.get(path)).status).toBe(404);
  });
});
