'use client';

import { useTranslations } from 'next-intl';
import styles from './hotspot-details.module.css';

/**
 * Stands where a part of the panel is on its way. Each `dynamic` part names it: without, Next gives it no boundary of its own, and
 * the whole page would go for a moment.
 */
export function PanelLoading() {
  const t = useTranslations('details');
  return (
    <p className={styles.waiting} role="status">
      {t('loading')}
    </p>
  );
}
