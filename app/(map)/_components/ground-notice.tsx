'use client';

import { IconMapOff, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import styles from './map-missing.module.css';
import type { Ground } from './use-ground';

/** Says that the ground is not the one chosen, why, and who can do something about it. */
export function GroundNotice({ ground }: { readonly ground: Ground }) {
  const t = useTranslations();
  const { failure, retry, dismiss } = ground;
  if (!failure) return null;
  return (
    <div className={styles.missing} role="alert">
      <IconMapOff size={16} aria-hidden="true" />
      <span>
        {t(`map.ground.${failure.reason}`, failure)} {t('map.ground.instead')}
      </span>
      {retry ? (
        <button type="button" onClick={retry}>
          {t('state.retry')}
        </button>
      ) : null}
      <button type="button" aria-label={t('map.ground.dismiss')} onClick={dismiss}>
        <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
