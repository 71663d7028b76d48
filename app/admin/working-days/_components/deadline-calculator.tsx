'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { addWorkingDays, type Exceptions, workingDaysBetween } from '@/lib/calendar/working-days';
import { formatDay } from '@/lib/format/dates';
import base from '../../_components/admin-table.module.css';
import styles from './working-days-page.module.css';

type Props = {
  readonly today: string;
  readonly exceptions: Exceptions;
  readonly enteredYears: readonly number[];
};

/** Longer deadlines than a year are none of working days. */
const MAXIMUM_COUNT = 250;

/** When a deadline ends, and how many working days lie between two days. */
export function DeadlineCalculator({ today, exceptions, enteredYears }: Props) {
  const t = useTranslations('adminWorkingDays');
  const { locale } = usePreferences();
  const [typedFrom, setFrom] = useState(today);
  const [count, setCount] = useState('5');
  const [typedTo, setTo] = useState('');
  const [from, to] = [withinReason(typedFrom), withinReason(typedTo)];
  const days = Number(count);
  const canAdd = from !== '' && count !== '' && Number.isInteger(days) && days >= 0;
  const deadline = canAdd
    ? addWorkingDays(from, Math.min(days, MAXIMUM_COUNT), exceptions)
    : undefined;
  const unknown = unknownYears([from, deadline ?? '', to], enteredYears);
  return (
    <section className={base.card} aria-labelledby="deadline">
      <h2 id="deadline">{t('calculator')}</h2>
      <p>{t('calculatorHint')}</p>
      <div className={styles.fields}>
        <label>
          <span>{t('from')}</span>
          <input type="date" value={typedFrom} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label>
          <span>{t('count')}</span>
          <input
            type="number"
            min={0}
            max={MAXIMUM_COUNT}
            step={1}
            value={count}
            onChange={(event) => setCount(event.target.value)}
          />
        </label>
        <label>
          <span>{t('to')}</span>
          <input type="date" value={typedTo} onChange={(event) => setTo(event.target.value)} />
        </label>
      </div>
      <div role="status">
        {deadline ? <p>{t('deadline', { day: formatDay(deadline, locale) })}</p> : null}
        {from !== '' && to !== '' ? (
          <p>{t('between', { count: workingDaysBetween(from, to, exceptions) })}</p>
        ) : null}
        {unknown.length > 0 ? (
          <p className={styles.assumed}>{t('assumed', { years: unknown.join(' · ') })}</p>
        ) : null}
      </div>
    </section>
  );
}

/** A day while it is typed may be of the year 2: none, until it is one that a calendar can have. */
function withinReason(day: string): string {
  return day >= '2000-01-01' && day <= '2099-12-31' ? day : '';
}

/** The years from the first to the last of some days that nobody has entered. */
function unknownYears(days: readonly string[], entered: readonly number[]): readonly number[] {
  const years = days.filter((day) => day !== '').map((day) => Number(day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const unknown: number[] = [];
  for (let year = first; year <= last; year++) if (!entered.includes(year)) unknown.push(year);
  return unknown;
}
