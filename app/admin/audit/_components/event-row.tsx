'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { ROLE_NAMES } from '@/app/_components/role-name';
import { AUDIT_ACTIONS, type AUDIT_OUTCOMES } from '@/lib/audit/actions';
import { formatInstant } from '@/lib/format/dates';
import styles from './audit-page.module.css';

export type ShownEvent = {
  readonly sequence: string;
  readonly at: string;
  readonly username: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outcome: (typeof AUDIT_OUTCOMES)[number];
  readonly address: string | null;
};

type Props = { readonly event: ShownEvent; readonly timezone: string };

/** One event: a row of the table, a card on a phone. */
export function EventRow({ event, timezone }: Props) {
  const t = useTranslations('audit');
  const { locale } = usePreferences();
  const { sequence, at, outcome, address, subject, parameters } = event;
  const action = AUDIT_ACTIONS.find((each) => each === event.action);
  return (
    <tr data-testid={`event-${sequence}`}>
      <th scope="row" data-label={t('column.at')} className={styles.time}>
        <time dateTime={at} title={at}>
          {formatInstant(at, locale, timezone)}
        </time>
        <small>{`#${sequence}`}</small>
      </th>
      <td data-label={t('column.who')}>
        <Doer event={event} />
      </td>
      <td data-label={t('column.action')}>{action ? t(`action.${action}`) : event.action}</td>
      <td data-label={t('column.about')} className={styles.about}>
        {subject}
        <Parameters parameters={parameters} />
      </td>
      <td data-label={t('column.outcome')}>
        <span className={styles.outcome} data-outcome={outcome}>
          {t(`outcome.${outcome}`)}
        </span>
      </td>
      <td data-label={t('column.from')}>{address}</td>
    </tr>
  );
}

function Doer({ event: { username, name, role } }: { readonly event: ShownEvent }) {
  const t = useTranslations('audit');
  const roles = useTranslations('role');
  const known = ROLE_NAMES.find((each) => each === role);
  return (
    <>
      <span className={styles.who}>{name ?? username ?? t('unknown')}</span>
      <small>
        {[username, known ? roles(known) : role === 'host' ? t('host') : null]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  );
}

function Parameters({ parameters }: Pick<ShownEvent, 'parameters'>) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null);
  if (given.length === 0) return null;
  return (
    <small className={styles.parameters}>
      {given
        .map(
          ([name, value]) =>
            `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
        )
        .join(' · ')}
    </small>
  );
}
