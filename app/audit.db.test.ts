import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listAudit } from '@/db/queries/audit';
import { verifyAudit } from '@/db/queries/audit-verify';
import { cellsOfBox, insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { LOCK_RULE } from '@/lib/server/access/sign-in-hooks';
import {
  changePassword,
  createUser,
  disableUser,
  removeRole,
  setRole,
} from '@/lib/server/access/users';
import { rebuildJurisdictionFacts } from '@/lib/server/facts';
import { Browser } from '@/lib/server/testing/browser';
import { serve } from '@/lib/server/testing/serve';
import { totpOf } from '@/lib/server/testing/totp';
import { GET as exportLog } from './api/audit/route';
import { GET, POST } from './api/auth/[...path]/route';
import { POST as cancelJob } from './api/jobs/[id]/cancel/route';
import { POST as askJob } from './api/jobs/route';
import { GET as readTile } from './api/tiles/[layer]/[z]/[x]/[y]/route';

/** The request that a handler answers, as Next would hand its headers over. */
const asked = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => asked.headers }));

const HERE = '330784';
const THERE = '330785';
const PASSWORD = 'tramway-quiet-lake';
const database = await openTestDatabase();
serve(database);
await insertJurisdiction(database.db, { code: HERE, cells: cellsOfBox(2, 2) });
await insertJurisdiction(database.db, { code: THERE });
const admin = { userId: null, name: 'deploy', role: 'host' };
for (const [username, role] of [
  ['wang', 'admin'],
  ['sun', 'viewer'],
] as const)
  await createUser(
    database,
    { username, password: PASSWORD, membership: { jurisdiction: HERE, role, towns: null } },
    admin,
  );

const open = (address?: string) =>
  new Browser((...args) => (args[0].method === 'GET' ? GET : POST)(...args), address);

async function signedIn(username: string, address?: string): Promise<Browser> {
  const browser = open(address);
  expect((await browser.post('/sign-in/username', { username, password: PASSWORD })).status).toBe(
    200,
  );
  return browser;
}

let before = new Map<string, number>();
const listAll = (jurisdiction: string) =>
  listAudit(database.db, { jurisdiction, timezone: 'UTC', limit: 1000 });
beforeEach(async () => {
  before = new Map();
  for (const code of [HERE, THERE, 'none']) before.set(code, (await listAll(code)).length);
});

/** What was added since the test began, oldest first, as short words. */
async function added(jurisdiction = HERE): Promise<string[]> {
  const listed = await listAll(jurisdiction);
  return listed
    .slice(0, listed.length - (before.get(jurisdiction) ?? 0))
    .reverse()
    .map(({ username, name, role, action, subject, parameters, outcome }) => {
      const detail = parameters.way ?? parameters.code ?? '';
      return [username ?? name, role, action, subject, detail, outcome]
        .map((word) => word ?? '-')
        .join(' ');
    });
}

