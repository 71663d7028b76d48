'use client';

import { IconMapOff } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import styles from './map-missing.module.css';

/** Says that part of the map is not there, so that nobody takes it for empty. */
export function MapMissing({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations();
  return (
    <div className={styles.missing} role="alert">
      <IconMapOff size={16} aria-hidden="true" />
      <span>{t('map.missing')}</span>
      <button type="button" onClick={onRetry}>
        {t('state.retry')}
      </button>
    </div>
  );
}
