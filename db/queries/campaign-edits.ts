import { sql } from 'kysely';
import type { Db } from '../client';
import type { Campaign } from './campaigns';

/** What administrators may edit of a campaign: days as `YYYY-MM-DD`, the month as `YYYY-MM`, towns by their ids. */
export type EditableCampaign = Pick<
  Campaign,
  'name' | 'nameEn' | 'kind' | 'month' | 'launchedOn' | 'note' | 'phases'
> & { towns: string[] };

/** Writes a new campaign. @returns false where its id is taken. */
export async function insertCampaign(
  db: Db,
  jurisdiction: string,
  id: string,
  campaign: EditableCampaign,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('campaign')
    .values({ jurisdiction, id, ...columnsOf(campaign) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows) return false;
  await insertParts(db, jurisdiction, id, campaign);
  return true;
}

/** The version of a campaign, with its row locked until the transaction ends; undefined where there is none. */
export async function lockCampaign(
  db: Db,
  jurisdiction: string,
  id: string,
): Promise<number | undefined> {
  const locked = await db
    .selectFrom('campaign')
    .select('version')
    .where('jurisdiction', '=', jurisdiction)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked?.version;
}

/** Writes what may be edited, towns and phases anew. @returns the new version. */
export async function updateCampaign(
  db: Db,
  jurisdiction: string,
  id: string,
  campaign: EditableCampaign,
): Promise<number> {
  for (const part of ['campaign_town', 'phase'] as const)
    await db
      .deleteFrom(part)
      .where('jurisdiction', '=', jurisdiction)
      .where('campaign_id', '=', id)
      .execute();
  const { version } = await db
    .updateTable('campaign')
    .set({ ...columnsOf(campaign), version: sql<number>`version + 1` })
    .where('jurisdiction', '=', jurisdiction)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  await insertParts(db, jurisdiction, id, campaign);
  return version;
}

/** Deletes a campaign with its towns and phases; fails where figures hang on it: ask {@link countFigures} first. */
export async function deleteCampaign(db: Db, jurisdiction: string, id: string): Promise<void> {
  await db
    .deleteFrom('campaign')
    .where('jurisdiction', '=', jurisdiction)
    .where('id', '=', id)
    .execute();
}

/** How many metrics and results hang on a campaign. */
export async function countFigures(
  db: Db,
  jurisdiction: string,
  id: string,
): Promise<{ metrics: number; results: number }> {
  const { rows } = await sql<{ metrics: number; results: number }>`
    SELECT count(DISTINCT metric.id)::int AS metrics, count(result.metric_id)::int AS results
    FROM metric LEFT JOIN result ON result.jurisdiction = metric.jurisdiction AND result.metric_id = metric.id
    WHERE metric.jurisdiction = ${jurisdiction} AND metric.campaign_id = ${id}
  `.execute(db);
  return rows[0] ?? { metrics: 0, results: 0 };
}

/** Those of the ids that are no towns of the jurisdiction. */
export async function listUnknownTowns(
  db: Db,
  jurisdiction: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT asked.id FROM unnest(${ids}::text[]) AS asked (id)
    WHERE NOT EXISTS (SELECT FROM town WHERE town.jurisdiction = ${jurisdiction} AND town.id = asked.id)
  `.execute(db);
  return rows.map(({ id }) => id);
}

function columnsOf({ name, nameEn, kind, month, launchedOn, note }: EditableCampaign) {
  const columns = { name, name_en: nameEn, kind, launched_on: launchedOn, note };
  return { ...columns, month: `${month}-01` };
}

async function insertParts(
  db: Db,
  jurisdiction: string,
  campaignId: string,
  { towns, phases }: EditableCampaign,
): Promise<void> {
  const key = { jurisdiction, campaign_id: campaignId };
  if (towns.length > 0)
    await db
      .insertInto('campaign_town')
      .values(towns.map((town) => ({ ...key, town_id: town })))
      .execute();
  // In one statement: their order is checked when all are there.
  if (phases.length > 0)
    await db
      .insertInto('phase')
      .values(
        phases.map(({ kind, startsOn, endsOn }) => ({
          ...key,
          kind,
          starts_on: startsOn,
          ends_on: endsOn,
        })),
      )
      .execute();
}
