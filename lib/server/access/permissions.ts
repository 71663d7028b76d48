import 'server-only';
import type { Refusal } from '@/lib/accounts/refusals';
import { ProblemError } from '@/lib/http/problem';
import type { Actor, Role } from './actor';

const EVERYBODY = [
  'commander',
  'traffic',
  'fire',
  'grid_worker',
  'department',
  'analyst',
  'admin',
  'viewer',
  'public',
] as const satisfies readonly Role[];
const SIGNED_IN = EVERYBODY.filter((role) => role !== 'public');
const POLICE = [
  'commander',
  'traffic',
  'fire',
  'analyst',
  'admin',
] as const satisfies readonly Role[];

/**
 * Who may do what: the one table that pages, route handlers, server actions and the command line ask. Which rows they
 * then see, the database's own policies say, by the same roles and by towns.
 */
const PERMISSIONS = {
  /** Outline, towns, villages, grids, roads, water. */
  'map.view': EVERYBODY,
  'campaign.view': EVERYBODY,
  /** The ranking of all kinds together; the database leaves counts under 3 out for others than the police. */
  'ranking.view': EVERYBODY,
  /** Rankings of single kinds and of all time; months, kinds and neighbours of one cell. */
  'evidence.view': POLICE,
  'incident.view': POLICE,
  'black_spot.view': POLICE,
  'hazard.view': SIGNED_IN,
  'patrol_zone.view': ['commander', 'traffic', 'fire', 'grid_worker', 'analyst', 'admin'],
  'premises.view': ['commander', 'fire', 'analyst', 'admin'],
  /** Whether campaigns worked; nothing for who is bound to towns: the counts are of several. */
  'effect.view': POLICE,
  'effect.register': ['commander', 'analyst', 'admin'],
  'import.run': ['analyst', 'admin'],
  'export.run': POLICE,
  'job.view': POLICE,
  'job.run': ['commander', 'analyst', 'admin'],
  'audit.read': ['admin'],
  'user.manage': ['admin'],
  'jurisdiction.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;

/** Somebody known asked for what their role may not do; a 403 where a route handler lets it pass. */
export class ForbiddenError extends ProblemError {
  constructor(message: string, code: Refusal = 'FORBIDDEN') {
    super(403, message, code);
  }
}

/** Whether an actor may do something in their jurisdiction. */
export function can({ role }: Pick<Actor, 'role'>, action: Action): boolean {
  const roles: readonly Role[] = PERMISSIONS[action];
  return roles.includes(role);
}

/** @throws {ForbiddenError} where the actor may not. */
export function require(actor: Actor, action: Action): void {
  if (!can(actor, action))
    throw new ForbiddenError(`${actor.role} may not ${action} in ${actor.jurisdiction}`);
}

/** The table as a page shows it. */
export function listRights(): { readonly action: Action; readonly roles: readonly Role[] }[] {
  const actions = Object.keys(PERMISSIONS) as Action[];
  return actions.map((action) => ({ action, roles: PERMISSIONS[action] }));
}
