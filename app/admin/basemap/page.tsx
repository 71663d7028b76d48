import { ProblemError } from '@/lib/http/problem';
import { actorDatabase } from '@/lib/server/access/request-actor';
import { readBasemap } from '@/lib/server/basemap';
import { env } from '@/lib/server/env';
import { findPlaceOnMap } from '@/lib/server/place-on-map';
import { basemapQuery } from '@/lib/validation/basemap';
import { NoPermission } from '../_components/no-permission';
import { BasemapPage } from './_components/basemap-page';

/** What lies under the map of one jurisdiction. */
export default async function Basemap({ searchParams }: PageProps<'/admin/basemap'>) {
  const asked = basemapQuery.safeParse(await searchParams);
  if (!asked.success) return <NoPermission of="adminBasemap" />;
  const { jurisdiction } = asked.data;
  try {
    const { database } = await actorDatabase(jurisdiction, 'jurisdiction.manage');
    const [place, settings] = await Promise.all([
      findPlaceOnMap(database.db, jurisdiction),
      readBasemap(database.db, jurisdiction),
    ]);
    if (!place) return <NoPermission of="adminBasemap" />;
    return <BasemapPage place={place} settings={settings} hosts={env().ZHANTU_BASEMAP_HOSTS} />;
  } catch (error) {
    if (error instanceof ProblemError) return <NoPermission of="adminBasemap" />;
    throw error;
  }
}
