import 'server-only';
import { generateRandomString, hashPassword } from 'better-auth/crypto';
import type { Database, Db } from '@/db/client';
import type { AuditParameters, Doer } from '@/db/queries/audit';
import { findJurisdiction } from '@/db/queries/jurisdictions';
import { forgetFailures } from '@/db/queries/sign-in-failures';
import {
  deleteMembership,
  deleteSessions,
  deleteTwoFactor,
  type FoundUser,
  findUnknownTowns,
  findUser,
  hasPassword as hasStoredPassword,
  insertUser,
  type ListedUser,
  listAuditedPlaces,
  listUsers,
  setDisabled,
  setMembership,
  setPassword,
} from '@/db/queries/users';
import { faultOfPassword, type PasswordFault } from '@/lib/accounts/password';
import type { Refusal } from '@/lib/accounts/refusals';
import { addressOf, isUsername, normaliseUsername } from '@/lib/accounts/username';
import type { AuditAction } from '@/lib/audit/actions';
import { UserError } from '@/lib/user-error';
import { hostDoer } from '../audit/host-doer';
import { record } from '../audit/record';
import { ROLES, type Role } from './actor';

/** What a user may be made: everything but anybody. */
export const MEMBER_ROLES = ROLES.filter((role) => role !== 'public');

export type MembershipRequest = {
  readonly jurisdiction: string;
  readonly role: Role;
  /** Ids of the towns they see; null: all. */
  readonly towns: readonly string[] | null;
};

export type CreateUser = {
  readonly username: string;
  /** What others see; undefined: the user name. */
  readonly name?: string | undefined;
  /** Undefined for those whom the identity provider signs in. */
  readonly password?: string | undefined;
  readonly membership: MembershipRequest;
};

/** Refuses a change that whoever makes it may not make; in its transaction. */
export type Check = (db: Db, user: FoundUser) => Promise<void>;

/** The command line on the host may all. */
const unchecked: Check = async () => {};

/** It sees every jurisdiction and town, so that it looks them up by the database that it writes to. */
const inKnownPlace =
  (membership: MembershipRequest): Check =>
  (db) =>
    requirePlace(db, membership);

/**
 * Creates a user with a first membership, in one transaction.
 *
 * @throws {UserError} where the name is taken or none, the password too weak, the jurisdiction or a town unknown.
 */
export async function createUser(
  { db }: Database,
  { username: typed, name, password, membership }: CreateUser,
  by: Doer = hostDoer(),
  check: Check = inKnownPlace(membership),
): Promise<{ id: string; username: string }> {
  const username = normaliseUsername(typed);
  if (!isUsername(username))
    throw new UserError(
      `${typed} is no user name: 2 to 64 letters and digits, with . _ - between them`,
      'USERNAME_INVALID' satisfies Refusal,
    );
  // Before the transaction: it takes a while on purpose, and the embedded database serves one at a time.
  const hash = password === undefined ? undefined : await hashOf(password, username);
  const id = newId();
  await db.transaction().execute(async (transaction) => {
    const user = { id, username, name: name?.trim() || username, email: addressOf(username) };
    await check(transaction, { ...user, isDisabled: false, isDemo: false });
    if (!(await insertUser(transaction, user)))
      throw new UserError(
        `there is a user ${username} already: change them with \`zhantu user\``,
        'USERNAME_TAKEN' satisfies Refusal,
      );
    if (hash) await setPassword(transaction, id, { accountId: newId(), hash });
    await assignRole(transaction, id, membership);
    await recordRole(transaction, by, 'user.create', { username, membership });
  });
  return { id, username };
}

/** Sets what a user is in a jurisdiction; takes effect with their next request. */
export async function setRole(
  { db }: Database,
  username: string,
  membership: MembershipRequest,
  by: Doer = hostDoer(),
  check: Check = inKnownPlace(membership),
): Promise<void> {
  const user = await getUser(db, username);
  await db.transaction().execute(async (transaction) => {
    await check(transaction, user);
    if (user.isDemo)
      throw new UserError(
        `${username} is of the demo and needs no password: their role stays as it is, in the demo city only`,
        'MEMBER_IS_DEMO' satisfies Refusal,
      );
    await assignRole(transaction, user.id, membership);
    await recordRole(transaction, by, 'user.set_role', { username: user.username, membership });
  });
}

/** Takes a user out of a jurisdiction. */
export async function removeRole(
  { db }: Database,
  username: string,
  jurisdiction: string,
  by: Doer = hostDoer(),
  check: Check = unchecked,
): Promise<void> {
  const user = await getUser(db, username);
  await db.transaction().execute(async (transaction) => {
    await check(transaction, user);
    if (!(await deleteMembership(transaction, user.id, jurisdiction)))
      throw new UserError(`${username} is nothing in ${jurisdiction}`);
    const subject = user.username;
    await record(transaction, { jurisdiction, by, action: 'user.remove_role', subject });
  });
}

/** Forbids a user to sign in and ends their sessions, or allows it again. @returns of how many browsers it signed them out. */
export async function disableUser(
  { db }: Database,
  username: string,
  isDisabled: boolean,
  by: Doer = hostDoer(),
  check: Check = unchecked,
): Promise<number> {
  const user = await getUser(db, username);
  return db.transaction().execute(async (transaction) => {
    await check(transaction, user);
    await setDisabled(transaction, user.id, isDisabled);
    const signedOut = isDisabled ? await deleteSessions(transaction, user.id) : 0;
    const action = isDisabled ? 'user.disable' : 'user.enable';
    await recordEverywhere(transaction, by, action, { user, parameters: { signedOut } });
    return signedOut;
  });
}

