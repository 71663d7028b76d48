'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { JobView } from '@/lib/jobs/job-view';
import { JobRow } from './job-row';
import styles from './jobs-page.module.css';
import { useJobs } from './use-jobs';

type JobsJurisdiction = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
};

type Props = {
  readonly jurisdiction: JobsJurisdiction;
  readonly initial: readonly JobView[];
  readonly canRun: boolean;
};

const COLUMNS = ['kind', 'state', 'progress', 'attempts', 'by', 'time'] as const;

/** The list of jobs, live. */
export function JobsPage({ jurisdiction, initial, canRun }: Props) {
  const t = useTranslations('jobs');
  const { jobs, isLive, take } = useJobs(jurisdiction.code, initial);
  const [failure, setFailure] = useState<string | null>(null);

  async function order(id: string, what: 'cancel' | 'retry') {
    setFailure(null);
    try {
      take(await post(`/api/jobs/${id}/${what}`, { jurisdiction: jurisdiction.code }));
    } catch (error) {
      setFailure((error as Error).message);
    }
  }

  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1>
            {t('title')} <span className={styles.place}>{jurisdiction.name}</span>
          </h1>
          <p>{t('intro')}</p>
        </div>
        <Link href={`/?jurisdiction=${jurisdiction.code}`}>{t('back')}</Link>
      </header>
      <p className={styles.live} data-live={isLive} role="status">
        {isLive ? t('live') : t('reconnecting')}
      </p>
      {failure ? (
        <p className={styles.failure} role="alert">
          {t('actionFailed', { reason: failure })}
        </p>
      ) : null}
      {jobs.length === 0 ? (
        <div className={styles.empty}>
          <h2>{t('empty')}</h2>
          <p>{t('emptyHint')}</p>
        </div>
      ) : (
        <table className={styles.table} aria-label={t('tableLabel')}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
              {canRun ? <th scope="col">{t('column.actions')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <JobRow
                key={job.id}
                job={job}
                timezone={jurisdiction.timezone}
                {...(canRun && { onOrder: (what) => void order(job.id, what) })}
              />
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}

/** @throws {Error} with what the server says is wrong. */
async function post(address: string, body: object): Promise<JobView> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as JobView | { detail: string };
  if ('detail' in answer) throw new Error(answer.detail);
  return answer;
}
