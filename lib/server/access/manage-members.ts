import 'server-only';
import { forActor } from '@/db/actor-database';
import type { Database, Db } from '@/db/client';
import { type FormerMember, isFormerMember, listFormerMembers } from '@/db/queries/former-members';
import { listViewedTowns } from '@/db/queries/map-view';
import {
  type FoundUser,
  findUser,
  type ListedUser,
  listAllMemberships,
  lockAdministrators,
  lockUser,
  type Membership,
} from '@/db/queries/users';
import type { Refusal } from '@/lib/accounts/refusals';
import { normaliseUsername } from '@/lib/accounts/username';
import { ConflictError, NotFoundError, UserError } from '@/lib/user-error';
import { appDatabase } from '../database';
import type { Actor, Role } from './actor';
import { ForbiddenError } from './permissions';
import {
  type Check,
  changePassword,
  createUser,
  disableUser,
  generatePassword,
  listAllUsers,
  type MembershipRequest,
  removeRole,
  requirePlace,
  setRole,
  signOutUser,
} from './users';

/** What somebody is in a jurisdiction. */
export type MemberRole = { readonly role: Role; readonly towns: readonly string[] | null };

/** The users of an administrator's jurisdiction. */
export async function listMembers({ jurisdiction }: Actor): Promise<ListedUser[]> {
  return listAllUsers(await appDatabase(), jurisdiction);
}

/** Who was taken out of an administrator's jurisdiction. */
export async function listFormer({ jurisdiction }: Actor): Promise<FormerMember[]> {
  return listFormerMembers((await appDatabase()).db, jurisdiction);
}

/** The towns to which a role can be bound, by id. */
export async function listMemberTowns(
  { db }: Database,
  jurisdiction: string,
): Promise<{ id: string; name: string }[]> {
  const towns = await listViewedTowns(db, jurisdiction);
  return towns.map(({ id, name }) => ({ id, name }));
}

/** Creates a user of the administrator's jurisdiction. @returns their first password, which is shown once. */
export async function createMember(
  actor: Actor,
  { username, name, role, towns }: MemberRole & { username: string; name?: string | undefined },
): Promise<{ username: string; password: string }> {
  const password = generatePassword();
  const membership = await membershipHere(actor, { role, towns });
  const created = await createUser(
    await appDatabase(),
    { username, name, password, membership },
    actor,
    (db) => requireAdministrator(db, actor),
  );
  return { username: created.username, password };
}

/**
 * Changes what somebody is here.
 *
 * @throws {ConflictError} where they are no longer what the administrator saw.
 */
export async function changeMember(
  actor: Actor,
  username: string,
  { seen, ...wanted }: MemberRole & { seen: MemberRole },
): Promise<void> {
  const membership = await membershipHere(actor, wanted);
  const check: Check = async (db, user) => {
    const here = await requireMember(db, actor, user);
    if (!isSame(here, seen))
      throw new ConflictError(
        `somebody has changed what ${user.username} is meanwhile: load the page again`,
        'MEMBER_CHANGED' satisfies Refusal,
      );
  };
  await setRole(await databaseWith(actor, username), username, membership, actor, check);
}

/** Takes somebody out of the administrator's jurisdiction. */
export async function removeMember(actor: Actor, username: string): Promise<void> {
  const check: Check = async (db, user) => void (await requireMember(db, actor, user));
  const database = await databaseWith(actor, username);
  await removeRole(database, username, actor.jurisdiction, actor, check);
}

/**
 * Brings somebody back who was taken out of the administrator's jurisdiction. Only them, and only while they belong
 * nowhere else: whoever could add any user would learn who there is, and bar the administrators of another jurisdiction
 * from the account (ADR 0021).
 *
 * @throws {ConflictError} where they are back already.
 */
export async function restoreMember(
  actor: Actor,
  username: string,
  wanted: MemberRole,
): Promise<void> {
  const membership = await membershipHere(actor, wanted);
  const check: Check = async (db, user) => {
    await requireAdministrator(db, actor);
    await lockUser(db, user.id);
    const memberships = await listAllMemberships(db, user.id);
    if (memberships.some(({ jurisdiction }) => jurisdiction === actor.jurisdiction))
      throw new ConflictError(
        `${user.username} is a user here already: load the page again`,
        'MEMBER_IS_HERE' satisfies Refusal,
      );
    if (!(await isFormerMember(db, user.id, actor.jurisdiction)))
      throw notHere(actor.jurisdiction, user.username);
    if (memberships.length > 0) throw elsewhere(user.username);
  };
  await setRole(await databaseWith(actor, username), username, membership, actor, check);
}

