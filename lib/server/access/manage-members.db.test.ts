import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { findUser, listAllMemberships } from '@/db/queries/users';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { ConflictError, NotFoundError } from '@/lib/user-error';
import { serve } from '../testing/serve';
import type { Actor, Role } from './actor';
import {
  changeMember,
  createMember,
  disableMember,
  listMembers,
  removeMember,
  resetMember,
} from './manage-members';
import { ForbiddenError } from './permissions';
import { createUser, setRole } from './users';

const database = await openTestDatabase();
const { db } = database;
serve(database);
const HERE = await insertJurisdiction(db, { code: '330784' });
const THERE = await insertJurisdiction(db, { code: '330783' });

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
    await expect(createMember(admin, { username: 'stranger', ...all('fire') })).rejects.toThrow(
      'there is a user stranger already',
    );
  });

  it('change their role, unless somebody else has changed it meanwhile', async () => {
    await changeMember(admin, 'officer', { ...all('fire'), seen: all('traffic') });
    expect(await roleOf('officer')).toBe('fire');
    await expect(
      changeMember(other, 'officer', { ...all('analyst'), seen: all('traffic') }),
    ).rejects.toThrow(ConflictError);
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
      ];
      const answers = await Promise.allSettled(asked);
      return answers.map((answer) => {
        expect(answer.status === 'rejected' && answer.reason).toBeInstanceOf(NotFoundError);
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
    await expect(disableMember(admin, 'officer', true)).rejects.toThrow(ForbiddenError);
    await expect(resetMember(admin, 'officer', false)).rejects.toThrow(ForbiddenError);
    expect((await findUser(db, 'officer'))?.isDisabled).toBe(false);
    await removeMember(admin, 'officer');
    expect(await roleOf('officer')).toBeUndefined();
    expect(await roleOf('officer', THERE)).toBe('viewer');
  });
});

describe('administrators', () => {
  it('do not change themselves', async () => {
    const wanted = { ...all('viewer'), seen: all('admin') };
    await expect(changeMember(admin, 'admin-one', wanted)).rejects.toThrow(ForbiddenError);
    await expect(removeMember(admin, 'admin-one')).rejects.toThrow(ForbiddenError);
    await expect(disableMember(admin, 'admin-one', true)).rejects.toThrow(ForbiddenError);
    await expect(resetMember(admin, 'admin-one', false)).rejects.toThrow(ForbiddenError);
    expect(await roleOf('admin-one')).toBe('admin');
  });

  it.each([
    ['remove', (by: Actor, name: string) => removeMember(by, name)],
    ['disable', (by: Actor, name: string) => disableMember(by, name, true)],
    [
      'demote',
      (by: Actor, name: string) => changeMember(by, name, { ...all('viewer'), seen: all('admin') }),
    ],
  ])('who %s each other at once leave one', async (_what, act) => {
    const both = await Promise.allSettled([act(admin, 'admin-two'), act(other, 'admin-one')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const members = await listMembers(admin);
    const left = members.filter(
      ({ isDisabled, memberships }) => !isDisabled && memberships[0]?.role === 'admin',
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
