'use client';

import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatMonth } from '@/lib/format/dates';
import { addMonths } from '@/lib/format/month';
import styles from './month-stepper.module.css';

type Props = {
  readonly month: string;
  readonly months: { readonly first: string; readonly last: string } | undefined;
  /** The pointer is on a way to another month: now is the time to read it. */
  readonly onApproach: (step: number) => void;
  readonly onMonth: (month: string) => void;
};

/** The campaign month, and the way to the one before and after. */
export function MonthStepper({ month, months, onApproach, onMonth }: Props) {
  const t = useTranslations('top');
  const { locale } = usePreferences();
  if (!months) return null;
  return (
    <fieldset className={styles.stepper}>
      <legend className="visually-hidden">{t('month')}</legend>
      <button
        type="button"
        aria-label={t('previousMonth')}
        title={`${t('previousMonth')} (←)`}
        disabled={month <= months.first}
        onPointerEnter={() => month > months.first && onApproach(-1)}
        onClick={() => onMonth(addMonths(month, -1))}
      >
        <IconChevronLeft size={18} />
      </button>
      <output className={styles.month} aria-live="polite" data-testid="month">
        {formatMonth(month, locale)}
      </output>
      <button
        type="button"
        aria-label={t('nextMonth')}
        title={`${t('nextMonth')} (→)`}
        disabled={month >= months.last}
        onPointerEnter={() => month < months.last && onApproach(1)}
        onClick={() => onMonth(addMonths(month, 1))}
      >
        <IconChevronRight size={18} />
      </button>
    </fieldset>
  );
}
