'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { addressOf } from '@/lib/audit/address';
import type { AuditQuery } from '@/lib/validation/audit';
import { AdminNav } from '../../_components/admin-nav';
import { AuditFilter } from './audit-filter';
import styles from './audit-page.module.css';
import { EventRow, type ShownEvent } from './event-row';

type Props = {
  readonly place: string;
  readonly timezone: string;
  readonly query: AuditQuery;
  readonly page: { readonly events: readonly ShownEvent[]; readonly next: string | null };
};

const COLUMNS = ['at', 'who', 'action', 'about', 'outcome', 'from'] as const;

/** The audit log, its filter and its file. */
export function AuditPage({ place, timezone, query, page: { events, next } }: Props) {
  const t = useTranslations('audit');
  return (
    <main className={styles.page}>
      <AdminNav jurisdiction={query.jurisdiction} current="audit" />
      <header className={styles.header}>
        <div>
          <h1>
            {t('title')} <span className={styles.place}>{place}</span>
          </h1>
          <p>{t('intro')}</p>
        </div>
        <nav className={styles.links} aria-label={t('links')}>
          <a href={addressOf('/api/audit', query)} download>
            {t('export')}
          </a>
        </nav>
      </header>
      <AuditFilter query={query} />
      {events.length === 0 ? (
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
            {events.map((event) => (
              <EventRow key={event.sequence} event={event} timezone={timezone} />
            ))}
          </tbody>
        </table>
      )}
      {next ? (
        <p className={styles.more}>
          <Link href={addressOf('/admin/audit', { ...query, before: next })}>{t('older')}</Link>
        </p>
      ) : null}
    </main>
  );
}
