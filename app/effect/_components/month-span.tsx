'use client';

import { useTranslations } from 'next-intl';
import styles from './register-form.module.css';
import type { Span } from './types';

type Props = {
  readonly legend: string;
  readonly value: Span;
  readonly onChange: (value: Span) => void;
};

/** Two months, the first of which becomes the second where that is empty or would lie before it. */
export function MonthSpan({ legend, value, onChange }: Props) {
  const t = useTranslations('effectPage');
  return (
    <fieldset className={styles.span}>
      <legend>{legend}</legend>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          <span>{t(end)}</span>
          <input
            type="month"
            value={value[end]}
            required
            pattern="[0-9]{4}-[0-9]{2}"
            placeholder="2026-05"
            onChange={(e) => {
              const typed = e.target.value;
              const latest = [value.to, typed].sort().at(-1) ?? typed;
              onChange(end === 'from' ? { from: typed, to: latest } : { ...value, to: typed });
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}
