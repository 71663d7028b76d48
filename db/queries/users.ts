import { sql } from 'kysely';
import type { Db } from '../client';

export type NewUser = {
  readonly id: string;
  /** Normalised. */
  readonly username: string;
  readonly name: string;
  /** The user name in the form of an address; unique. */
  readonly email: string;
  readonly isDemo?: boolean;
};

export type Membership = {
  readonly jurisdiction: string;
  readonly role: string;
  /** Ids of the towns they see; null: all. */
  readonly towns: string[] | null;
};

export type ListedUser = {
  id: string;
  username: string;
  name: string;
  isDemo: boolean;
  isDisabled: boolean;
  hasPassword: boolean;
  hasTwoFactor: boolean;
  /** Belongs to more than one jurisdiction. */
  isShared: boolean;
  /** ISO 8601, UTC; null where nothing keeps them from trying their password. */
  lockedUntil: string | null;
  /** ISO 8601, UTC; null where they never signed in. */
  lastSignInAt: string | null;
  /** Of how many browsers they are signed in. */
  sessions: number;
  memberships: Membership[];
};

/** The parts of a user that decide whether they may sign in. */
export type FoundUser = {
  id: string;
  username: string;
  name: string;
  isDisabled: boolean;
  isDemo: boolean;
};

/** The user with that name, normalised; undefined where there is none. */
export function findUser(db: Db, username: string): Promise<FoundUser | undefined> {
  return db
    .selectFrom('app_user')
    .select(['id', 'username', 'name', 'is_demo as isDemo'])
    .select(sql<boolean>`disabled_at IS NOT NULL`.as('isDisabled'))
    .where('username', '=', username)
    .executeTakeFirst();
}

/** Adds a user. @returns false where the name is taken: then nothing is written. */
export async function insertUser(db: Db, user: NewUser): Promise<boolean> {
  const { id, username, name, email, isDemo = false } = user;
  const added = await db
    .insertInto('app_user')
    .values({ id, username, name, email, is_demo: isDemo })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/** Sets what a user is in a jurisdiction, whether or not they were anything there before. */
export async function setMembership(
  db: Db,
  userId: string,
  { jurisdiction, role, towns }: Membership,
): Promise<void> {
  await db
    .insertInto('membership')
    .values({ user_id: userId, jurisdiction, role, towns })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'jurisdiction']).doUpdateSet({ role, towns }),
    )
    .execute();
  await db
    .deleteFrom('former_membership')
    .where('jurisdiction', '=', jurisdiction)
    .where('user_id', '=', userId)
    .execute();
}

/** Takes a membership away, and remembers that there was one. @returns whether there was. */
export async function deleteMembership(
  db: Db,
  userId: string,
  jurisdiction: string,
): Promise<boolean> {
  const { rows } = await sql`
    WITH gone AS (
      DELETE FROM membership WHERE user_id = ${userId} AND jurisdiction = ${jurisdiction}
      RETURNING jurisdiction, user_id, role, towns
    )
    INSERT INTO former_membership (jurisdiction, user_id, role, towns)
    SELECT jurisdiction, user_id, role, towns FROM gone
    ON CONFLICT (jurisdiction, user_id)
      DO UPDATE SET role = excluded.role, towns = excluded.towns, removed_at = excluded.removed_at
    RETURNING user_id`.execute(db);
  return rows.length > 0;
}

/** Sets a user's password, also of one who had none. @param hash as better-auth makes it. */
export async function setPassword(
  db: Db,
  userId: string,
  { accountId, hash }: { readonly accountId: string; readonly hash: string },
): Promise<void> {
  await db
    .insertInto('account')
    .values({
      id: accountId,
      user_id: userId,
      provider_id: 'credential',
      account_id: userId,
      password: hash,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'provider_id'])
        .doUpdateSet({ password: hash, updated_at: sql`now()` }),
    )
    .execute();
}

/** Whether a user has a password. */
export async function hasPassword(db: Db, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('account')
    .select('id')
    .where('user_id', '=', userId)
    .where('password', 'is not', null)
    .executeTakeFirst();
  return found !== undefined;
}

/** Notes that a user has signed in at this moment. */
export async function setLastSignIn(db: Db, userId: string): Promise<void> {
  await db
    .updateTable('app_user')
    .set({ last_sign_in_at: sql`now()` })
    .where('id', '=', userId)
    .execute();
}

/** Forbids a user to sign in, or allows it again. */
export async function setDisabled(db: Db, userId: string, isDisabled: boolean): Promise<void> {
  await db
    .updateTable('app_user')
    .set({ disabled_at: isDisabled ? sql`now()` : null, updated_at: sql`now()` })
    .where('id', '=', userId)
    .execute();
}

/** Takes a user's second factor away, for somebody whose phone and codes are lost. */
export async function deleteTwoFactor(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('two_factor').where('user_id', '=', userId).execute();
  await db
    .updateTable('app_user')
    .set({ two_factor_enabled: false })
    .where('id', '=', userId)
    .execute();
}

