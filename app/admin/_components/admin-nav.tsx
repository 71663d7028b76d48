'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import styles from './admin-nav.module.css';

const SECTIONS = [
  { id: 'users', path: '/admin/users' },
  { id: 'jurisdiction', path: '/admin/jurisdiction' },
  { id: 'basemap', path: '/admin/basemap' },
  { id: 'calendars', path: '/admin/calendars' },
  { id: 'workingDays', path: '/admin/working-days' },
  { id: 'kinds', path: '/admin/kinds' },
  { id: 'audit', path: '/admin/audit' },
  { id: 'jobs', path: '/jobs' },
] as const;

type Props = {
  readonly jurisdiction: string;
  readonly current: (typeof SECTIONS)[number]['id'];
};

/** The way from one part of the administration to the others, and back to the map. */
export function AdminNav({ jurisdiction, current }: Props) {
  const t = useTranslations('admin');
  return (
    <nav className={styles.nav} aria-label={t('sections')}>
      {SECTIONS.map(({ id, path }) => (
        <Link
          key={id}
          href={`${path}?jurisdiction=${jurisdiction}`}
          aria-current={id === current ? 'page' : undefined}
        >
          {t(`section.${id}`)}
        </Link>
      ))}
      <Link href={`/?jurisdiction=${jurisdiction}`} className={styles.back}>
        {t('back')}
      </Link>
    </nav>
  );
}
