'use client';

import { useTranslations } from 'next-intl';
import type { Place } from './types';

type Props = { readonly ids: readonly string[] | null; readonly place: Place };

/** The towns that somebody sees. */
export function TownNames({ ids, place }: Props) {
  const t = useTranslations('adminUsers');
  const names = new Map(place.towns.map(({ id, name }) => [id, name]));
  return ids === null
    ? t('allTowns')
    : ids.map((id) => names.get(id) ?? id).join(t('listSeparator'));
}
