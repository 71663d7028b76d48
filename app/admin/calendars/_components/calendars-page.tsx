'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatMonth } from '@/lib/format/dates';
import { AdminNav } from '../../_components/admin-nav';
import base from '../../jurisdiction/_components/jurisdiction-page.module.css';
import styles from './calendars-page.module.css';
import type { Campaign, Place } from './campaign-draft';
import { CampaignRow } from './campaign-row';
import { NewCampaign } from './new-campaign';

type Props = { readonly place: Place; readonly campaigns: readonly Campaign[] };

/** The campaigns of a jurisdiction by month, the latest first, and the ways to change them. */
export function CalendarsPage({ place, campaigns }: Props) {
  const t = useTranslations('adminCalendars');
  const { locale } = usePreferences();
  const months = [...new Set(campaigns.map(({ month }) => month))].sort().reverse();
  return (
    <main className={base.page}>
      <AdminNav jurisdiction={place.code} current="calendars" />
      <header className={base.header}>
        <h1>
          {t('title')} <span className={base.place}>{place.name}</span>
        </h1>
      </header>
      <p className={styles.intro}>{t('intro')}</p>
      <NewCampaign place={place} />
      {months.length === 0 ? <p>{t('empty')}</p> : null}
      {months.map((month) => (
        <section key={month} aria-label={formatMonth(month, locale)}>
          <h2 className={styles.month}>{formatMonth(month, locale)}</h2>
          {campaigns
            .filter((campaign) => campaign.month === month)
            .map((campaign) => (
              <CampaignRow key={campaign.id} campaign={campaign} place={place} />
            ))}
        </section>
      ))}
    </main>
  );
}