/** Ends a user's sessions. @returns of how many browsers it signed them out. */
export async function signOutUser(
  { db }: Database,
  username: string,
  by: Doer,
  check: Check,
): Promise<number> {
  const user = await getUser(db, username);
  return db.transaction().execute(async (transaction) => {
    await check(transaction, user);
    const signedOut = await deleteSessions(transaction, user.id);
    await recordEverywhere(transaction, by, 'user.sign_out', { user, parameters: { signedOut } });
    return signedOut;
  });
}

export type PasswordChange = {
  readonly password: string;
  /** Takes their second factor away too. */
  readonly resetTwoFactor?: boolean | undefined;
};

/**
 * Sets a user's password, lifts the lock of their name, and signs them out everywhere.
 *
 * @returns of how many browsers it signed them out.
 */
export async function changePassword(
  { db }: Database,
  username: string,
  { password, resetTwoFactor = false }: PasswordChange,
  by: Doer = hostDoer(),
  check: Check = unchecked,
): Promise<number> {
  const user = await getUser(db, username);
  const hash = await hashOf(password, user.username);
  return db.transaction().execute(async (transaction) => {
    await check(transaction, user);
    if (user.isDemo) throw new UserError(`${username} is of the demo: they have no password`);
    await setPassword(transaction, user.id, { accountId: newId(), hash });
    await forgetFailures(transaction, user.username);
    if (resetTwoFactor) await deleteTwoFactor(transaction, user.id);
    const signedOut = await deleteSessions(transaction, user.id);
    const parameters = { signedOut, resetTwoFactor };
    await recordEverywhere(transaction, by, 'user.set_password', { user, parameters });
    return signedOut;
  });
}

/** Users by name; of one jurisdiction where it is given. */
export function listAllUsers({ db }: Database, jurisdiction?: string): Promise<ListedUser[]> {
  return listUsers(db, jurisdiction);
}

/** Whether a user signs in by a password of ours: the demo's people and the identity provider's have none. */
export function hasPassword({ db }: Database, userId: string): Promise<boolean> {
  return hasStoredPassword(db, userId);
}

/** A password that nobody chose: 20 letters and digits, about 119 bits. */
export function generatePassword(): string {
  return generateRandomString(20, 'a-z', 'A-Z', '0-9');
}

const FAULTS: Record<PasswordFault, string> = {
  tooShort: 'a password has 10 characters or more',
  tooLong: 'a password has 128 characters at most',
  likeName: 'a password must not be the user name, with or without digits behind it',
  common: 'this password is among the first that everybody tries: choose another',
};

async function hashOf(password: string, username: string): Promise<string> {
  const fault = faultOfPassword(password, username);
  if (fault) throw new UserError(FAULTS[fault]);
  return hashPassword(password);
}

async function getUser(db: Db, typed: string): Promise<FoundUser> {
  const user = await findUser(db, normaliseUsername(typed));
  if (user) return user;
  throw new UserError(`there is no user ${typed}: \`zhantu user list\` shows them`);
}

/**
 * Looks up where a membership is to hold.
 *
 * @param db one that sees jurisdiction and towns: the owner's, or an administrator's own.
 * @throws {UserError} where the jurisdiction or a town is not there.
 */
export async function requirePlace(
  db: Db,
  { jurisdiction, towns }: MembershipRequest,
): Promise<void> {
  if (!(await findJurisdiction(db, jurisdiction)))
    throw new UserError(
      `there is no jurisdiction ${jurisdiction}: \`zhantu jurisdiction list\` shows them`,
    );
  if (!towns) return;
  const unknown = await findUnknownTowns(db, jurisdiction, towns);
  if (unknown.length > 0)
    throw new UserError(
      `${jurisdiction} has no town ${unknown.join(', ')}: give their ids`,
      'TOWN_UNKNOWN' satisfies Refusal,
    );
}

async function assignRole(
  db: Db,
  userId: string,
  { jurisdiction, role, towns }: MembershipRequest,
): Promise<void> {
  await setMembership(db, userId, { jurisdiction, role, towns: towns && [...towns] });
}

function recordRole(
  db: Db,
  by: Doer,
  action: 'user.create' | 'user.set_role',
  { username, membership }: { username: string; membership: MembershipRequest },
): Promise<void> {
  const { jurisdiction, role, towns } = membership;
  return record(db, { jurisdiction, by, action, subject: username, parameters: { role, towns } });
}

/** In the log of each jurisdiction that they belong to: it is as much a change there. */
async function recordEverywhere(
  db: Db,
  by: Doer,
  action: AuditAction,
  { user, parameters }: { user: FoundUser; parameters: AuditParameters },
): Promise<void> {
  for (const { jurisdiction } of await listAuditedPlaces(db, user.id))
    await record(db, { jurisdiction, by, action, subject: user.username, parameters });
}

function newId(): string {
  return generateRandomString(32, 'a-z', 'A-Z', '0-9');
}
