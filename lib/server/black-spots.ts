import 'server-only';
import type { Db } from '@/db/client';
import { screenBlackSpots } from '@/db/queries/black-spots';
import { type SnapSummary, snapCrashes } from '@/db/queries/crash-roads';
import { findJurisdiction } from '@/db/queries/jurisdictions';
import { BLACK_SPOT_RULES } from '@/geo/traffic/black-spot-rules';
import { UserError } from '@/lib/user-error';

export type Screening = {
  jurisdiction: string;
  /** First day that no longer counts, `YYYY-MM-DD`. */
  asOf: string;
  crashes: SnapSummary;
  /** Sections found, by rule. */
  found: { rule: string; sections: number }[];
};

/** Puts the crashes on their roads and finds the black spots by every rule, as of a day. Run it in a transaction. */
export async function screenJurisdiction(
  db: Db,
  { jurisdiction, asOf }: { jurisdiction: string; asOf: string },
): Promise<Screening> {
  const known = await findJurisdiction(db, jurisdiction);
  if (!known)
    throw new UserError(
      `there is no jurisdiction ${jurisdiction}: see zhantu jurisdiction list for those there are`,
    );
  const { metricSrid, timezone } = known;
  const crashes = await snapCrashes(db, { jurisdiction, metricSrid });
  const found: Screening['found'] = [];
  for (const rule of BLACK_SPOT_RULES) {
    const sections = await screenBlackSpots(db, { jurisdiction, metricSrid, timezone, asOf }, rule);
    found.push({ rule: rule.id, sections });
  }
  return { jurisdiction, asOf, crashes, found };
}