/** Signs somebody out everywhere. @returns of how many browsers. */
export async function signOutMember(actor: Actor, username: string): Promise<number> {
  const database = await databaseWith(actor, username);
  return signOutUser(database, username, actor, ownAccount(actor));
}

/** Forbids somebody to sign in, or allows it again. @returns of how many browsers it signed them out. */
export async function disableMember(
  actor: Actor,
  username: string,
  isDisabled: boolean,
): Promise<number> {
  const database = await databaseWith(actor, username);
  return disableUser(database, username, isDisabled, actor, ownAccount(actor));
}

/** Gives somebody a new password, which is shown once, and signs them out everywhere. */
export async function resetMember(
  actor: Actor,
  username: string,
  resetTwoFactor: boolean,
): Promise<{ password: string; signedOut: number }> {
  const password = generatePassword();
  const change = { password, resetTwoFactor };
  const database = await databaseWith(actor, username);
  const signedOut = await changePassword(database, username, change, actor, ownAccount(actor));
  return { password, signedOut };
}

/**
 * A role in the administrator's jurisdiction. Its towns are looked up as they see them: the application's own login sees
 * no rows of anybody's.
 */
async function membershipHere(actor: Actor, { role, towns }: MemberRole) {
  const membership: MembershipRequest = { jurisdiction: actor.jurisdiction, role, towns };
  await requirePlace(forActor(await appDatabase(), actor).db, membership);
  return membership;
}

/** The database, if it has a user of that name. */
async function databaseWith({ jurisdiction }: Actor, typed: string) {
  const database = await appDatabase();
  const username = normaliseUsername(typed);
  if (!(await findUser(database.db, username))) throw notHere(jurisdiction, username);
  return database;
}

/** The same words for a name that nobody has: who belongs elsewhere is not told here. */
function notHere(jurisdiction: string, username: string): NotFoundError {
  return new NotFoundError(
    `${jurisdiction} has no user ${username}`,
    'MEMBER_UNKNOWN' satisfies Refusal,
  );
}

function elsewhere(username: string): ForbiddenError {
  return new ForbiddenError(
    `${username} belongs to another jurisdiction too: whoever runs the server can do this, by \`zhantu user\``,
    'MEMBER_ELSEWHERE',
  );
}

/**
 * Who administers must be one who does still, when nobody else can change it any more: two who take each other's role at
 * once would else leave nobody.
 */
async function requireAdministrator(db: Db, { jurisdiction, userId }: Actor): Promise<void> {
  const administrators = await lockAdministrators(db, jurisdiction);
  if (userId === null || !administrators.includes(userId))
    throw new ForbiddenError(`you do not administer ${jurisdiction} any more`, 'ADMIN_NO_LONGER');
}

/** What somebody is here, who is neither the administrator nor of the demo. */
async function requireMember(db: Db, actor: Actor, user: FoundUser): Promise<Membership> {
  const { jurisdiction, userId } = actor;
  await requireAdministrator(db, actor);
  const memberships = await listAllMemberships(db, user.id);
  const here = memberships.find((each) => each.jurisdiction === jurisdiction);
  if (!here) throw notHere(jurisdiction, user.username);
  if (user.id === userId)
    throw new ForbiddenError(
      'nobody changes their own role: another administrator can',
      'MEMBER_IS_SELF',
    );
  if (user.isDemo)
    throw new UserError(
      `${user.username} is of the demo and stays as they are`,
      'MEMBER_IS_DEMO' satisfies Refusal,
    );
  return here;
}

/** Of somebody's account as a whole, only where it is of no other jurisdiction too. */
function ownAccount(actor: Actor): Check {
  return async (db, user) => {
    await requireMember(db, actor, user);
    if ((await listAllMemberships(db, user.id)).length > 1) throw elsewhere(user.username);
  };
}

function isSame(here: Membership, seen: MemberRole): boolean {
  const sorted = (towns: readonly string[] | null) => JSON.stringify(towns && [...towns].sort());
  return here.role === seen.role && sorted(here.towns) === sorted(seen.towns);
}
