import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '../client';
import { insertJurisdiction } from '../testing/builders';
import { inRollback, openTestDatabases } from '../testing/database';
import { isFormerMember, listFormerMembers } from './former-members';
import { countAttempt, forgetFailures, forgetOldFailures } from './sign-in-failures';
import {
  deleteMembership,
  deleteSessions,
  findUser,
  insertUser,
  listMemberships,
  listPublicJurisdictions,
  listUsers,
  setDisabled,
  setMembership,
  setPassword,
} from './users';

const { owner: database, app } = await openTestDatabases();
const RULE = { attempts: 3, minutes: 15 };

async function insertWang(db: Db): Promise<void> {
  await insertJurisdiction(db, { code: '330784' });
  await insertJurisdiction(db, { code: '330785' });
  const user = { id: 'u1', username: 'wang', name: '王', email: 'wang@users.invalid' };
  expect(await insertUser(db, user)).toBe(true);
}

const later = (db: Db, minutes: number) =>
  sql`UPDATE sign_in_failure SET last_at = last_at - ${minutes}::int * interval '1 minute',
      locked_until = locked_until - ${minutes}::int * interval '1 minute'`.execute(db);

describe('users', () => {
  it('are added once', () =>
    inRollback(database, async (db) => {
      await insertWang(db);
      const other = { id: 'u2', username: 'wang', name: '另', email: 'other@users.invalid' };
      expect(await insertUser(db, other)).toBe(false);
      expect(await findUser(db, 'wang')).toEqual({
        id: 'u1',
        username: 'wang',
        name: '王',
        isDisabled: false,
        isDemo: false,
      });
      expect(await findUser(db, 'li')).toBeUndefined();
    }));

  it('belong to jurisdictions, each with a role and towns', () =>
    inRollback(database, async (db) => {
      await insertWang(db);
      await setMembership(db, 'u1', { jurisdiction: '330785', role: 'viewer', towns: null });
      await setMembership(db, 'u1', { jurisdiction: '330784', role: 'fire', towns: ['a', 'b'] });
      await setMembership(db, 'u1', { jurisdiction: '330784', role: 'traffic', towns: ['b'] });
      expect(await listMemberships(db, 'u1')).toEqual([
        { jurisdiction: '330784', jurisdictionName: '永康 330784', role: 'traffic', towns: ['b'] },
        { jurisdiction: '330785', jurisdictionName: '永康 330785', role: 'viewer', towns: null },
      ]);
      expect(await deleteMembership(db, 'u1', '330785')).toBe(true);
      expect(await deleteMembership(db, 'u1', '330785')).toBe(false);
      expect(await listFormerMembers(db, '330785')).toMatchObject([
        { username: 'wang', name: '王', role: 'viewer', towns: null },
      ]);
      expect(await isFormerMember(db, 'u1', '330784')).toBe(false);
      expect(await listMemberships(db, 'u1')).toHaveLength(1);
    }));

  it('that are disabled belong nowhere', () =>
    inRollback(database, async (db) => {
      await insertWang(db);
      await setMembership(db, 'u1', { jurisdiction: '330784', role: 'fire', towns: null });
      await setDisabled(db, 'u1', true);
      expect(await listMemberships(db, 'u1')).toEqual([]);
      await setDisabled(db, 'u1', false);
      expect(await listMemberships(db, 'u1')).toHaveLength(1);
    }));

  it.each([
    ['a role that is none', { jurisdiction: '330784', role: 'root', towns: null }],
    ['the public role', { jurisdiction: '330784', role: 'public', towns: null }],
    ['no town at all', { jurisdiction: '330784', role: 'fire', towns: [] }],
    ['a jurisdiction that is none', { jurisdiction: '999999', role: 'fire', towns: null }],
  ])('cannot have %s', async (_, membership) => {
    await inRollback(database, async (db) => {
      await insertWang(db);
      await expect(setMembership(db, 'u1', membership)).rejects.toThrow(/membership/);
    });
  });

  it('have one password, and are signed out by deleting their sessions', () =>
    inRollback(database, async (db) => {
      await insertWang(db);
      await setPassword(db, 'u1', { accountId: 'a1', hash: 'one' });
      await setPassword(db, 'u1', { accountId: 'a2', hash: 'two' });
      const accounts = await db.selectFrom('account').select(['id', 'password']).execute();
      expect(accounts).toEqual([{ id: 'a1', password: 'two' }]);
      await sql`INSERT INTO session (id, token, user_id, expires_at) VALUES
        ('s1', 't1', 'u1', now() + interval '1 hour'), ('s2', 't2', 'u1', now() + interval '1 hour')`.execute(
        db,
      );
      expect(await deleteSessions(db, 'u1')).toBe(2);
    }));

  it('are listed with what they are, of one jurisdiction only that', () =>
    inRollback(database, async (db) => {
      await insertWang(db);
      await insertUser(db, { id: 'u2', username: 'li', name: '李', email: 'li@users.invalid' });
      await setPassword(db, 'u1', { accountId: 'a1', hash: 'one' });
      await setMembership(db, 'u1', { jurisdiction: '330784', role: 'fire', towns: ['a'] });
      await setMembership(db, 'u1', { jurisdiction: '330785', role: 'admin', towns: null });
      const all = await listUsers(db);
      expect(
        all.map(({ username, hasPassword, memberships }) => [
          username,
          hasPassword,
          memberships.length,
        ]),
      ).toEqual([
        ['li', false, 0],
        ['wang', true, 2],
      ]);
      const [only, ...others] = await listUsers(db, '330784');
      expect(others).toEqual([]);
      expect(only).toMatchObject({
        username: 'wang',
        isDisabled: false,
        hasTwoFactor: false,
        lastSignInAt: null,
        memberships: [{ jurisdiction: '330784', role: 'fire', towns: ['a'] }],
      });
    }));
});

