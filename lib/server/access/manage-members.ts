import 'server-only';
import type { Database, Db } from '@/db/client';
import { listViewedTowns } from '@/db/queries/map-view';
import {
  type FoundUser,
  findUser,
  type ListedUser,
  listAllMemberships,
  lockAdministrators,
  type Membership,
} from '@/db/queries/users';
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
  removeRole,
  setRole,
} from './users';

/** What somebody is in a jurisdiction. */
export type MemberRole = { readonly role: Role; readonly towns: readonly string[] | null };

/** The users of an administrator's jurisdiction. */
export async function listMembers({ jurisdiction }: Actor): Promise<ListedUser[]> {
  return listAllUsers(await appDatabase(), jurisdiction);
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
  const membership = { jurisdiction: actor.jurisdiction, role, towns };
  const created = await createUser(
    await appDatabase(),
    { username, name, password, membership },
    actor,
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
  const membership = { jurisdiction: actor.jurisdiction, ...wanted };
  const check: Check = async (db, user) => {
    const here = await requireMember(db, actor, user);
    if (!isSame(here, seen))
      throw new ConflictError(
        `somebody has changed what ${user.username} is meanwhile: load the page again`,
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

/** The database, if it has a user of that name. */
async function databaseWith({ jurisdiction }: Actor, typed: string) {
  const database = await appDatabase();
  const username = normaliseUsername(typed);
  if (!(await findUser(database.db, username))) throw notHere(jurisdiction, username);
  return database;
}

/** The same words for a name that nobody has: who belongs elsewhere is not told here. */
function notHere(jurisdiction: string, username: string): NotFoundError {
  return new NotFoundError(`${jurisdiction} has no user ${username}`);
}

/**
 * Who administers must be one who does still, when nobody else can change it any more: two who take each other's role at
 * once would else leave nobody.
 */
async function requireMember(db: Db, actor: Actor, user: FoundUser): Promise<Membership> {
  const { jurisdiction, userId } = actor;
  const administrators = await lockAdministrators(db, jurisdiction);
  if (userId === null || !administrators.includes(userId))
    throw new ForbiddenError(`you do not administer ${jurisdiction} any more`);
  const memberships = await listAllMemberships(db, user.id);
  const here = memberships.find((each) => each.jurisdiction === jurisdiction);
  if (!here) throw notHere(jurisdiction, user.username);
  if (user.id === userId)
    throw new ForbiddenError('nobody changes their own role: another administrator can');
  if (user.isDemo) throw new UserError(`${user.username} is of the demo and stays as they are`);
  return here;
}

/** Of somebody's account as a whole, only where it is of no other jurisdiction too. */
function ownAccount(actor: Actor): Check {
  return async (db, user) => {
    await requireMember(db, actor, user);
    if ((await listAllMemberships(db, user.id)).length > 1)
      throw new ForbiddenError(
        `${user.username} belongs to another jurisdiction too: whoever runs the server can do this, by \`zhantu user\``,
      );
  };
}

function isSame(here: Membership, seen: MemberRole): boolean {
  const sorted = (towns: readonly string[] | null) => JSON.stringify(towns && [...towns].sort());
  return here.role === seen.role && sorted(here.towns) === sorted(seen.towns);
}
