import 'server-only';
import { headers as requestHeaders } from 'next/headers';
import { cache } from 'react';
import { forActor } from '@/db/actor-database';
import type { Database } from '@/db/client';
import { listMemberships, listPublicJurisdictions, type NamedMembership } from '@/db/queries/users';
import { ProblemError } from '@/lib/http/problem';
import { appDatabase } from '../database';
import { type Actor, ROLES } from './actor';
import { auth, entranceOf, isDemoServed } from './auth';
import { type Action, ForbiddenError, require } from './permissions';

/** Somebody who is signed in, whatever they then ask for. */
export type Visitor = {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly hasTwoFactor: boolean;
  readonly memberships: readonly NamedMembership[];
};

/** Who sent a request with these headers; undefined where they are not signed in, or no longer. */
export async function visitorOf(headers: Headers): Promise<Visitor | undefined> {
  const entrance = entranceOf(headers);
  const found = await (await auth(entrance)).api.getSession({ headers });
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
  const { userId, name, memberships } = visitor;
  const membership = memberships.find((each) => each.jurisdiction === jurisdiction);
  const role = ROLES.find((each) => each === membership?.role);
  if (!membership || !role) throw new ForbiddenError(`you have no access to ${jurisdiction}`);
  return { userId, name, jurisdiction, role, towns: membership.towns };
}

async function publicActor(jurisdiction: string): Promise<Actor> {
  const places = await placesOf(undefined);
  if (!places.some(({ code }) => code === jurisdiction))
    throw new ProblemError(401, 'sign in first, or again: there is no session');
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
  const actor = await actorOf(await findVisitor(), jurisdiction);
  require(actor, action);
  return { actor, database: await databaseOf(actor) };
}
