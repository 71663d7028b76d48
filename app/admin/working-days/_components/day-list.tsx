'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { MAXIMUM_NAME_LENGTH } from '@/lib/calendar/parse-days';
import { formatDay } from '@/lib/format/dates';
import base from '../../_components/admin-table.module.css';
import type { CalendarDraft } from './use-calendar-draft';
import styles from './working-days-page.module.css';

/** The exceptions of the year one by one, with their names. */
export function DayList({ draft }: { readonly draft: CalendarDraft }) {
  const t = useTranslations('adminWorkingDays');
  const { locale } = usePreferences();
  return (
    <section className={base.card} aria-labelledby="exceptions">
      <h2 id="exceptions">{t('list')}</h2>
      {draft.days.length === 0 ? <p>{t('listEmpty')}</p> : null}
      <ul className={styles.days}>
        {draft.days.map(({ day, isWorking, name }) => (
          <li key={day}>
            <span>{formatDay(day, locale)}</span>
            <span>{t(isWorking ? 'working' : 'off')}</span>
            <input
              value={name ?? ''}
              maxLength={MAXIMUM_NAME_LENGTH}
              autoComplete="off"
              aria-label={t('nameOf', { day: formatDay(day, locale) })}
              onChange={(event) => draft.rename(day, event.target.value)}
            />
            <button
              type="button"
              aria-label={t('removeOf', { day: formatDay(day, locale) })}
              onClick={() => draft.restore(day)}
            >
              {t('column.remove')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
