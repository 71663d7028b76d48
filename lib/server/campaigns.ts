import 'server-only';
import type { Db } from '@/db/client';
import {
  type Campaign,
  type CampaignAction,
  type CampaignResult,
  listActions,
  listCampaignResults,
  listCampaigns,
} from '@/db/queries/campaigns';

/** A campaign as a month sees it: begun in it, or begun before and still counting. */
export type CampaignOfMonth = Campaign & { relation: 'launched' | 'running' };

/** Every campaign of a jurisdiction, the earliest first. */
export function campaignCalendar(db: Db, jurisdiction: string): Promise<Campaign[]> {
  return listCampaigns(db, jurisdiction);
}

/**
 * The campaigns of a month: those launched in it, then those whose phases or figures reach into it.
 *
 * @param month `YYYY-MM`.
 */
export async function campaignsOfMonth(
  db: Db,
  jurisdiction: string,
  month: string,
): Promise<CampaignOfMonth[]> {
  const campaigns = await listCampaigns(db, jurisdiction);
  const launched = campaigns.filter((campaign) => campaign.month === month);
  const running = campaigns.filter(
    (campaign) => campaign.month < month && lastDay(campaign) >= `${month}-01`,
  );
  return [
    ...launched.map((campaign) => ({ ...campaign, relation: 'launched' as const })),
    ...running.map((campaign) => ({ ...campaign, relation: 'running' as const })),
  ];
}

/** The last day that a campaign is known to have reached; empty where nothing says. */
function lastDay({ figuresTo, phases }: Campaign): string {
  const days = [figuresTo, ...phases.map(({ endsOn }) => endsOn)].filter((day) => day !== null);
  return days.sort().at(-1) ?? '';
}

/** A campaign's figures and the actions that they belong to. */
export async function campaignResults(
  db: Db,
  jurisdiction: string,
  campaign: string | null,
): Promise<{ actions: CampaignAction[]; results: CampaignResult[] }> {
  return {
    actions: await listActions(db, jurisdiction),
    results: await listCampaignResults(db, { jurisdiction, campaign }),
  };
}
