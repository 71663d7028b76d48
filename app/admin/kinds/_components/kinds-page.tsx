'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant } from '@/lib/format/dates';
import { AdminNav } from '../../_components/admin-nav';
import styles from '../../_components/admin-table.module.css';
import { KindRow } from './kind-row';
import { NewKind } from './new-kind';
import type { Kind, Place } from './types';

type Props = {
  readonly place: Place;
  readonly kinds: readonly Kind[];
  readonly readAt: string;
};

const COLUMNS = ['kind', 'group', 'incidents', 'weight', 'changed', 'manage'] as const;

/** The kinds of incident of a jurisdiction: names, groups, and what one weighs. */
export function KindsPage({ place, kinds, readAt }: Props) {
  const t = useTranslations('adminKinds');
  const { locale } = usePreferences();
  const shown = [...kinds].sort(
    (a, b) =>
      (a.group ?? '').localeCompare(b.group ?? '', locale) || a.code.localeCompare(b.code, locale),
  );
  return (
    <main className={styles.page}>
      <AdminNav jurisdiction={place.code} current="kinds" />
      <header className={styles.header}>
        <h1>
          {t('title')} <span className={styles.place}>{place.name}</span>
        </h1>
        <small className={styles.place}>
          {t('asOf', { time: formatInstant(readAt, locale, place.timezone) })}
        </small>
      </header>
      <p className={styles.note}>{t('intro')}</p>
      <NewKind place={place} />
      {shown.length === 0 ? (
        <p className={styles.empty}>{t('empty')}</p>
      ) : (
        <table className={styles.table} aria-label={t('tableLabel')}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((kind) => (
              // Anew where somebody has changed it: what its forms hold would be of before.
              <KindRow key={`${kind.code} ${kind.version}`} kind={kind} place={place} />
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}
