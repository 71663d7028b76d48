'use client';

import { useTranslations } from 'next-intl';
import { AdminNav } from '../../_components/admin-nav';
import { BoundaryEditor } from './boundary-editor';
import { FixedFacts } from './fixed-facts';
import styles from './jurisdiction-page.module.css';
import { SettingsForm } from './settings-form';
import type { Settings } from './types';

type Props = { readonly settings: Settings };

/** What stays of a jurisdiction, what may be set, and its boundary. */
export function JurisdictionPage({ settings }: Props) {
  const t = useTranslations('adminJurisdiction');
  const { code, name } = settings;
  return (
    <main className={styles.page}>
      <AdminNav jurisdiction={code} current="jurisdiction" />
      <header className={styles.header}>
        <h1>
          {t('title')} <span className={styles.place}>{name}</span>
        </h1>
      </header>
      <div className={styles.columns}>
        <div className={styles.column}>
          <SettingsForm settings={settings} />
          <FixedFacts settings={settings} />
        </div>
        <BoundaryEditor settings={settings} />
      </div>
    </main>
  );
}
