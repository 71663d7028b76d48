import 'server-only';
import type { Session } from '@/db/client';
import source from '@/lib/demo/source/published-results.json';
import type { TownSketch } from '@/lib/demo/towns';
import { copyRows } from './copy-rows';
import { DEMO_CODE } from './demo-jurisdiction';

const PHASES = ['pre', 'battle', 'post'];

/** Writes the real calendar and the published figures: the one part of the demo that is not invented. */
export async function writeCampaigns(
  session: Session,
  towns: readonly TownSketch[],
): Promise<void> {
  const townIds = new Map(towns.map(({ name, id }) => [name, id]));
  const townId = (name: string): string => {
    const id = townIds.get(name);
    if (!id) throw new RangeError(`no town is called ${name}`);
    return id;
  };
  await writeActions(session);
  await copyRows(
    session,
    'campaign',
    [
      'jurisdiction',
      'id',
      'name',
      'name_en',
      'kind',
      'month',
      'launched_on',
      'year_is_inferred',
      'note',
    ],
    source.campaigns.map((campaign) => ({
      jurisdiction: DEMO_CODE,
      id: campaign.id,
      name: campaign.name,
      name_en: campaign.nameEn,
      kind: campaign.kind,
      month: `${campaign.month}-01`,
      launched_on: campaign.launchedOn,
      year_is_inferred: true,
      note: campaign.note,
    })),
  );
  await copyRows(
    session,
    'campaign_town',
    ['jurisdiction', 'campaign_id', 'town_id'],
    source.campaigns.flatMap((campaign) =>
      campaign.towns.map((name) => ({
        jurisdiction: DEMO_CODE,
        campaign_id: campaign.id,
        town_id: townId(name),
      })),
    ),
  );
  // The reports name the phases and date none of them.
  await copyRows(
    session,
    'phase',
    ['jurisdiction', 'campaign_id', 'kind'],
    source.campaigns
      .filter(({ kind }) => kind === 'one_month_one_town')
      .flatMap(({ id }) =>
        PHASES.map((kind) => ({ jurisdiction: DEMO_CODE, campaign_id: id, kind })),
      ),
  );
  await writeMetrics(session, townId);
}

async function writeActions(session: Session): Promise<void> {
  const departmentId = (name: string) => `D${source.departments.indexOf(name) + 1}`;
  await copyRows(
    session,
    'department',
    ['jurisdiction', 'id', 'name'],
    source.departments.map((name) => ({ jurisdiction: DEMO_CODE, id: departmentId(name), name })),
  );
  await session.db
    .insertInto('action')
    .values(
      source.actions.map((action) => ({
        jurisdiction: DEMO_CODE,
        code: action.code,
        position: action.position,
        name: action.name,
        name_en: action.nameEn,
        aliases: action.aliases,
        lead_department_id: departmentId(action.lead),
        lead_is_inferred: action.leadIsInferred,
      })),
    )
    .execute();
}

async function writeMetrics(session: Session, townId: (name: string) => string): Promise<void> {
  await copyRows(
    session,
    'metric',
    [
      'jurisdiction',
      'id',
      'campaign_id',
      'town_id',
      'action_code',
      'scope',
      'name',
      'name_en',
      'unit',
      'quantity',
      'window_from',
      'window_basis',
    ],
    source.metrics.map((metric) => ({
      jurisdiction: DEMO_CODE,
      id: metric.id,
      campaign_id: metric.campaign,
      town_id: metric.town === null ? null : townId(metric.town),
      action_code: metric.action,
      scope: metric.scope,
      name: metric.name,
      name_en: metric.nameEn,
      unit: metric.unit,
      quantity: metric.quantity,
      window_from: metric.windowFrom,
      window_basis: metric.windowBasis,
    })),
  );
  await session.db
    .insertInto('result')
    .values(
      source.metrics.flatMap(({ id, results }) =>
        results.map((result) => ({
          jurisdiction: DEMO_CODE,
          metric_id: id,
          source: result.source,
          value: String(result.value),
          qualifier: result.qualifier,
          as_of: result.asOf,
          as_of_precision: result.asOfPrecision,
          also_in: result.alsoIn,
          note: result.note,
        })),
      ),
    )
    .execute();
}
