import { sql } from 'kysely';
import type { Db } from '../client';

type CampaignKind =
  | 'one_month_one_town'
  | 'one_month_one_village'
  | 'one_month_one_theme'
  | 'hundred_days';

export type Campaign = {
  id: string;
  name: string;
  nameEn: string;
  kind: CampaignKind;
  /** `YYYY-MM`. */
  month: string;
  /** `YYYY-MM-DD`; null where no source says. */
  launchedOn: string | null;
  yearIsInferred: boolean;
  note: string | null;
  /** Grows with each edit. */
  version: number;
  towns: { id: string; name: string; nameEn: string | null }[];
  /** Dates are null where no source says them. */
  phases: { kind: 'pre' | 'battle' | 'post'; startsOn: string | null; endsOn: string | null }[];
  /** Days between which its figures count, as far as they are dated to the day: not the campaign's own days. */
  figuresFrom: string | null;
  figuresTo: string | null;
};

/** All campaigns of a jurisdiction, the earliest first, with their towns and phases. */
export async function listCampaigns(db: Db, jurisdiction: string): Promise<Campaign[]> {
  const { rows } = await sql<Campaign>`
    SELECT campaign.id, campaign.name, name_en AS "nameEn", kind, to_char(month, 'YYYY-MM') AS month,
           launched_on::text AS "launchedOn", year_is_inferred AS "yearIsInferred", note, version,
           towns.list AS towns, phases.list AS phases, figures.first AS "figuresFrom", figures.last AS "figuresTo"
    FROM campaign
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('id', town.id, 'name', town.name, 'nameEn', town.name_en) ORDER BY town.id), '[]') AS list
      FROM campaign_town JOIN town ON town.jurisdiction = campaign_town.jurisdiction AND town.id = campaign_town.town_id
      WHERE campaign_town.jurisdiction = campaign.jurisdiction AND campaign_town.campaign_id = campaign.id
    ) towns
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('kind', phase.kind, 'startsOn', starts_on, 'endsOn', ends_on)
                               ORDER BY array_position(ARRAY['pre', 'battle', 'post'], phase.kind)), '[]') AS list
      FROM phase WHERE phase.jurisdiction = campaign.jurisdiction AND phase.campaign_id = campaign.id
    ) phases
    CROSS JOIN LATERAL (
      SELECT min(metric.window_from) FILTER (WHERE metric.window_from >= campaign.month)::text AS first,
             max(result.as_of)::text AS last
      FROM metric JOIN result ON result.jurisdiction = metric.jurisdiction AND result.metric_id = metric.id
      WHERE metric.jurisdiction = campaign.jurisdiction AND metric.campaign_id = campaign.id
        AND result.as_of_precision = 'day'
    ) figures
    WHERE campaign.jurisdiction = ${jurisdiction}
    ORDER BY campaign.month, campaign.id
  `.execute(db);
  return rows;
}

export type CampaignResult = {
  metric: string;
  townId: string | null;
  actionCode: string | null;
  scope: 'action' | 'outcome' | 'organisation' | 'context';
  name: string;
  nameEn: string;
  definition: string | null;
  unit: string;
  quantity: 'count' | 'rate' | 'stock' | 'money' | 'area' | 'rank' | 'target';
  windowFrom: string | null;
  windowBasis: 'stated' | 'inferred' | 'not_stated';
  value: number;
  qualifier: 'exact' | 'at_least' | 'at_most' | 'about';
  /** `YYYY-MM-DD`, or `YYYY-MM` where only the month is known. */
  asOf: string | null;
  source: string;
  alsoIn: string[];
  note: string | null;
};

/**
 * The figures of one campaign, in the order of its actions; null: those of no campaign, of the whole jurisdiction.
 * Each belongs to a metric of its own: do not add up or compare figures of different metrics.
 */
export async function listCampaignResults(
  db: Db,
  { jurisdiction, campaign }: { jurisdiction: string; campaign: string | null },
): Promise<CampaignResult[]> {
  const { rows } = await sql<CampaignResult>`
    SELECT metric.id AS metric, metric.town_id AS "townId", metric.action_code AS "actionCode", metric.scope,
           metric.name, metric.name_en AS "nameEn", metric.definition, metric.unit, metric.quantity,
           metric.window_from::text AS "windowFrom", metric.window_basis AS "windowBasis",
           result.value::float8 AS value, result.qualifier,
           CASE result.as_of_precision WHEN 'day' THEN result.as_of::text WHEN 'month' THEN to_char(result.as_of, 'YYYY-MM') END AS "asOf",
           result.source, result.also_in AS "alsoIn", result.note
    FROM metric JOIN result ON result.jurisdiction = metric.jurisdiction AND result.metric_id = metric.id
    LEFT JOIN action ON action.jurisdiction = metric.jurisdiction AND action.code = metric.action_code
    WHERE metric.jurisdiction = ${jurisdiction} AND metric.campaign_id IS NOT DISTINCT FROM ${campaign}::text
    ORDER BY action.position NULLS LAST, metric.id, result.source
  `.execute(db);
  return rows;
}

export type CampaignAction = {
  code: string;
  name: string;
  nameEn: string;
  aliases: string[];
  lead: string | null;
  /** True where no source states the lead. */
  leadIsInferred: boolean;
};

/** The special actions of a jurisdiction's campaigns, in their order. */
export async function listActions(db: Db, jurisdiction: string): Promise<CampaignAction[]> {
  const { rows } = await sql<CampaignAction>`
    SELECT action.code, action.name, action.name_en AS "nameEn", action.aliases, department.name AS lead,
           action.lead_is_inferred AS "leadIsInferred"
    FROM action
    LEFT JOIN department ON department.jurisdiction = action.jurisdiction AND department.id = action.lead_department_id
    WHERE action.jurisdiction = ${jurisdiction}
    ORDER BY action.position
  `.execute(db);
  return rows;
}
