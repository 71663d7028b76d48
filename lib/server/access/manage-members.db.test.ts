import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findUser, listAllMemberships } from '@/db/queries/users';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabases } from '@/db/testing/database';
import { NotFoundError } from '@/lib/user-error';
import { serve } from '../testing/serve';
import type { Actor, Role } from './actor';
import {
  changeMember,
  createMember,
  disableMember,
  listFormer,
  listMembers,
  removeMember,
  resetMember,
  restoreMember,
  signOutMember,
} from './manage-members';
import { createUser, removeRole, setRole } from './users';

/** What the host does, it does as the owner; what administrators do goes through the application's own login. */
const { owner: database, app } = await openTestDatabases();
const { db } = database;
serve(database, app);
const HERE = await insertJurisdiction(db, { code: '330784' });
const THERE = await insertJurisdiction(db, { code: '330783' });

await sql`INSERT INTO town (jurisdiction, id, name, geom)
  SELECT code, 'town-of-' || code, '镇', boundary FROM jurisdiction`.execute(db);
const TOWNS = [`town-of-${HERE}`];

let admin: Actor;
let other: Actor;

const all = (role: Role) => ({ role, towns: null });

async function enrol(username: string, jurisdiction: string, role: Role): Promise<Actor> {
  const membership = { jurisdiction, role, towns: null };
  const { id } = await createUser(database, { username, membership });
  return { userId: id, name: username, ...membership };
}

async function roleOf(username: string, jurisdiction = HERE): Promise<string | undefined> {
  const user = await findUser(db, username);
  const memberships = user ? await listAllMemberships(db, user.id) : [];
  return memberships.find((each) => each.jurisdiction === jurisdiction)?.role;
}

const signIn = (username: string, id: string) =>
  sql`INSERT INTO session (id, token, user_id, expires_at)
      SELECT ${id}, ${id}, id, now() + interval '1 hour' FROM app_user WHERE username = ${username}`.execute(
    db,
  );

async function expectRefused(code: string, asked: readonly Promise<unknown>[]): Promise<void> {
  const answers = await Promise.allSettled(asked);
  const codes = answers.map((answer) => answer.status === 'rejected' && answer.reason.code);
  expect(codes).toEqual(asked.map(() => code));
}

beforeEach(async () => {
  await sql`DELETE FROM app_user`.execute(db);
  admin = await enrol('admin-one', HERE, 'admin');
  other = await enrol('admin-two', HERE, 'admin');
  await enrol('officer', HERE, 'traffic');
  await enrol('stranger', THERE, 'commander');
});

describe('the users of a jurisdiction', () => {
  it('are those who belong to it; where else they belong is not told', async () => {
    await setRole(database, 'officer', { jurisdiction: THERE, ...all('viewer') });
    const members = await listMembers(admin);
    expect(members.map(({ username }) => username)).toEqual(['admin-one', 'admin-two', 'officer']);
    const officer = members.find(({ username }) => username === 'officer');
    expect(officer).toMatchObject({ isShared: true, lockedUntil: null });
    expect(officer?.memberships).toEqual([{ jurisdiction: HERE, role: 'traffic', towns: null }]);
  });

  it('are created with a password that nobody chose', async () => {
    const { password } = await createMember(admin, { username: 'New.One', ...all('fire') });
    expect(password).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(await roleOf('new.one')).toBe('fire');
    await expect(
      createMember(admin, { username: 'stranger', ...all('fire') }),
    ).rejects.toMatchObject({ code: 'USERNAME_TAKEN' });
    await expect(
      createMember(admin, { username: 'no name', ...all('fire') }),
    ).rejects.toMatchObject({ code: 'USERNAME_INVALID' });
  });

  it('are bound to towns that the jurisdiction has, and to no others', async () => {
    await createMember(admin, { username: 'new-one', role: 'fire', towns: TOWNS });
    const seen = { role: 'fire', towns: TOWNS } as const;
    await changeMember(admin, 'new-one', { ...all('viewer'), seen });
    const bound = { role: 'viewer', towns: TOWNS } as const;
    await changeMember(admin, 'new-one', { ...bound, seen: all('viewer') });
    const wrong = { role: 'viewer', towns: [...TOWNS, `town-of-${THERE}`] } as const;
    await expectRefused('TOWN_UNKNOWN', [
      createMember(admin, { username: 'new-two', ...wrong }),
      changeMember(admin, 'new-one', { ...wrong, seen: bound }),
      restoreMember(admin, 'new-one', wrong),
    ]);
    expect(await findUser(db, 'new-two')).toBeUndefined();
  });

  it('are not created by who administers no longer', async () => {
    await removeRole(database, 'admin-one', HERE);
    await expect(createMember(admin, { username: 'x1', ...all('fire') })).rejects.toMatchObject({
      code: 'ADMIN_NO_LONGER',
    });
    expect(await findUser(db, 'x1')).toBeUndefined();
  });

  it('are signed out of every browser', async () => {
    await signIn('officer', 's1');
    await signIn('officer', 's2');
    await signIn('admin-two', 's3');
    const sessions = async () =>
      (await listMembers(admin)).map((member) => [member.username, member.sessions]);
    expect(await sessions()).toEqual([
      ['admin-one', 0],
      ['admin-two', 1],
      ['officer', 2],
    ]);
    expect(await signOutMember(admin, 'officer')).toBe(2);
    expect(await sessions()).toEqual([
      ['admin-one', 0],
      ['admin-two', 1],
      ['officer', 0],
    ]);
  });

  it('change their role, unless somebody else has changed it meanwhile', async () => {
    await changeMember(admin, 'officer', { ...all('fire'), seen: all('traffic') });
    expect(await roleOf('officer')).toBe('fire');
    await expect(
      changeMember(other, 'officer', { ...all('analyst'), seen: all('traffic') }),
    ).rejects.toMatchObject({ code: 'MEMBER_CHANGED' });
    expect(await roleOf('officer')).toBe('fire');
  });

  it('are not those of another jurisdiction, who look like nobody', async () => {
    const told = async (username: string) => {
      const wanted = { ...all('viewer'), seen: all('commander') };
      const asked = [
        changeMember(admin, username, wanted),
        removeMember(admin, username),
        disableMember(admin, username, true),
        resetMember(admin, username, true),
        signOutMember(admin, username),
        restoreMember(admin, username, all('viewer')),
      ];
      const answers = await Promise.allSettled(asked);
      return answers.map((answer) => {
        expect(answer.status === 'rejected' && answer.reason).toBeInstanceOf(NotFoundError);
        expect(answer.status === 'rejected' && answer.reason.code).toBe('MEMBER_UNKNOWN');
        return answer.status === 'rejected' && answer.reason.message.replace(username, 'NAME');
      });
    };
    expect(await told('stranger')).toEqual(await told('nobody-at-all'));
    expect(await roleOf('stranger', THERE)).toBe('commander');
  });
});

