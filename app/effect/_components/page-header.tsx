'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import styles from './effect-page.module.css';
import type { Place } from './types';

type Props = {
  readonly place: Pick<Place, 'name' | 'isDemo'>;
  readonly title: string;
  readonly children: ReactNode;
};

/** What the page is about, where, and the ways on from it. */
export function PageHeader({ place, title, children }: Props) {
  const t = useTranslations('demo');
  return (
    <header className={styles.header}>
      <h1>
        <bdi>{title}</bdi> <span className={styles.place}>{place.name}</span>{' '}
        {place.isDemo ? (
          <span className={styles.demo} title={t('note')}>
            {t('banner')}
          </span>
        ) : null}
      </h1>
      <nav className={styles.links}>{children}</nav>
    </header>
  );
}
