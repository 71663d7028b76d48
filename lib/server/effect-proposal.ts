import 'server-only';
import type { Db } from '@/db/client';
import { listCampaigns } from '@/db/queries/campaigns';
import { findFactMonths } from '@/db/queries/map-view';
import { getJurisdiction } from './jurisdictions';

/** What a registration can begin with. */
export type EffectProposal = {
  /** The latest first. */
  readonly campaigns: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string;
    readonly month: string;
    readonly towns: readonly string[];
  }[];
  /** Months of which incidents are known; null: none. */
  readonly facts: { readonly first: string; readonly last: string } | null;
  /** The month that it is now in the jurisdiction, `YYYY-MM`. */
  readonly thisMonth: string;
};

/**
 * @param today an instant, ISO 8601.
 * @throws {UserError} where there is no such jurisdiction.
 */
export async function effectProposal(
  db: Db,
  { jurisdiction, today }: { readonly jurisdiction: string; readonly today: string },
): Promise<EffectProposal> {
  const { timezone } = await getJurisdiction(db, jurisdiction);
  const campaigns = await listCampaigns(db, jurisdiction);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(new Date(today));
  return {
    campaigns: campaigns.toReversed().map(({ id, name, nameEn, month, towns }) => ({
      ...{ id, name, nameEn, month },
      towns: towns.map((town) => town.id),
    })),
    facts: (await findFactMonths(db, jurisdiction)) ?? null,
    thisMonth: day.slice(0, 7),
  };
}
