import type { Unit } from '@/lib/validation/map-state';

export type HotspotQuestion = {
  readonly jurisdiction: string;
  readonly month: string;
  readonly kind: string | null;
  /** Kinds of this group, together; null where a kind is chosen. */
  readonly group: string | null;
  readonly unit: Unit;
  /** Whether each incident counts by its kind's harm. */
  readonly harm: boolean;
  readonly ranker: string;
  /** Whether what patrols and departments found counts, too. */
  readonly found: boolean;
  readonly towns: readonly string[];
};

/** `auto` is what a backtest chooses. */
export const RANKERS = [
  'auto',
  'count_12m',
  'count_36m',
  'count_all',
  'decay',
  'seasonal',
  'kde',
  'promap',
  'gistar',
  'blend',
] as const;

/** What the page ranks by until someone chooses: the first of these that the person may. */
export const DEFAULT_RANKERS = ['auto', 'count_12m'] as const;

/** Where a ranking is read from: also its name in the client's cache, which the server fills for the first page. */
export function hotspotAddress(question: HotspotQuestion): string {
  return `/api/hotspots?${withTowns(rankingQuery(question), question.towns)}`;
}

/** Where a ranking of areas is read from. */
export function areasAddress(question: HotspotQuestion): string {
  const query = rankingQuery(question);
  query.set('unit', question.unit);
  return `/api/areas?${withTowns(query, question.towns)}`;
}

/** Where the details of one ranked cell are read from. */
export function detailsAddress(
  question: HotspotQuestion,
  { i, j }: { readonly i: number; readonly j: number },
): string {
  return `/api/hotspots/${i}/${j}?${rankingQuery(question)}`;
}

function rankingQuery({
  jurisdiction,
  month,
  kind,
  group,
  ranker,
  found,
  harm,
}: HotspotQuestion): URLSearchParams {
  const query = new URLSearchParams({ jurisdiction, month, ranker });
  if (kind !== null) query.set('kind', kind);
  if (group !== null) query.set('group', group);
  if (found) query.set('origins', 'all');
  if (harm) query.set('weighing', 'harm');
  return query;
}

function withTowns(query: URLSearchParams, towns: readonly string[]): URLSearchParams {
  if (towns.length > 0) query.set('towns', towns.join(','));
  return query;
}

/** Where the evidence beyond the details is read from. */
export function evidenceAddress(
  question: HotspotQuestion,
  { i, j }: { readonly i: number; readonly j: number },
): string {
  return `/api/hotspots/${i}/${j}/evidence?${rankingQuery(question)}`;
}

/** Where the campaigns of a month are read from. */
export function campaignsAddress({
  jurisdiction,
  month,
}: Pick<HotspotQuestion, 'jurisdiction' | 'month'>): string {
  return `/api/campaigns?${new URLSearchParams({ jurisdiction, month })}`;
}
