'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant } from '@/lib/format/dates';
import { AdminNav } from '../../_components/admin-nav';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';
import { BasemapForm } from './basemap-form';
import { BasemapPreview } from './basemap-preview';
import { draftOf, faultOf, settingsOf } from './draft';
import type { Place, Settings } from './types';

type Props = {
  readonly place: Place;
  readonly settings: Settings;
  /** Origins that browsers may load tiles from. */
  readonly hosts: readonly string[];
};

/** What lies under the map of a jurisdiction, and how it would look. */
export function BasemapPage({ place, settings, hosts }: Props) {
  const t = useTranslations('adminBasemap');
  const { locale } = usePreferences();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const { changedAt, changedBy } = settings;
  const chosen = useMemo(() => settingsOf(draft), [draft]);
  const time = changedAt ? formatInstant(changedAt, locale, place.timezone) : '';
  return (
    <main className={styles.page}>
      <AdminNav jurisdiction={place.code} current="basemap" />
      <header className={styles.header}>
        <h1>
          {t('title')} <span className={styles.place}>{place.name}</span>
        </h1>
        <small className={styles.place}>
          {changedAt ? t('lastChange', { time, who: changedBy ?? '—' }) : t('neverChanged')}
        </small>
      </header>
      <div className={styles.columns}>
        <BasemapForm
          place={place}
          version={settings.version}
          draft={draft}
          hosts={hosts}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <BasemapPreview place={place} raster={chosen.raster} fault={faultOf(chosen, hosts)} />
      </div>
    </main>
  );
}