describe('the account', () => {
  it('signs in and out, here and everywhere', async () => {
    const browser = await signedIn('wang', '192.0.2.77');
    await browser.post('/revoke-sessions');
    const again = await signedIn('wang');
    await again.post('/sign-out');
    await again.post('/sign-out');
    expect(await added()).toEqual([
      'wang admin session.sign_in - password done',
      'wang admin session.sign_out_everywhere -  done',
      'wang admin session.sign_in - password done',
      'wang admin session.sign_out -  done',
    ]);
    const [, , , first] = await listAll(HERE);
    expect(first).toMatchObject({ address: '192.0.2.77', name: 'wang' });
  });

  it('is refused with a wrong password, and locked; a name that nobody has is not written down', async () => {
    for (let attempt = 0; attempt <= LOCK_RULE.attempts; attempt++)
      await open(`192.0.2.${attempt}`).post('/sign-in/username', {
        username: 'sun',
        password: 'tramway-quiet-lakes',
      });
    await open().post('/sign-in/username', { username: 'my-secret-word', password: PASSWORD });
    await open().post('/sign-in/username', { username: '\u0000', password: PASSWORD });
    expect(await added()).toEqual([
      ...Array.from(
        { length: LOCK_RULE.attempts },
        () => 'sun viewer session.sign_in - password refused',
      ),
      'sun viewer session.lock - ACCOUNT_LOCKED refused',
    ]);
    expect(await added('none')).toEqual(
      Array.from({ length: 2 }, () => '- - session.sign_in - password refused'),
    );
    expect(JSON.stringify(await listAll('none'))).not.toContain('my-secret-word');
    await changePassword(database, 'sun', { password: PASSWORD }, admin);
  });

  it('of who asks too often is told once an hour for their address', async () => {
    for (let attempt = 0; attempt < 34; attempt++)
      await open('203.0.113.9').post('/sign-in/username', { username: 'x1', password: PASSWORD });
    const codes = (await listAll('none')).slice(0, -(before.get('none') ?? 0) || undefined);
    expect(
      codes.filter(({ parameters }) => String(parameters.code).startsWith('HTTP_429')),
    ).toHaveLength(1);
  });

  it('changes its password and its second factor', async () => {
    const browser = await signedIn('wang');
    const change = { currentPassword: 'not-this-one-at-all', newPassword: 'harbour-stone-violin' };
    await browser.post('/change-password', change);
    await browser.post('/change-password', { ...change, currentPassword: PASSWORD });
    await changePassword(database, 'wang', { password: PASSWORD }, admin);
    const second = await signedIn('wang');
    const { body } = await second.post('/two-factor/enable', { password: PASSWORD });
    const uri = String(body.totpURI);
    await second.post('/two-factor/verify-totp', { code: totpOf(uri) });
    const third = await signedIn('wang');
    await third.post('/two-factor/verify-totp', { code: '000000' });
    await third.post('/two-factor/verify-totp', { code: totpOf(uri) });
    await third.post('/two-factor/disable', { password: PASSWORD });
    expect(await added()).toEqual([
      'wang admin session.sign_in - password done',
      'wang admin account.change_password - INVALID_PASSWORD refused',
      'wang admin account.change_password -  done',
      'deploy host user.set_password wang  done',
      'wang admin session.sign_in - password done',
      'wang admin account.prepare_second_factor -  done',
      'wang admin account.enable_second_factor -  done',
      'wang admin session.password_accepted -  done',
      'wang admin session.sign_in - second_factor refused',
      'wang admin session.sign_in - second_factor done',
      'wang admin account.disable_second_factor -  done',
    ]);
    const text = JSON.stringify(await listAll(HERE));
    for (const secret of [PASSWORD, 'harbour-stone-violin', 'not-this-one-at-all', uri])
      expect(text).not.toContain(secret);
  });

  it('of who belongs to two places is told in both', async () => {
    const membership = { jurisdiction: THERE, role: 'fire' as const, towns: null };
    await setRole(database, 'sun', membership, admin);
    await signedIn('sun');
    await removeRole(database, 'sun', THERE, admin);
    await disableUser(database, 'sun', true, admin);
    await disableUser(database, 'sun', false, admin);
    expect(await added(THERE)).toEqual([
      'deploy host user.set_role sun  done',
      'sun fire session.sign_in - password done',
      'deploy host user.remove_role sun  done',
    ]);
    expect(await added()).toEqual([
      'sun viewer session.sign_in - password done',
      'deploy host user.disable sun  done',
      'deploy host user.enable sun  done',
    ]);
  });
});

async function tile(browser: Browser, layer: string, jurisdiction = HERE): Promise<number> {
  asked.headers = browser.headers();
  const address = `http://map.test/?jurisdiction=${jurisdiction}`;
  const params = Promise.resolve({ layer, z: '12', x: '3413', y: '1709' });
  const request = new Request(address, { headers: asked.headers });
  return (await readTile(request, { params })).status;
}

