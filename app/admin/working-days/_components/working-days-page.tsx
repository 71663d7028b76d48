'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant } from '@/lib/format/dates';
import { AdminNav } from '../../_components/admin-nav';
import base from '../../_components/admin-table.module.css';
import { DayList } from './day-list';
import { DeadlineCalculator } from './deadline-calculator';
import { PasteDays } from './paste-days';
import { SaveYear } from './save-year';
import type { Place, SavedCalendar } from './types';
import { useCalendarDraft } from './use-calendar-draft';
import styles from './working-days-page.module.css';
import { YearGrid } from './year-grid';

type Props = {
  readonly place: Place;
  readonly year: number;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly calendar: SavedCalendar;
};

/** The working days of a year: its exceptions, the ways to change them, and what deadlines they give. */
export function WorkingDaysPage({ place, year, today, calendar }: Props) {
  const t = useTranslations('adminWorkingDays');
  const draft = useCalendarDraft(calendar.days, year);
  const isEntered = calendar.version > 0;
  return (
    <main className={base.page}>
      <AdminNav jurisdiction={place.code} current="workingDays" />
      <header className={base.header}>
        <h1>
          {t('title')} <span className={base.place}>{place.name}</span>
        </h1>
        <YearStepper code={place.code} year={year} />
      </header>
      <p className={base.note}>{t('intro')}</p>
      {isEntered ? (
        <SavedBy place={place} year={year} calendar={calendar} />
      ) : (
        <p className={base.warning}>{t('notEntered', { year: String(year) })}</p>
      )}
      <YearGrid year={year} today={today} draft={draft} />
      <SaveYear place={place} year={year} version={calendar.version} draft={draft} />
      <div className={styles.sections}>
        <DayList draft={draft} />
        <PasteDays year={year} onRead={draft.add} />
        <DeadlineCalculator
          today={today}
          exceptions={draft.exceptions}
          enteredYears={
            draft.changes > 0 ? [...calendar.enteredYears, year] : calendar.enteredYears
          }
        />
      </div>
    </main>
  );
}

function YearStepper({ code, year }: { readonly code: string; readonly year: number }) {
  const t = useTranslations('adminWorkingDays');
  const address = (shown: number) =>
    `/admin/working-days?jurisdiction=${code}&year=${shown}` as const;
  return (
    <nav className={styles.years} aria-label={t('year')}>
      {year > 2000 ? (
        <Link href={address(year - 1)} aria-label={t('previous')}>
          ‹
        </Link>
      ) : null}
      <strong>{year}</strong>
      {year < 2099 ? (
        <Link href={address(year + 1)} aria-label={t('next')}>
          ›
        </Link>
      ) : null}
    </nav>
  );
}

function SavedBy({ place, year, calendar }: Omit<Props, 'today'>) {
  const t = useTranslations('adminWorkingDays');
  const { locale } = usePreferences();
  const { changedAt, changedBy, days } = calendar;
  return (
    <p className={base.note}>
      {t('entered', {
        year: String(year),
        count: days.filter(({ day }) => day.startsWith(`${year}-`)).length,
        who: changedBy ?? t('someone'),
        time: changedAt ? formatInstant(changedAt, locale, place.timezone) : '',
      })}
    </p>
  );
}
