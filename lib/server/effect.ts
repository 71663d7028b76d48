import 'server-only';
import type { MultiPolygon, Polygon } from 'geojson';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import { listUnknownTowns } from '@/db/queries/campaign-edits';
import { listCampaigns } from '@/db/queries/campaigns';
import {
  countEffectCells,
  type EffectCells,
  type EffectPart,
  type EffectRegistration,
  findEffectRegistration,
  insertEffectDrawings,
  insertEffectRegistration,
  insertEffectTowns,
  listCampaignStarts,
  listEffectRegistrations,
} from '@/db/queries/effect';
import { findFactMonths } from '@/db/queries/map-view';
import { listKindCodes } from '@/db/queries/ranking-kinds';
import type { EffectRefusal } from '@/lib/effect/refusals';
import { monthsOf } from '@/lib/format/month';
import { NotFoundError, UserError } from '@/lib/user-error';
import type { RegistrationRequest } from '@/lib/validation/effect';
import { assessEffect, type EffectAssessment, effectMonths } from './assess-effect';
import { record } from './audit/record';
import { readArea } from './check-boundary';
import { getJurisdiction } from './jurisdictions';

/** Towns by their ids, or polygons in degrees, each an area of its own. */
export type AreaChoice =
  | { readonly towns: readonly string[] }
  | { readonly drawn: readonly (Polygon | MultiPolygon)[]; readonly name: string };

export type Areas = { readonly treated: AreaChoice; readonly control: AreaChoice };

/**
 * Registers what will be compared, now: before the first month during begins, or marked as late.
 *
 * @param refusesLate whether one that comes after its first month has begun is refused instead of marked.
 * @throws {UserError} where the jurisdiction, a town, a kind or the campaign is not there, a town is on both sides, a polygon
 *   is not valid, one of the two areas holds no cell, or it comes too late.
 */
export function registerEffect(
  db: Db,
  request: RegistrationRequest & Areas,
  by: Doer,
  { refusesLate = false }: { readonly refusesLate?: boolean } = {},
): Promise<EffectRegistration> {
  const { treated, control, ...registration } = request;
  const { jurisdiction } = registration;
  return inTransaction(db, async (transaction) => {
    await getJurisdiction(transaction, jurisdiction);
    await requireKnown(transaction, registration);
    await requireTowns(transaction, jurisdiction, { treated, control });
    const id = await insertEffectRegistration(transaction, {
      ...registration,
      registeredBy: by.name,
    });
    await insertAreas(transaction, { jurisdiction, registration: id, part: 'treated' }, treated);
    await insertAreas(transaction, { jurisdiction, registration: id, part: 'control' }, control);
    const written = await getRegistration(transaction, jurisdiction, id);
    if (written.isLate && refusesLate) throw lateError(written);
    await requireCells(transaction, written);
    const parameters = factsOf(written);
    await record(transaction, { jurisdiction, by, action: 'effect.register', parameters });
    return written;
  });
}

/** What is registered in a jurisdiction, the earliest months first. */
export async function listEffects(db: Db, jurisdiction: string): Promise<EffectRegistration[]> {
  await getJurisdiction(db, jurisdiction);
  return listEffectRegistrations(db, jurisdiction);
}

export type Effect = {
  readonly registration: EffectRegistration;
  readonly assessment: EffectAssessment;
  /** Incidents of all areas of each part by month: the months before, then those during. */
  readonly series: readonly EffectMonth[];
};

type EffectMonth = { readonly month: string; readonly isDuring: boolean } & Readonly<
  Record<EffectPart, number>
>;

/**
 * Whether what was registered worked, by all incidents known now.
 *
 * @throws {UserError} where there is no such jurisdiction or registration.
 */
export async function showEffect(db: Db, jurisdiction: string, id: string): Promise<Effect> {
  await getJurisdiction(db, jurisdiction);
  const registration = await getRegistration(db, jurisdiction, id);
  const facts = await findFactMonths(db, jurisdiction);
  const span = { from: registration.before.from, to: registration.during.to };
  const evidence = {
    ...{ registration, facts: facts ? { from: facts.first, to: facts.last } : null },
    ...(await countEffectCells(db, registration, effectMonths(registration))),
    campaignStarts: await listCampaignStarts(db, jurisdiction, span),
  };
  return {
    registration,
    assessment: assessEffect(evidence),
    series: seriesOf(registration, evidence.cells),
  };
}

