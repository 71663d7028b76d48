export type HotspotQuestion = {
  readonly jurisdiction: string;
  readonly month: string;
  readonly kind: string | null;
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
export function hotspotAddress({
  jurisdiction,
  month,
  kind,
  ranker,
  found,
  towns,
}: HotspotQuestion): string {
  const query = new URLSearchParams({ jurisdiction, month, ranker });
  if (kind !== null) query.set('kind', kind);
  if (found) query.set('origins', 'all');
  if (towns.length > 0) query.set('towns', towns.join(','));
  return `/api/hotspots?${query}`;
}

/** Where the details of one ranked cell are read from. */
export function detailsAddress(
  { jurisdiction, month, kind, ranker, found }: Omit<HotspotQuestion, 'towns'>,
  { i, j }: { readonly i: number; readonly j: number },
): string {
  const query = new URLSearchParams({ jurisdiction, month, ranker });
  if (kind !== null) query.set('kind', kind);
  if (found) query.set('origins', 'all');
  return `/api/hotspots/${i}/${j}?${query}`;
}

/** Where the campaigns of a month are read from. */
export function campaignsAddress({
  jurisdiction,
  month,
}: Pick<HotspotQuestion, 'jurisdiction' | 'month'>): string {
  return `/api/campaigns?${new URLSearchParams({ jurisdiction, month })}`;
}
