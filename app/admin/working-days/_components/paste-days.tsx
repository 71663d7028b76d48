'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type CalendarDay, parseDays, type RejectedLine } from '@/lib/calendar/parse-days';
import base from '../../_components/admin-table.module.css';
import styles from './working-days-page.module.css';

type Props = { readonly year: number; readonly onRead: (days: readonly CalendarDay[]) => void };

/** Reads a pasted list of days; lines that were not read stay in the field, and are told one by one. */
export function PasteDays({ year, onRead }: Props) {
  const t = useTranslations('adminWorkingDays');
  const [text, setText] = useState('');
  const [count, setCount] = useState<number>();
  const [rejects, setRejects] = useState<readonly RejectedLine[]>([]);

  function read(event: FormEvent) {
    event.preventDefault();
    const parsed = parseDays(text, year);
    onRead(parsed.days);
    setCount(parsed.days.length);
    setRejects(parsed.rejects);
    setText(parsed.rejects.map((line) => line.text).join('\n'));
  }

  return (
    <section className={base.card} aria-labelledby="paste">
      <h2 id="paste">{t('paste')}</h2>
      <form onSubmit={read}>
        <label>
          <span>{t('pasteText')}</span>
          <textarea
            className={styles.text}
            rows={6}
            maxLength={20_000}
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <small>{t('pasteHint')}</small>
        <div className={base.buttons}>
          <button type="submit">{t('read')}</button>
          <span role="status">{count ? t('readDone', { count }) : null}</span>
        </div>
      </form>
      {rejects.length > 0 ? (
        <div className={base.warning} role="alert">
          <p>{t('rejected', { count: rejects.length })}</p>
          <ul>
            {rejects.map(({ line, text: refused, reason }) => (
              <li key={line}>
                {t('rejectedLine', { line, text: refused, reason: t(`reason.${reason}`) })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
