'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant } from '@/lib/format/dates';
import { KindActions } from './kind-actions';
import type { Kind, Place } from './types';

type Props = { readonly kind: Kind; readonly place: Place };

/** One kind: a row of the table, a card on a phone. */
export function KindRow({ kind, place }: Props) {
  const t = useTranslations('adminKinds');
  const { locale } = usePreferences();
  const [name, otherName] =
    locale === 'en' ? [kind.nameEn, kind.nameZh] : [kind.nameZh, kind.nameEn];
  return (
    <tr data-testid={`kind-${kind.code}`}>
      <th scope="row" data-label={t('column.kind')}>
        <strong>{name}</strong>
        <small lang={locale === 'en' ? 'zh-CN' : 'en'}>{otherName}</small>
        <small>{kind.code}</small>
      </th>
      <td data-label={t('column.group')}>{kind.group ?? t('noGroup')}</td>
      <td data-label={t('column.incidents')}>{kind.incidents.toLocaleString(locale)}</td>
      <td data-label={t('column.weight')}>
        {t('days', { days: kind.harmWeight })}
        <small>
          {kind.harmSource ? t('sourceIs', { source: kind.harmSource }) : t('noSource')}
        </small>
      </td>
      <td data-label={t('column.changed')}>
        {kind.changedAt && kind.changedBy
          ? t('changed', {
              time: formatInstant(kind.changedAt, locale, place.timezone),
              who: kind.changedBy,
            })
          : t('neverChanged')}
      </td>
      <td data-label={t('column.manage')}>
        <KindActions kind={kind} name={name} place={place} />
      </td>
    </tr>
  );
}