/** Signs a user out everywhere. @returns of how many browsers. */
export async function deleteSessions(db: Db, userId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Clears away sessions whose time is over. */
export async function deleteExpiredSessions(db: Db): Promise<void> {
  await sql`DELETE FROM session WHERE expires_at < now()`.execute(db);
}

/**
 * Users with what they are where, by name.
 *
 * @param jurisdiction only those who belong to it, and of their memberships only this one; undefined: all.
 */
export async function listUsers(db: Db, jurisdiction?: string): Promise<ListedUser[]> {
  const { rows } = await sql<ListedUser>`
    SELECT app_user.id, username, name, is_demo AS "isDemo", disabled_at IS NOT NULL AS "isDisabled",
           EXISTS (SELECT FROM account WHERE account.user_id = app_user.id AND password IS NOT NULL) AS "hasPassword",
           two_factor_enabled AS "hasTwoFactor",
           (SELECT count(*) > 1 FROM membership WHERE membership.user_id = app_user.id) AS "isShared",
           (SELECT to_char(locked_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            FROM sign_in_failure WHERE sign_in_failure.username = app_user.username AND locked_until > now()) AS "lockedUntil",
           to_char(last_sign_in_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastSignInAt",
           (SELECT count(*)::int FROM session WHERE session.user_id = app_user.id AND expires_at > now()) AS sessions,
           coalesce(
             (SELECT json_agg(json_build_object('jurisdiction', jurisdiction, 'role', role, 'towns', towns) ORDER BY jurisdiction)
              FROM membership WHERE membership.user_id = app_user.id ${only(jurisdiction)}),
             '[]') AS memberships
    FROM app_user
    WHERE ${jurisdiction ?? null}::text IS NULL
       OR EXISTS (SELECT FROM membership WHERE membership.user_id = app_user.id ${only(jurisdiction)})
    ORDER BY username
  `.execute(db);
  return rows;
}

function only(jurisdiction: string | undefined) {
  return jurisdiction === undefined ? sql`` : sql`AND membership.jurisdiction = ${jurisdiction}`;
}

/** Lets nobody give a user another membership until the transaction ends. */
export async function lockUser(db: Db, userId: string): Promise<void> {
  await db.selectFrom('app_user').select('id').where('id', '=', userId).forUpdate().execute();
}

/**
 * Lets nobody else change who administers a jurisdiction until the transaction ends.
 *
 * @returns ids of those who may sign in and administer all its towns, as of now.
 */
export async function lockAdministrators(db: Db, jurisdiction: string): Promise<string[]> {
  const administrators = db
    .selectFrom('membership')
    .where('jurisdiction', '=', jurisdiction)
    .where('role', '=', 'admin');
  await administrators.select('user_id').orderBy('user_id').forUpdate().execute();
  // Asked anew: what changed while this waited for the lock, the statement above may not have seen.
  const rows = await administrators
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('disabled_at', 'is', null)
    .where('towns', 'is', null)
    .select('user_id')
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** What a user is, by jurisdiction, disabled or not. */
export function listAllMemberships(db: Db, userId: string): Promise<Membership[]> {
  return db
    .selectFrom('membership')
    .select(['jurisdiction', 'role', 'towns'])
    .where('user_id', '=', userId)
    .orderBy('jurisdiction')
    .execute();
}

/** Whether there is anybody yet who could sign in with a password or by the identity provider. */
export async function hasUsers(db: Db): Promise<boolean> {
  const found = await db
    .selectFrom('app_user')
    .select('id')
    .where('is_demo', '=', false)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Names of the people of the demo who may sign in. */
export async function listDemoUsernames(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('app_user')
    .select('username')
    .where('is_demo', '=', true)
    .where('disabled_at', 'is', null)
    .orderBy('username')
    .execute();
  return rows.map(({ username }) => username);
}

/** One membership as its user sees it, with the jurisdiction's name. */
export type NamedMembership = Membership & { readonly jurisdictionName: string };

/** What a user is, by jurisdiction; empty for one who is disabled or not there. */
export async function listMemberships(db: Db, userId: string): Promise<NamedMembership[]> {
  const { rows } = await sql<NamedMembership>`
    SELECT jurisdiction, jurisdiction_name AS "jurisdictionName", role, towns
    FROM membership_place WHERE user_id = ${userId} ORDER BY jurisdiction`.execute(db);
  return rows;
}

export type AuditedPlace = { readonly jurisdiction: string | null; readonly role: string | null };

/**
 * Where a user belongs, disabled or not, in the order in which the audit logs there are to be written; a single place
 * of nulls for one who belongs nowhere.
 */
export async function listAuditedPlaces(db: Db, userId: string): Promise<AuditedPlace[]> {
  const rows = await db
    .selectFrom('membership')
    .select(['jurisdiction', 'role'])
    .where('user_id', '=', userId)
    .orderBy('jurisdiction')
    .execute();
  return rows.length === 0 ? [{ jurisdiction: null, role: null }] : rows;
}

/** Whose second factor a half-done sign-in waits for; undefined where there is no such. */
export async function findUserAwaitingCode(
  db: Db,
  identifier: string,
): Promise<string | undefined> {
  const found = await db
    .selectFrom('verification')
    .select('value')
    .where('identifier', '=', identifier)
    .where('value', 'in', db.selectFrom('app_user').select('id'))
    .executeTakeFirst();
  return found?.value;
}

/** Codes and names of the jurisdictions that somebody who has not signed in may look at. */
export async function listPublicJurisdictions(db: Db): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    SELECT code, name FROM public_jurisdiction ORDER BY code`.execute(db);
  return rows;
}

/** Ids among `towns` that the jurisdiction does not have. */
export async function findUnknownTowns(
  db: Db,
  jurisdiction: string,
  towns: readonly string[],
): Promise<string[]> {
  const known = await db
    .selectFrom('town')
    .select('id')
    .where('jurisdiction', '=', jurisdiction)
    .where('id', 'in', [...towns])
    .execute();
  const ids = new Set(known.map(({ id }) => id));
  return towns.filter((town) => !ids.has(town));
}