it('no jurisdiction is public by itself', () =>
  inRollback(database, async (db) => {
    await insertWang(db);
    expect(await listPublicJurisdictions(db)).toEqual([]);
    await sql`UPDATE jurisdiction SET is_public = true WHERE code = '330785'`.execute(db);
    expect(await listPublicJurisdictions(db)).toEqual([{ code: '330785', name: '永康 330785' }]);
  }));

it('the web’s own login keeps accounts, though it sees no jurisdiction by itself', async () => {
  await insertJurisdiction(database.db, { code: '330790' });
  const user = { id: 'u9', username: 'zhou', name: '周', email: 'zhou@users.invalid' };
  expect(await insertUser(app.db, user)).toBe(true);
  await setMembership(app.db, 'u9', { jurisdiction: '330790', role: 'fire', towns: null });
  await setPassword(app.db, 'u9', { accountId: 'a9', hash: 'one' });
  expect(await listMemberships(app.db, 'u9')).toMatchObject([{ jurisdictionName: '永康 330790' }]);
  expect(await countAttempt(app.db, 'zhou', RULE)).toBe(0);
  await forgetFailures(app.db, 'zhou');
  expect(await listPublicJurisdictions(app.db)).toEqual([]);
  await sql`DELETE FROM app_user WHERE id = 'u9'`.execute(app.db);
});

it('an actor’s queries reach none of the tables of accounts', async () => {
  const tables = [
    'app_user',
    'membership',
    'session',
    'account',
    'verification',
    'two_factor',
    'rate_limit',
    'sign_in_failure',
    'membership_place',
    'public_jurisdiction',
  ];
  const { rows } = await sql<{ name: string; app: boolean; accounts: boolean }>`
    SELECT name, has_table_privilege('zhantu_accounts', name, 'SELECT') AS accounts,
           coalesce((SELECT has_table_privilege(oid, name, 'SELECT, INSERT, UPDATE, DELETE') FROM pg_roles
                     WHERE rolname = 'zhantu_app'), false) AS app
    FROM unnest(${tables}::text[]) AS name`.execute(database.db);
  expect(rows).toEqual(tables.map((name) => ({ name, accounts: true, app: false })));
});

describe('the lock of a name', () => {
  it('lets so many attempts through, and no more', () =>
    inRollback(database, async (db) => {
      const waits = [];
      for (let attempt = 0; attempt < 5; attempt++)
        waits.push(await countAttempt(db, 'wang', RULE));
      expect(waits).toEqual([0, 0, 0, 900, 900]);
      expect(await countAttempt(db, 'li', RULE)).toBe(0);
    }));

  it('falls when its time is over, and a new run begins', () =>
    inRollback(database, async (db) => {
      for (let attempt = 0; attempt < 3; attempt++) await countAttempt(db, 'wang', RULE);
      await later(db, 14);
      expect(await countAttempt(db, 'wang', RULE)).toBe(60);
      await later(db, 1);
      const waits = [];
      for (let attempt = 0; attempt < 4; attempt++)
        waits.push(await countAttempt(db, 'wang', RULE));
      expect(waits).toEqual([0, 0, 0, 900]);
    }));

  it('is forgotten with a success, and old failures by themselves', () =>
    inRollback(database, async (db) => {
      for (let attempt = 0; attempt < 3; attempt++) await countAttempt(db, 'wang', RULE);
      await forgetFailures(db, 'wang');
      expect(await countAttempt(db, 'wang', RULE)).toBe(0);
      expect(await countAttempt(db, 'wang', RULE)).toBe(0);
      await later(db, 16);
      expect(await countAttempt(db, 'wang', RULE)).toBe(0);
      expect(await countAttempt(db, 'wang', RULE)).toBe(0);
      expect(await countAttempt(db, 'wang', RULE)).toBe(0);
      await later(db, 31);
      await forgetOldFailures(db, RULE);
      expect(await db.selectFrom('sign_in_failure').select('username').execute()).toEqual([]);
    }));
});

it('of many attempts at once no more get through than allowed', async () => {
  const waits = await Promise.all(
    Array.from({ length: 12 }, () => countAttempt(database.db, 'many', RULE)),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  await forgetFailures(database.db, 'many');
});
