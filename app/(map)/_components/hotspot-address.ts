export type HotspotQuestion = {
  readonly jurisdiction: string;
  readonly month: string;
  readonly kind: string | null;
  readonly ranker: string;
  readonly towns: readonly string[];
};

/** What the page ranks by until someone chooses. */
export const DEFAULT_RANKER = 'count_12m';
export const RANKERS = ['count_12m', 'count_all', 'gistar'] as const;

/** Where a ranking is read from: also its name in the client's cache, which the server fills for the first page. */
export function hotspotAddress({
  jurisdiction,
  month,
  kind,
  ranker,
  towns,
}: HotspotQuestion): string {
  const query = new URLSearchParams({ jurisdiction, month, ranker });
  if (kind !== null) query.set('kind', kind);
  if (towns.length > 0) query.set('towns', towns.join(','));
  return `/api/hotspots?${query}`;
}

/** Where the details of one ranked cell are read from. */
export function detailsAddress(
  { jurisdiction, month, kind, ranker }: Omit<HotspotQuestion, 'towns'>,
  { i, j }: { readonly i: number; readonly j: number },
): string {
  const query = new URLSearchParams({ jurisdiction, month, ranker });
  if (kind !== null) query.set('kind', kind);
  return `/api/hotspots/${i}/${j}?${query}`;
}

/** Where the campaigns of a month are read from. */
export function campaignsAddress({
  jurisdiction,
  month,
}: Pick<HotspotQuestion, 'jurisdiction' | 'month'>): string {
  return `/api/campaigns?${new URLSearchParams({ jurisdiction, month })}`;
}
