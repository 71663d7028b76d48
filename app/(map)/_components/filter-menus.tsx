'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { RANKERS } from './hotspot-address';
import { MenuButton } from './menu-button';
import type { Kind } from './types';

const ALL = '';
/** Before a group's code: no kind's code begins so. */
const GROUP = 'group:';

/** Groups of more than one kind: of one alone it says no more than the kind. */
function groupsOf(kinds: readonly Kind[]): [string, readonly Kind[]][] {
  const codes = new Set(kinds.flatMap(({ group }) => (group === null ? [] : [group])));
  return [...codes]
    .map((code): [string, readonly Kind[]] => [code, kinds.filter(({ group }) => group === code)])
    .filter(([, members]) => members.length > 1);
}

/** Which kind of incident is ranked. */
export function KindMenu({
  kinds,
  kind,
  group,
  onChoose,
  onGroup,
}: {
  readonly kinds: readonly Kind[];
  readonly kind: string | null;
  readonly group: string | null;
  readonly onChoose: (kind: string | null) => void;
  readonly onGroup: (group: string) => void;
}) {
  const t = useTranslations('top');
  const { locale } = usePreferences();
  const groups = groupsOf(kinds);
  const choices = [
    { value: ALL, label: t('allKinds') },
    ...groups.map(([code, members]) => ({
      value: `${GROUP}${code}`,
      label: t('group', {
        kinds: members
          .map(({ nameZh, nameEn }) => (locale === 'en' ? nameEn : nameZh))
          .join(t('and')),
      }),
    })),
    ...kinds.map(({ code, nameZh, nameEn }) => ({
      value: code,
      label: locale === 'en' ? nameEn : nameZh,
    })),
  ];
  return (
    <MenuButton
      label={t('kind')}
      choices={choices}
      value={group === null ? (kind ?? ALL) : `${GROUP}${group}`}
      onChoose={(value) =>
        value.startsWith(GROUP)
          ? onGroup(value.slice(GROUP.length))
          : onChoose(value === ALL ? null : value)
      }
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

/** Whether each incident counts as one, or by its kind's harm. */
export function WeighingMenu({
  harm,
  onChoose,
}: {
  readonly harm: boolean;
  readonly onChoose: (harm: boolean) => void;
}) {
  const t = useTranslations('top');
  const choices = [
    { value: 'count', label: t('byCount') },
    { value: 'harm', label: t('byHarm') },
  ];
  return (
    <MenuButton
      label={t('weighing')}
      choices={choices}
      value={harm ? 'harm' : 'count'}
      onChoose={(value) => onChoose(value === 'harm')}
    />
  );
}
