import 'server-only';
import type { Database, Db } from '@/db/client';
import {
  dayAfterCrashes,
  type FoundBlackSpot,
  hasRoads,
  screenBlackSpots,
} from '@/db/queries/black-spots';
import { type SnapSummary, snapCrashes } from '@/db/queries/crash-roads';
import { lockImports } from '@/db/queries/imports';
import { BLACK_SPOT_RULES, type BlackSpotRule } from '@/geo/traffic/black-spot-rules';
import { epdo } from '@/geo/traffic/epdo';
import { UserError } from '@/lib/user-error';
import { getJurisdiction } from './jurisdictions';

/** `rank` counts over all rules, by harm: a place that meets two of them stands there twice. */
export type RankedBlackSpot = FoundBlackSpot & {
  rank: number;
  rule: string;
  /** Equivalent property damage only, of the crashes that the rule counts. */
  epdo: number;
};

export type Screening = {
  jurisdiction: string;
  /** First day that no longer counts, `YYYY-MM-DD`. */
  asOf: string;
  crashes: SnapSummary;
  /** The rules as applied, and how many sections met each. */
  found: { rule: BlackSpotRule; sections: number }[];
  spots: RankedBlackSpot[];
};

export type ScreeningRequest = {
  jurisdiction: string;
  asOf: string;
  /** In place of each rule's own period. */
  months?: number | undefined;
};

/**
 * Screens a jurisdiction in a transaction of its own.
 *
 * @param request without asOf: the day after the month of the latest crash.
 * @throws {UserError} where there is no such jurisdiction, or it has no crashes or no roads.
 */
export async function screenNow(
  { db }: Database,
  request: Omit<ScreeningRequest, 'asOf'> & { asOf?: string | undefined },
): Promise<Screening> {
  const { jurisdiction } = request;
  return db.transaction().execute(async (transaction) => {
    await getJurisdiction(transaction, jurisdiction);
    // An import that comes or goes meanwhile would change the crashes between one rule and the next.
    await lockImports(transaction, jurisdiction);
    const asOf = request.asOf ?? (await dayAfterCrashes(transaction, jurisdiction));
    if (!asOf) throw new UserError(`${jurisdiction} has no crashes: see \`zhantu import crashes\``);
    if (!(await hasRoads(transaction, jurisdiction)))
      throw new UserError(
        `${jurisdiction} has no roads, which black spots are sections of: see \`zhantu import roads\``,
      );
    return screenJurisdiction(transaction, { ...request, asOf });
  });
}

/** Puts the crashes on their roads and finds the black spots by every rule, as of a day. Run it in a transaction. */
export async function screenJurisdiction(
  db: Db,
  { jurisdiction, asOf, months }: ScreeningRequest,
): Promise<Screening> {
  const { metricSrid, timezone } = await getJurisdiction(db, jurisdiction);
  const crashes = await snapCrashes(db, { jurisdiction, metricSrid });
  const found: Screening['found'] = [];
  const spots: Omit<RankedBlackSpot, 'rank'>[] = [];
  for (const known of BLACK_SPOT_RULES) {
    const rule = { ...known, periodMonths: months ?? known.periodMonths };
    const sections = await screenBlackSpots(db, { jurisdiction, metricSrid, timezone, asOf }, rule);
    found.push({ rule, sections: sections.length });
    spots.push(...sections.map((each) => ({ ...each, rule: rule.id, epdo: epdo(each) })));
  }
  // The sort is stable: equal ones stay in the order of the rules, and of the query within a rule.
  spots.sort((a, b) => b.epdo - a.epdo || b.crashes - a.crashes);
  const ranked = spots.map((spot, index) => ({ rank: index + 1, ...spot }));
  return { jurisdiction, asOf, crashes, found, spots: ranked };
}