describe('somebody of two jurisdictions', () => {
  beforeEach(() => setRole(database, 'officer', { jurisdiction: THERE, ...all('viewer') }));

  it('keeps their account, and may lose their role here', async () => {
    await signIn('officer', 's1');
    await expectRefused('MEMBER_ELSEWHERE', [
      disableMember(admin, 'officer', true),
      resetMember(admin, 'officer', false),
      signOutMember(admin, 'officer'),
    ]);
    expect((await listMembers(admin))[2]).toMatchObject({ username: 'officer', sessions: 1 });
    expect((await findUser(db, 'officer'))?.isDisabled).toBe(false);
    await removeMember(admin, 'officer');
    expect(await roleOf('officer')).toBeUndefined();
    expect(await roleOf('officer', THERE)).toBe('viewer');
  });
});

describe('somebody who was taken out', () => {
  beforeEach(() => removeMember(admin, 'officer'));

  const names = async (by: Actor) => (await listFormer(by)).map(({ username }) => username);

  it('is brought back by an administrator of where they were, as what they are to be now', async () => {
    expect(await listFormer(admin)).toMatchObject([
      { username: 'officer', role: 'traffic', towns: null },
    ]);
    await restoreMember(other, 'officer', { role: 'fire', towns: TOWNS });
    expect(await roleOf('officer')).toBe('fire');
    expect(await names(admin)).toEqual([]);
    await expect(restoreMember(admin, 'officer', all('viewer'))).rejects.toMatchObject({
      code: 'MEMBER_IS_HERE',
    });
    expect(await roleOf('officer')).toBe('fire');
  });

  it('is like nobody to administrators elsewhere', async () => {
    const elsewhere = await enrol('admin-there', THERE, 'admin');
    expect(await names(elsewhere)).toEqual([]);
    await expect(restoreMember(elsewhere, 'officer', all('viewer'))).rejects.toMatchObject({
      code: 'MEMBER_UNKNOWN',
    });
  });

  it('is left to the host while they belong elsewhere', async () => {
    await setRole(database, 'officer', { jurisdiction: THERE, ...all('viewer') });
    await expect(restoreMember(admin, 'officer', all('viewer'))).rejects.toMatchObject({
      code: 'MEMBER_ELSEWHERE',
    });
    expect(await roleOf('officer')).toBeUndefined();
    await setRole(database, 'officer', { jurisdiction: HERE, ...all('viewer') });
    expect(await names(admin)).toEqual([]);
  });
});

describe('administrators', () => {
  it('do not change themselves', async () => {
    const wanted = { ...all('viewer'), seen: all('admin') };
    await expectRefused('MEMBER_IS_SELF', [
      changeMember(admin, 'admin-one', wanted),
      removeMember(admin, 'admin-one'),
      disableMember(admin, 'admin-one', true),
      resetMember(admin, 'admin-one', false),
      signOutMember(admin, 'admin-one'),
    ]);
    expect(await roleOf('admin-one')).toBe('admin');
  });

  it.each([
    ['remove', (by: Actor, name: string) => removeMember(by, name)],
    ['disable', (by: Actor, name: string) => disableMember(by, name, true)],
    [
      'demote',
      (by: Actor, name: string) => changeMember(by, name, { ...all('viewer'), seen: all('admin') }),
    ],
    [
      'bind',
      (by: Actor, name: string) =>
        changeMember(by, name, { role: 'admin', towns: TOWNS, seen: all('admin') }),
    ],
  ])('who %s each other at once leave one', async (_what, act) => {
    // Over several connections: one would let them go one after the other by itself.
    serve(database);
    onTestFinished(() => serve(database, app));
    const both = await Promise.allSettled([act(admin, 'admin-two'), act(other, 'admin-one')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const members = await listMembers(admin);
    const left = members.filter(
      ({ isDisabled, memberships: [here] }) =>
        !isDisabled && here?.role === 'admin' && here.towns === null,
    );
    expect(left).toHaveLength(1);
  });

  it('disable and allow again, and reset a password with the second factor', async () => {
    await disableMember(admin, 'officer', true);
    expect((await findUser(db, 'officer'))?.isDisabled).toBe(true);
    await disableMember(admin, 'officer', false);
    expect((await findUser(db, 'officer'))?.isDisabled).toBe(false);
    expect((await resetMember(admin, 'officer', true)).password).toHaveLength(20);
  });
});