function seriesOf(
  { before, during }: EffectRegistration,
  cells: readonly EffectCells[],
): EffectMonth[] {
  const of = (part: EffectPart, month: string) =>
    cells.reduce((sum, row) => sum + (row.part === part ? (row.counts[month] ?? 0) : 0), 0);
  return [...monthsOf(before), ...monthsOf(during)].map((month) => ({
    ...{ month, isDuring: month >= during.from },
    ...{ treated: of('treated', month), treated_ring: of('treated_ring', month) },
    ...{ control: of('control', month), control_ring: of('control_ring', month) },
  }));
}

async function getRegistration(db: Db, jurisdiction: string, id: string) {
  const found = /^[1-9][0-9]{0,17}$/.test(id)
    ? await findEffectRegistration(db, jurisdiction, id)
    : undefined;
  if (found) return found;
  throw new NotFoundError(
    `${jurisdiction} has no registration ${id}: see \`zhantu effect list --jurisdiction ${jurisdiction}\``,
  );
}

function lateError({ during }: EffectRegistration): UserError {
  return new UserError(
    `${during.from} has begun: register before a month begins, or let it be marked as registered afterwards`,
    'EFFECT_LATE' satisfies EffectRefusal,
  );
}

async function requireKnown(
  db: Db,
  { jurisdiction, kinds, campaign }: RegistrationRequest,
): Promise<void> {
  const codes = kinds === null ? [] : await listKindCodes(db, jurisdiction);
  const unknown = (kinds ?? []).filter((kind) => !codes.includes(kind));
  if (unknown.length > 0)
    throw new UserError(
      `${jurisdiction} has no kind ${unknown.join(', ')}${codes.length > 0 ? ` (there are: ${codes.join(', ')})` : ''}`,
      'KIND_UNKNOWN' satisfies EffectRefusal,
    );
  if (campaign === null) return;
  const campaigns = (await listCampaigns(db, jurisdiction)).map(({ id }) => id);
  if (!campaigns.includes(campaign))
    throw new UserError(
      `${jurisdiction} has no campaign ${campaign}${campaigns.length > 0 ? ` (there are: ${campaigns.join(', ')})` : ''}`,
      'CAMPAIGN_UNKNOWN' satisfies EffectRefusal,
    );
}

async function requireTowns(db: Db, jurisdiction: string, { treated, control }: Areas) {
  const towns = [treated, control].flatMap((choice) => ('towns' in choice ? choice.towns : []));
  const unknown = await listUnknownTowns(db, jurisdiction, towns);
  if (unknown.length > 0)
    throw new UserError(
      `there is no town ${unknown.join(', ')}`,
      'TOWN_UNKNOWN' satisfies EffectRefusal,
    );
  const twice = towns.filter((town, index) => towns.indexOf(town) !== index);
  if (twice.length > 0)
    throw new UserError(
      `${twice.join(', ')} is there twice: name each town once, treated or control`,
      'TOWN_TWICE' satisfies EffectRefusal,
    );
}

type AreaKey = Parameters<typeof insertEffectTowns>[1];

async function insertAreas(db: Db, key: AreaKey, choice: AreaChoice): Promise<void> {
  if ('towns' in choice) return insertEffectTowns(db, key, choice.towns);
  const areas = [];
  for (const [index, polygon] of choice.drawn.entries()) {
    const { boundary } = await readArea(db, [polygon]);
    const number = choice.drawn.length > 1 ? ` ${index + 1}` : '';
    areas.push({ name: `${choice.name}${number}`, geometry: boundary });
  }
  await insertEffectDrawings(db, key, areas);
}

/** An area of no cells has no incidents whatever happens: it would be found out only after the month. */
async function requireCells(db: Db, registration: EffectRegistration): Promise<void> {
  const { cells } = await countEffectCells(db, registration, []);
  for (const { part, position, name } of registration.areas)
    if (!cells.some((each) => each.part === part && each.position === position))
      throw new UserError(
        `${name} has no cell left to be counted as ${part}: it lies outside the jurisdiction, or in another of the areas or its ring`,
        'NO_CELL_LEFT' satisfies EffectRefusal,
      );
}

/** A registration in words for the audit log. */
function factsOf(registration: EffectRegistration) {
  const { id, name, campaign, kinds, origins, ringMetres, before, during, areas } = registration;
  const namesOf = (part: string) =>
    areas.filter((area) => area.part === part).map((area) => area.name);
  return {
    ...{ id, name, campaign, kinds: kinds ?? 'all', origins, ringMetres },
    before: `${before.from}..${before.to}`,
    during: `${during.from}..${during.to}`,
    treated: namesOf('treated'),
    control: namesOf('control'),
    isLate: registration.isLate,
  };
}