describe('the map', () => {
  it('tells who sees what is sensitive, once an hour however many tiles', async () => {
    const browser = await signedIn('wang');
    await Promise.all(Array.from({ length: 12 }, () => tile(browser, 'incidents')));
    for (const layer of ['premises', 'black_spots', 'black_spot_labels', 'towns', 'premises'])
      await tile(browser, layer);
    expect((await added()).slice(1)).toEqual([
      'wang admin incident.view -  done',
      'wang admin premises.view -  done',
      'wang admin black_spot.view -  done',
    ]);
  });

  it('tells who is refused: here by their role, and elsewhere in the log of elsewhere', async () => {
    const browser = await signedIn('sun');
    for (let time = 0; time < 3; time++) expect(await tile(browser, 'premises')).toBe(403);
    expect(await tile(browser, 'towns', THERE)).toBe(403);
    expect(await tile(browser, 'towns', '999999')).toBe(403);
    expect(await tile(open(), 'towns')).toBe(401);
    expect((await added()).slice(1)).toEqual(['sun viewer premises.view -  refused']);
    expect(await added(THERE)).toEqual(['sun - map.view -  refused']);
    expect((await listAll('none'))[0]).toMatchObject({
      username: 'sun',
      action: 'map.view',
      parameters: { jurisdiction: '999999' },
    });
  });
});

describe('work', () => {
  async function post(
    handler: (request: Request, context: never) => Promise<Response>,
    { browser, body, id }: { browser: Browser; body: object; id?: string },
    site = 'same-origin',
  ) {
    asked.headers = browser.headers({
      'content-type': 'application/json',
      'sec-fetch-site': site,
      origin: site === 'same-origin' ? 'http://map.test' : 'https://evil.example',
    });
    const init = { method: 'POST', headers: asked.headers, body: JSON.stringify(body) };
    const context = { params: Promise.resolve({ id }) } as never;
    return handler(new Request('http://map.test/api/jobs', init), context);
  }

  it('is told with who asked for it, in its own transaction', async () => {
    const browser = await signedIn('wang');
    const body = { jurisdiction: HERE, kind: 'facts-rebuild' };
    const { id } = await (await post(askJob, { browser, body })).json();
    expect((await post(cancelJob, { browser, body, id })).status).toBe(200);
    await rebuildJurisdictionFacts(database, HERE, admin);
    expect((await added()).slice(1)).toEqual([
      `wang admin job.enqueue ${id}  done`,
      `wang admin job.cancel ${id}  done`,
      'deploy host facts.rebuild -  done',
    ]);
  });

  it('asked for by another site is told, with the site', async () => {
    const browser = await signedIn('wang');
    const body = { jurisdiction: HERE, kind: 'facts-rebuild' };
    expect((await post(askJob, { browser, body }, 'cross-site')).status).toBe(403);
    expect((await post(askJob, { browser: open(), body }, 'cross-site')).status).toBe(403);
    expect((await added()).slice(1)).toEqual(['wang admin access.cross_site /api/jobs  refused']);
    expect((await listAll(HERE))[0]?.parameters).toEqual({ origin: 'https://evil.example' });
  });
});

describe('the file of the log', () => {
  async function file(browser: Browser, query = '') {
    asked.headers = browser.headers();
    const address = `http://map.test/api/audit?jurisdiction=${HERE}${query}`;
    return exportLog(new Request(address, { headers: asked.headers }), undefined);
  }

  it('holds what was asked for, is told itself, and starts no formula', async () => {
    await createUser(
      database,
      {
        username: 'li',
        name: '=HYPERLINK("http://evil.example")',
        password: PASSWORD,
        membership: { jurisdiction: HERE, role: 'viewer', towns: null },
      },
      admin,
    );
    await signedIn('li');
    const browser = await signedIn('wang');
    const answer = await file(browser, '&who=li&action=session.sign_in');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await answer.text()).trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(
      `,li,"'=HYPERLINK(""http://evil.example"")",viewer,session.sign_in,`,
    );
    const [latest] = await listAll(HERE);
    expect(latest).toMatchObject({
      username: 'wang',
      action: 'export.run',
      subject: 'audit',
      parameters: { who: 'li', action: 'session.sign_in' },
    });
  });

  it('is refused to others', async () => {
    expect((await file(await signedIn('sun'))).status).toBe(403);
    expect((await file(open())).status).toBe(401);
  });
});

it('is one whole chain after all of this', async () => {
  for (const { fault } of await verifyAudit(database.db, null)) expect(fault).toBeNull();
});
