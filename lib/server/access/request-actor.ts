import 'server-only';
import { headers as requestHeaders } from 'next/headers';
import { cache } from 'react';
import { forActor } from '@/db/actor-database';
import type { Database } from '@/db/client';
import { listMemberships, listPublicJurisdictions, type NamedMembership } from '@/db/queries/users';
import { ProblemError } from '@/lib/http/problem';
import { appDatabase } from '../database';
import { noteJurisdiction } from '../http/requests';
import { SingleFlight } from '../single-flight';
import { recordRefusal, recordView } from './access-events';
import { type Actor, ROLES } from './actor';
import { auth, entranceOf, isDemoServed } from './auth';
import { type Action, can, ForbiddenError, require } from './permissions';
import { type RequestFacts, requestFacts } from './request-facts';

/** Somebody who is signed in, whatever they then ask for. */
export type Visitor = {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly hasTwoFactor: boolean;
  readonly memberships: readonly NamedMembership[];
  /** Where the request came from. */
  readonly from: RequestFacts;
};

type Known = Omit<Visitor, 'from'> | undefined;

/** On globalThis: routes may be bundled apart. */
const holder = globalThis as typeof globalThis & { zhantuVisitors?: SingleFlight<Known> };

/**
 * Who sent a request with these headers; undefined where they are not signed in, or no longer. The many requests that a
 * page sends at once are answered by one look-up; nothing is kept beyond it.
 */
export async function visitorOf(headers: Headers): Promise<Visitor | undefined> {
  holder.zhantuVisitors ??= new SingleFlight();
  const { origin } = entranceOf(headers);
  const key = JSON.stringify([origin, headers.get('cookie')]);
  const known = await holder.zhantuVisitors.run(key, () => lookUp(headers));
  return known && { ...known, from: requestFacts(headers) };
}

async function lookUp(headers: Headers): Promise<Known> {
  const found = await (await auth(entranceOf(headers))).api.getSession({ headers });
  if (!found) return undefined;
  const { id: userId, name, username, isDemo = false, twoFactorEnabled } = found.user;
  if (isDemo && !isDemoServed()) return undefined;
  const memberships = await listMemberships((await appDatabase()).db, userId);
  return {
    userId,
    name,
    username: username ?? '',
    isDemo: isDemo === true,
    hasTwoFactor: twoFactorEnabled === true,
    memberships,
  };
}

/** Who sent the request that is being answered; asked once for all parts of a page. */
export const findVisitor = cache(
  async (): Promise<Visitor | undefined> => visitorOf(await requestHeaders()),
);

export type Place = { readonly code: string; readonly name: string };

/** The jurisdictions that somebody may look at: their own, and for a stranger the public ones. */
export async function placesOf(visitor: Visitor | undefined): Promise<Place[]> {
  if (!visitor) return listPublicJurisdictions((await appDatabase()).db);
  return visitor.memberships.map(({ jurisdiction, jurisdictionName }) => ({
    code: jurisdiction,
    name: jurisdictionName,
  }));
}

/**
 * What somebody is in a jurisdiction.
 *
 * @throws {ProblemError} 401 for a stranger where nothing is public.
 * @throws {ForbiddenError} where they have nothing to do there; the same whether or not there is such a jurisdiction.
 */
async function actorOf(visitor: Visitor | undefined, jurisdiction: string): Promise<Actor> {
  if (!visitor) return publicActor(jurisdiction);
  const { userId, name, memberships, from } = visitor;
  const membership = memberships.find((each) => each.jurisdiction === jurisdiction);
  const role = ROLES.find((each) => each === membership?.role);
  if (!membership || !role) throw new ForbiddenError(`you have no access to ${jurisdiction}`);
  return { userId, name, jurisdiction, role, towns: membership.towns, from };
}

async function publicActor(jurisdiction: string): Promise<Actor> {
  const places = await placesOf(undefined);
  if (!places.some(({ code }) => code === jurisdiction))
    throw new ProblemError(401, 'sign in first, or again: there is no session', 'NO_SESSION');
  return { userId: null, name: 'public', jurisdiction, role: 'public', towns: null };
}

/** Who asks, as what they are in a jurisdiction. Throws as {@link actorOf} does. */
export async function actorFor(headers: Headers, jurisdiction: string): Promise<Actor> {
  return actorOf(await visitorOf(headers), jurisdiction);
}

/** The database as somebody sees it: its policies let no other rows through. */
async function databaseOf(actor: Actor): Promise<Database> {
  return forActor(await appDatabase(), actor);
}

/**
 * Who asks for something that takes a right, and the database as they see it; for pages, route handlers and server
 * actions.
 *
 * @throws {ProblemError} 401 without a session, 403 without the right.
 */
export async function actorDatabase(
  jurisdiction: string,
  action: Action,
): Promise<{ actor: Actor; database: Database }> {
  noteJurisdiction(requestFacts(await requestHeaders()).requestId, jurisdiction);
  const visitor = await findVisitor();
  const actor = await permitted(visitor, jurisdiction, action);
  const database = await databaseOf(actor);
  await recordView(database.db, actor, action);
  return { actor, database };
}

/** Who asks, if they may; where not, the audit log is told. */
async function permitted(
  visitor: Visitor | undefined,
  jurisdiction: string,
  action: Action,
): Promise<Actor> {
  try {
    const actor = await actorOf(visitor, jurisdiction);
    require(actor, action);
    return actor;
  } catch (error) {
    if (visitor && error instanceof ForbiddenError)
      await recordVisitorRefusal(visitor, jurisdiction, action);
    throw error;
  }
}

/** @throws {ForbiddenError} where an actor may not do what their request turns out to need; the audit log is told. */
export async function requirePermission(actor: Actor, action: Action): Promise<void> {
  if (!can(actor, action))
    await recordRefusal((await appDatabase()).db, actor, actor.jurisdiction, action);
  require(actor, action);
}

async function recordVisitorRefusal(
  { userId, name, memberships, from }: Visitor,
  jurisdiction: string,
  action: Action,
): Promise<void> {
  const role = memberships.find((each) => each.jurisdiction === jurisdiction)?.role ?? null;
  const { db } = await appDatabase();
  await recordRefusal(db, { userId, name, role, from }, jurisdiction, action);
}
