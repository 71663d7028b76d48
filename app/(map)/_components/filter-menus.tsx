'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { RANKERS } from './hotspot-address';
import { MenuButton } from './menu-button';
import type { Kind } from './types';

const ALL = '';

/** Which kind of incident is ranked. */
export function KindMenu({
  kinds,
  kind,
  onChoose,
}: {
  readonly kinds: readonly Kind[];
  readonly kind: string | null;
  readonly onChoose: (kind: string | null) => void;
}) {
  const t = useTranslations('top');
  const { locale } = usePreferences();
  const choices = [
    { value: ALL, label: t('allKinds') },
    ...kinds.map(({ code, nameZh, nameEn }) => ({
      value: code,
      label: locale === 'en' ? nameEn : nameZh,
    })),
  ];
  return (
    <MenuButton
      label={t('kind')}
      choices={choices}
      value={kind ?? ALL}
      onChoose={(value) => onChoose(value === ALL ? null : value)}
    />
  );
}

/** By which method cells are ranked. */
export function RankerMenu({
  rankers,
  ranker,
  onChoose,
}: {
  readonly rankers: readonly string[];
  readonly ranker: string;
  readonly onChoose: (ranker: string) => void;
}) {
  const t = useTranslations();
  const choices = RANKERS.filter((id) => rankers.includes(id)).map((value) => ({
    value,
    label: t(`ranker.${value}`),
  }));
  return (
    <MenuButton label={t('top.ranker')} choices={choices} value={ranker} onChoose={onChoose} />
  );
}
