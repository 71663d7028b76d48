import 'server-only';
import type { Db } from '@/db/client';
import { listViewedKinds, listViewedTowns, type ViewedKind } from '@/db/queries/map-view';
import { getJurisdiction } from './jurisdictions';

/** Where campaigns are looked at, and what things are called there. */
export type EffectPlace = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
  readonly isDemo: boolean;
  readonly towns: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string | null;
  }[];
  readonly kinds: readonly ViewedKind[];
};

/** @throws {UserError} where there is no such jurisdiction. */
export async function effectPlace(db: Db, jurisdiction: string): Promise<EffectPlace> {
  const { code, name, timezone, isDemo } = await getJurisdiction(db, jurisdiction);
  const towns = await listViewedTowns(db, jurisdiction);
  return {
    ...{ code, name, timezone, isDemo },
    towns: towns.map(({ id, name, nameEn }) => ({ id, name, nameEn })),
    kinds: await listViewedKinds(db, jurisdiction),
  };
}
