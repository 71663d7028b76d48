'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant, formatMonth } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/numbers';
import type { JobProgress, JobView } from '@/lib/jobs/job-view';
import styles from './jobs-page.module.css';

type Props = {
  readonly job: JobView;
  readonly timezone: string;
  /** Absent where they may only look. */
  readonly onOrder?: (what: 'cancel' | 'retry') => void;
};

/** One job: a row of the table, a card on a phone. */
export function JobRow({ job, timezone, onOrder }: Props) {
  const t = useTranslations('jobs');
  const { locale } = usePreferences();
  const time = (instant: string) => formatInstant(instant, locale, timezone);
  return (
    <tr data-testid={`job-${job.id}`} data-state={job.state}>
      <th scope="row" data-label={t('column.kind')}>
        <JobTitle job={job} />
      </th>
      <td data-label={t('column.state')}>
        <span className={styles.state} data-state={job.state}>
          {stateText(job, t)}
        </span>
        {job.state === 'queued' && job.error ? (
          <small>{t('state.waiting', { time: time(job.runAfter) })}</small>
        ) : null}
      </td>
      <td data-label={t('column.progress')}>
        <JobOutcome job={job} />
      </td>
      <td data-label={t('column.attempts')} className={styles.attempts}>
        <span aria-hidden="true">{`${job.attempts} / ${job.maxAttempts}`}</span>
        <span className="visually-hidden">
          {t('attempts', { attempts: job.attempts, max: job.maxAttempts })}
        </span>
      </td>
      <td data-label={t('column.by')}>{job.createdBy}</td>
      <td data-label={t('column.time')} className={styles.times}>
        <span>{t('asked', { time: time(job.createdAt) })}</span>
        {job.finishedAt ? <span>{t('finished', { time: time(job.finishedAt) })}</span> : null}
      </td>
      {onOrder ? (
        <td data-label={t('column.actions')}>
          <JobButton job={job} onOrder={onOrder} />
        </td>
      ) : null}
    </tr>
  );
}

type Texts = ReturnType<typeof useTranslations<'jobs'>>;

function stateText({ state, isCancelling }: JobView, t: Texts): string {
  return isCancelling ? t('state.cancelling') : t(`state.${state}`);
}

function JobTitle({ job: { id, kind, facts } }: { readonly job: JobView }) {
  const t = useTranslations('jobs');
  const { locale } = usePreferences();
  const { fileName = '', subject = '', month } = facts;
  if (!isKnown(kind)) return t('unknownKind');
  const values = {
    kind: facts.kind ?? '',
    fileName,
    subject: isSubject(subject) ? t(`subject.${subject}`) : subject,
    month: month ? formatMonth(month, locale) : '',
  };
  return (
    <>
      <span className={styles.kind}>{t(`kind.${kind}`)}</span> <small>{`#${id}`}</small>
      <span className={styles.about}>{t(`about.${kind}`, values)}</span>
    </>
  );
}

function JobOutcome({ job }: { readonly job: JobView }) {
  const t = useTranslations('jobs');
  const { locale } = usePreferences();
  if (job.state === 'done' && isKnown(job.kind) && Object.keys(job.figures).length > 0) {
    const figures = Object.entries(job.figures).map(([name, value]) => [
      name,
      formatNumber(value, locale),
    ]);
    return <span>{t(`figures.${job.kind}`, Object.fromEntries(figures))}</span>;
  }
  if (job.state === 'running' && job.progress) return <Progress progress={job.progress} />;
  if (!job.error || job.state === 'cancelled') return null;
  const { code, text } = job.error;
  return (
    <span className={styles.error}>
      {t(`error.${code}`, { id: job.id })}
      {code === 'refused' ? <span lang="en">{text}</span> : null}
    </span>
  );
}

function Progress({ progress: { step, done, total } }: { readonly progress: JobProgress }) {
  const t = useTranslations('jobs');
  const { locale } = usePreferences();
  const name = t(`step.${step}`);
  const rows = { step: name, done: formatNumber(done, locale) };
  const counted =
    total === null
      ? t('progress', rows)
      : t('progressOf', { ...rows, total: formatNumber(total, locale) });
  const text = done === 0 && total === null ? name : counted;
  return (
    <span className={styles.progress}>
      <progress
        aria-label={name}
        {...(total !== null && { value: done, max: Math.max(total, 1) })}
      />
      <span>{text}</span>
    </span>
  );
}

function JobButton({ job, onOrder }: { readonly job: JobView } & Required<Pick<Props, 'onOrder'>>) {
  const t = useTranslations('jobs');
  const canCancel = (job.state === 'queued' || job.state === 'running') && !job.isCancelling;
  const what = canCancel ? 'cancel' : 'retry';
  if (!canCancel && job.state !== 'failed' && job.state !== 'cancelled') return null;
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={t(`${what}Of`, { id: job.id })}
      onClick={() => onOrder(what)}
    >
      {t(what)}
    </button>
  );
}

const KINDS = [
  'import',
  'ranking',
  'backtest',
  'facts-rebuild',
  'boundary',
  'kind-weight',
] as const;

function isKnown(kind: string): kind is (typeof KINDS)[number] {
  return KINDS.some((known) => known === kind);
}

const SUBJECTS = [
  'incidents',
  'crashes',
  'hazards',
  'premises',
  'roads',
  'towns',
  'grids',
] as const;

function isSubject(subject: string): subject is (typeof SUBJECTS)[number] {
  return SUBJECTS.some((known) => known === subject);
}
