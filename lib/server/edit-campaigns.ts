import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import {
  countFigures,
  deleteCampaign,
  type EditableCampaign,
  insertCampaign,
  listUnknownTowns,
  lockCampaign,
  updateCampaign,
} from '@/db/queries/campaign-edits';
import { listCampaigns } from '@/db/queries/campaigns';
import type { CampaignRefusal } from '@/lib/campaigns/refusals';
import { ConflictError, NotFoundError, UserError } from '@/lib/user-error';
import { record } from './audit/record';

/** Which campaign, and whose. */
type Key = { readonly jurisdiction: string; readonly id: string };

/**
 * Plans a campaign.
 *
 * @throws {UserError} where its id is taken, or it has a town that does not exist.
 */
export function createCampaign(
  db: Db,
  { jurisdiction, id }: Key,
  campaign: EditableCampaign,
  by: Doer,
): Promise<void> {
  return inTransaction(db, async (transaction) => {
    await requireTowns(transaction, jurisdiction, campaign.towns);
    if (!(await insertCampaign(transaction, jurisdiction, id, campaign)))
      throw new UserError(
        `there is a campaign ${id} already: give this one another id`,
        'CAMPAIGN_TAKEN' satisfies CampaignRefusal,
      );
    const parameters = { id, ...factsOf(campaign) };
    await record(transaction, { jurisdiction, by, action: 'campaign.create', parameters });
  });
}

/**
 * Changes a campaign.
 *
 * @returns the new version.
 * @throws {ConflictError} where it has changed since the version given; {UserError} as for a new one.
 */
export function changeCampaign(
  db: Db,
  { jurisdiction, id }: Key,
  { version, ...campaign }: EditableCampaign & { readonly version: number },
  by: Doer,
): Promise<number> {
  return inTransaction(db, async (transaction) => {
    const before = await lock(transaction, { jurisdiction, id }, version);
    await requireTowns(transaction, jurisdiction, campaign.towns);
    const changed = await updateCampaign(transaction, jurisdiction, id, campaign);
    const after = factsOf(campaign);
    const differing = Object.entries(before).filter(([key, value]) => after[key] !== value);
    const changes = differing.map(([key, value]) => [key, [value, after[key] ?? '']]);
    const parameters = { id, ...Object.fromEntries(changes) };
    await record(transaction, { jurisdiction, by, action: 'campaign.change', parameters });
    return changed;
  });
}

/**
 * Deletes a campaign that no figures hang on.
 *
 * @throws {ConflictError} where it has changed since the version given; {UserError} where it has figures.
 */
export function removeCampaign(
  db: Db,
  { jurisdiction, id }: Key,
  version: number,
  by: Doer,
): Promise<void> {
  return inTransaction(db, async (transaction) => {
    const before = await lock(transaction, { jurisdiction, id }, version);
    const { metrics, results } = await countFigures(transaction, jurisdiction, id);
    if (metrics > 0)
      throw new UserError(
        `${metrics} metrics with ${results} results belong to campaign ${id}: it stays with them`,
        'CAMPAIGN_HAS_FIGURES' satisfies CampaignRefusal,
      );
    await deleteCampaign(transaction, jurisdiction, id);
    const parameters = { id, ...before };
    await record(transaction, { jurisdiction, by, action: 'campaign.delete', parameters });
  });
}

/** Keeps others from changing a campaign until the transaction ends. @returns its facts. */
async function lock(db: Db, { jurisdiction, id }: Key, version: number) {
  const locked = await lockCampaign(db, jurisdiction, id);
  if (locked === undefined) throw new NotFoundError(`there is no campaign ${id}`);
  if (locked !== version)
    throw new ConflictError(
      `the campaign has been changed meanwhile (version ${locked}, not ${version}): load it again`,
    );
  const campaign = (await listCampaigns(db, jurisdiction)).find((each) => each.id === id);
  if (!campaign) throw new NotFoundError(`there is no campaign ${id}`);
  return factsOf({ ...campaign, towns: campaign.towns.map((town) => town.id) });
}

async function requireTowns(db: Db, jurisdiction: string, towns: readonly string[]) {
  const unknown = await listUnknownTowns(db, jurisdiction, towns);
  if (unknown.length > 0)
    throw new UserError(
      `there is no town ${unknown.join(', ')}`,
      'TOWN_UNKNOWN' satisfies CampaignRefusal,
    );
}

/** A campaign in words for the audit log, each fact by its name. */
function factsOf(campaign: EditableCampaign): Record<string, string> {
  const { name, nameEn, kind, month, launchedOn, note, towns, phases } = campaign;
  const spans = phases.map((phase) => [
    phase.kind,
    phase.startsOn || phase.endsOn ? `${phase.startsOn ?? ''}..${phase.endsOn ?? ''}` : '',
  ]);
  return {
    ...{ name, nameEn, kind, month, launchedOn: launchedOn ?? '', note: note ?? '' },
    towns: [...towns].sort().join(', '),
    ...{ pre: '', battle: '', post: '', ...Object.fromEntries(spans) },
  };
}
