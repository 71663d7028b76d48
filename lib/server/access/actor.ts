import type { RequestFacts } from './request-facts';

/** Roles that a person can have in a jurisdiction; `public` is anybody, where the jurisdiction allows it. */
export const ROLES = [
  'commander',
  'traffic',
  'fire',
  'grid_worker',
  'department',
  'analyst',
  'admin',
  'viewer',
  'public',
] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, and as what: everything that a permission or a row's visibility may depend on. */
export type Actor = {
  /** Null for the public, and for the command line on the host. */
  readonly userId: string | null;
  /** As the audit log names them. */
  readonly name: string;
  readonly jurisdiction: string;
  readonly role: Role;
  /** Codes of the towns they may see; null where that is all of them. */
  readonly towns: readonly string[] | null;
  /** Where their request came from; absent where there is none, as for a job that they asked for earlier. */
  readonly from?: RequestFacts | undefined;
};
