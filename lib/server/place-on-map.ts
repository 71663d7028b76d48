import 'server-only';
import type { Db } from '@/db/client';
import { findSettings } from '@/db/queries/jurisdiction-settings';
import { listViewedJurisdictions, listViewedTowns } from '@/db/queries/map-view';

/** A jurisdiction as a small map of it needs it; undefined where there is none for who asks. */
export async function findPlaceOnMap(db: Db, code: string) {
  const [settings, all, towns] = await Promise.all([
    findSettings(db, code),
    listViewedJurisdictions(db),
    listViewedTowns(db, code),
  ]);
  const bounds = all.find((each) => each.code === code)?.bounds;
  if (!settings || !bounds) return undefined;
  const { name, timezone, isPublic } = settings;
  return { code, name, timezone, isPublic, bounds, towns };
}
