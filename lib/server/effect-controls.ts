import 'server-only';
import type { Db } from '@/db/client';
import { listCampaignStarts } from '@/db/queries/effect';
import { listTownCounts, type TownCounts } from '@/db/queries/effect-controls';
import { pearsonCorrelation } from '@/geo/stats/pearson-correlation';
import { type ControlCandidate, suggestControls } from '@/lib/effect/suggest-controls';
import { monthsOf } from '@/lib/format/month';
import type { ControlsRequest } from '@/lib/validation/effect';

/** The towns that others could be compared with, and what is known of the treated ones. */
export type ControlChoice = {
  readonly months: number;
  /** Incidents of the treated towns in the months before. */
  readonly treated: number;
  readonly candidates: readonly ControlCandidate[];
};

/**
 * Which towns the treated ones could be compared with: how many incidents they had in the months before, how alike those months
 * went, and what speaks against them. Nothing of the months during is looked at.
 */
export async function findControls(db: Db, request: ControlsRequest): Promise<ControlChoice> {
  const { jurisdiction, towns, ringMetres, before, during } = request;
  const months = monthsOf(before);
  const all = await listTownCounts(db, request, { towns, ringMetres }, months);
  const span = { from: before.from, to: during.to };
  const starts = new Map(
    (await listCampaignStarts(db, jurisdiction, span)).map(({ town, month }) => [town, month]),
  );
  const treated = all.filter(({ id }) => towns.includes(id));
  const ofTreated = seriesOf(treated, months);
  const candidates = all
    .filter(({ id }) => !towns.includes(id))
    .map((town) => {
      const series = seriesOf([town], months);
      return {
        ...{ id: town.id, name: town.name, nameEn: town.nameEn, isNear: town.isNear },
        incidents: sum(series),
        correlation: pearsonCorrelation(ofTreated, series) ?? null,
        campaignFrom: starts.get(town.id) ?? null,
      };
    });
  const level = sum(ofTreated) / Math.max(1, treated.length);
  return {
    months: months.length,
    treated: sum(ofTreated),
    candidates: suggestControls(candidates, level),
  };
}

const sum = (series: Float64Array) => series.reduce((total, count) => total + count, 0);

function seriesOf(towns: readonly TownCounts[], months: readonly string[]): Float64Array {
  return Float64Array.from(months, (month) =>
    towns.reduce((total, { counts }) => total + (counts[month] ?? 0), 0),
  );
}
