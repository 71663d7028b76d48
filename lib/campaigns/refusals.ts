/** Why a campaign was not saved or deleted; each has its text in `adminCalendars.refusal`. */
const REFUSALS = [
  'CONFLICT',
  'CAMPAIGN_TAKEN',
  'CAMPAIGN_HAS_FIGURES',
  'TOWN_UNKNOWN',
  'id',
  'name',
  'nameEn',
  'month',
  'launchedOn',
  'note',
  'towns',
  'phases',
] as const;

export type CampaignRefusal = (typeof REFUSALS)[number];

/**
 * The refusal of a problem document: by its code, else by what of the campaign was refused; undefined for one that has no
 * text of its own.
 */
export function campaignRefusalOf(
  code: string | null,
  paths: readonly string[],
): CampaignRefusal | undefined {
  const fields = paths.map((path) => path.split('.')[0]);
  return REFUSALS.find((each) => each === code || fields.includes(each));
}
