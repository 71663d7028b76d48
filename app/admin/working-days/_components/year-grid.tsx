'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef, useState } from 'react';
import { addDays } from '@/lib/calendar/working-days';
import { MonthTable } from './month-table';
import type { CalendarDraft } from './use-calendar-draft';
import styles from './working-days-page.module.css';

type Props = { readonly year: number; readonly today: string; readonly draft: CalendarDraft };

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const LEGEND = ['working', 'weekend', 'off', 'makeUp'] as const;

/** The twelve months of a year; one stop of the tab key, from which the arrow keys lead. */
export function YearGrid({ year, today, draft }: Props) {
  const t = useTranslations('adminWorkingDays');
  const grid = useRef<HTMLElement>(null);
  const [at, setAt] = useState(today.startsWith(`${year}-`) ? today : `${year}-01-01`);

  function move(event: KeyboardEvent) {
    const target = targetOf(event.key, at);
    if (!target?.startsWith(`${year}-`)) return;
    event.preventDefault();
    setAt(target);
    grid.current?.querySelector<HTMLElement>(`[data-day="${target}"]`)?.focus();
  }

  return (
    <>
      <ul className={styles.legend}>
        {LEGEND.map((sort) => (
          <li key={sort}>
            <span data-sort={sort} aria-hidden="true" /> {t(`legend.${sort}`)}
          </li>
        ))}
      </ul>
      <section
        ref={grid}
        className={styles.year}
        aria-label={t('gridLabel', { year: String(year) })}
        onKeyDown={move}
      >
        {MONTHS.map((month) => (
          <MonthTable
            key={month}
            month={`${year}-${String(month).padStart(2, '0')}`}
            {...{ at, today, draft }}
            onFocus={setAt}
          />
        ))}
      </section>
      <p className={styles.hint}>{t('hint')}</p>
    </>
  );
}

/** Where a key leads from a day; undefined where it leads nowhere. */
function targetOf(key: string, day: string): string | undefined {
  const step = STEPS[key];
  if (step !== undefined) return addDays(day, step);
  const months = { PageUp: -1, PageDown: 1 }[key];
  if (months === undefined) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const target = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return target.toISOString().slice(0, 10);
}
