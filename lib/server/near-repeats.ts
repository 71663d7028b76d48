import 'server-only';
import type { Db } from '@/db/client';
import { listPlacedIncidents } from '@/db/queries/near-repeats';
import { type KnoxTable, knoxTable } from '@/geo/stats/knox';
import { UserError } from '@/lib/user-error';
import { type NearRepeatRequest, nearRepeatRequest } from '@/lib/validation/ranking';
import { prepareRanking } from './ranking';

/** A near-repeat table and what it was made of. */
export type NearRepeats = {
  jurisdiction: string;
  kind: string | null;
  group: string | null;
  origins: readonly string[];
  /** `YYYY-MM`, both included. */
  from: string;
  to: string;
  incidents: number;
  permutations: number;
  seed: number;
  dataVersion: number;
} & KnoxTable;

const DISTANCE_LIMITS_METRES = [0, 100, 200, 300, 400, 500];
const TIME_LIMITS_DAYS = [0, 7, 14, 21, 28];

/** Pairs grow with the square of the incidents at one place; beyond this a table would take minutes. */
const MOST_INCIDENTS = 50_000;

/**
 * Whether incidents that are close in place come closer in time than chance would bring them: see `knoxTable`.
 *
 * @throws {UserError} for an unknown jurisdiction or kind, too few incidents, or too many.
 */
export async function nearRepeats(db: Db, request: NearRepeatRequest): Promise<NearRepeats> {
  const { from, to, permutations, seed, ...asked } = nearRepeatRequest.parse(request);
  const { scope, place } = await prepareRanking(db, { ...asked, month: from });
  const span = { from: `${from}-01`, to: `${to}-01` };
  const { x, y, days } = await listPlacedIncidents(db, scope, span);
  if (x.length < 2)
    throw new UserError(`${x.length} incidents from ${from} to ${to}: a repeat takes two`);
  if (x.length > MOST_INCIDENTS)
    throw new UserError(
      `${x.length} incidents from ${from} to ${to}: at most ${MOST_INCIDENTS} are compared, take fewer months or one kind`,
    );
  const table = knoxTable(
    { x, y, times: days },
    {
      distanceLimitsMetres: DISTANCE_LIMITS_METRES,
      timeLimitsDays: TIME_LIMITS_DAYS,
      hasSameLocationBand: true,
      metric: 'euclidean',
      permutations,
      seed,
    },
  );
  return {
    jurisdiction: scope.jurisdiction,
    kind: scope.kind,
    group: scope.group,
    origins: scope.origins,
    from,
    to,
    incidents: x.length,
    permutations,
    seed,
    dataVersion: place.dataVersion,
    ...table,
  };
}
