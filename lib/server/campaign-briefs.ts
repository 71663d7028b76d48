import 'server-only';
import type { Db } from '@/db/client';
import type { CampaignResult } from '@/db/queries/campaigns';
import { type CampaignOfMonth, campaignResults, campaignsOfMonth } from './campaigns';

/** A campaign with the figures that its strip on the map shows. */
export type CampaignBrief = CampaignOfMonth & { results: CampaignResult[] };

/** Figures beside a campaign on the map: the outcomes, then what the actions did. */
const SHOWN = 8;

/** The month's campaigns with a few of their published figures, each with its source and dates. */
export async function campaignBriefs(
  db: Db,
  jurisdiction: string,
  month: string,
): Promise<CampaignBrief[]> {
  const campaigns = await campaignsOfMonth(db, jurisdiction, month);
  return Promise.all(
    campaigns.map(async (campaign) => {
      const { results } = await campaignResults(db, jurisdiction, campaign.id);
      return { ...campaign, results: leading(results) };
    }),
  );
}

function leading(results: readonly CampaignResult[]): CampaignResult[] {
  const dated = results.filter(
    ({ asOf, quantity }) => asOf !== null && (quantity === 'count' || quantity === 'rate'),
  );
  const rank = ({ scope }: CampaignResult) =>
    scope === 'outcome' ? 0 : scope === 'action' ? 1 : 2;
  return dated.sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
}
