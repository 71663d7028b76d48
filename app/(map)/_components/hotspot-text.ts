'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatPercent } from '@/lib/format/numbers';
import { SIGNIFICANT_Q } from '@/lib/layers/hotspots';
import type { Hotspot, KindShare } from './types';

/** Under so many incidents the list says n instead of a reason. */
const FEW = 10;
/** A kind with at least this share names the hotspot. */
const LEADING_SHARE = 0.25;

/** Hot beyond chance after correcting for the number of cells; cold cells are not meant. */
export function isSignificant({ z, q }: Pick<Hotspot, 'z' | 'q'>): boolean {
  return z !== null && z > 0 && q !== null && q < SIGNIFICANT_Q;
}

type Place = Pick<Hotspot, 'placeName' | 'placeKind' | 'townName' | 'townNameEn' | 'i' | 'j'>;

/** What to call a hotspot: a place people know, and the town where that is not the same. */
export function usePlaceName(): (cell: Place) => { name: string; town: string | undefined } {
  const t = useTranslations('panel');
  const { locale } = usePreferences();
  return ({ placeName, placeKind, townName, townNameEn, i, j }) => {
    const town = (locale === 'en' ? (townNameEn ?? townName) : townName) ?? undefined;
    if (placeKind === 'town' && town !== undefined) return { name: town, town: undefined };
    if (placeName === null) return { name: town ?? t('unnamed', { i, j }), town: undefined };
    return { name: placeName, town };
  };
}

/** A kind's name in the reader's language. */
export function useKindName(): (kind: Pick<KindShare, 'nameZh' | 'nameEn'>) => string {
  const { locale } = usePreferences();
  return ({ nameZh, nameEn }) => (locale === 'en' ? nameEn : nameZh);
}

/** Why a cell stands where it does, in one line. */
export function useReason(): (cell: Hotspot) => string {
  const t = useTranslations('reason');
  const { locale } = usePreferences();
  const kindName = useKindName();
  return (cell) => {
    if (cell.count < FEW) return t('few', { count: cell.count });
    const total = cell.kinds.reduce((sum, { count }) => sum + count, 0);
    const [leading] = cell.kinds;
    const share = leading ? leading.count / total : 0;
    if (!leading || share < LEADING_SHARE || cell.kinds.length < 2)
      return t('mixed', { kinds: cell.kinds.length });
    return t('kind', { kind: kindName(leading), share: formatPercent(share, locale) });
  };
}
