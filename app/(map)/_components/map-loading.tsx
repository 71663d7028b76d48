'use client';

import { useTranslations } from 'next-intl';
import styles from './map-loading.module.css';

/** What stands where the map will be. */
export function MapLoading() {
  const t = useTranslations('map');
  return (
    <div className={styles.loading} role="status">
      <span className={styles.pulse} aria-hidden="true" />
      {t('loading')}
    </div>
  );
}
