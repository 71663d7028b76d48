import 'server-only';
import type { Db } from '@/db/client';
import { campaignBriefs } from './campaign-briefs';
import { hotspotList } from './hotspots';
import { findMapView } from './map-view';

/**
 * Reads once what the map page reads first, so that the first visitor need not wait for it: the embedded database
 * compiles each function of PostGIS when it is first used, and a month may still have to be ranked.
 *
 * @param today ISO date; which month is shown where no incident ever came.
 */
export async function warmUp(db: Db, today: string): Promise<void> {
  const view = await findMapView(db, { jurisdiction: null, month: null, today });
  if (!view?.months) return;
  const asked = { jurisdiction: view.jurisdiction.code, month: view.month };
  await hotspotList(db, asked);
  await campaignBriefs(db, asked.jurisdiction, asked.month);
}
