'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { ROLE_NAMES } from '@/app/_components/role-name';
import { formatInstant } from '@/lib/format/dates';
import styles from '../../_components/admin-table.module.css';
import { MemberActions } from './member-actions';
import { TownNames } from './town-names';
import type { Member, Place } from './types';

type Props = {
  readonly member: Member;
  readonly place: Place;
  readonly canChange: boolean;
};

/** One user: a row of the table, a card on a phone. */
export function MemberRow({ member, place, canChange }: Props) {
  const t = useTranslations('adminUsers');
  const roleName = useTranslations('role');
  const { locale } = usePreferences();
  const role = ROLE_NAMES.find((each) => each === member.role);
  return (
    <tr data-testid={`user-${member.username}`}>
      <th scope="row" data-label={t('column.user')}>
        <strong>{member.name}</strong>
        <small>{member.username}</small>
      </th>
      <td data-label={t('column.role')}>{role ? roleName(role) : member.role}</td>
      <td data-label={t('column.towns')}>
        <TownNames ids={member.towns} place={place} />
      </td>
      <td data-label={t('column.state')}>
        <States member={member} timezone={place.timezone} />
      </td>
      <td data-label={t('column.lastSignIn')}>
        {member.lastSignInAt
          ? formatInstant(member.lastSignInAt, locale, place.timezone)
          : t('never')}
        {member.sessions > 0 ? <small>{t('signedIn', { count: member.sessions })}</small> : null}
      </td>
      {canChange ? (
        <td data-label={t('column.manage')}>
          {member.isSelf || member.isDemo ? (
            <small>{t(member.isSelf ? 'self' : 'demoHint')}</small>
          ) : (
            <MemberActions member={member} place={place} />
          )}
        </td>
      ) : null}
    </tr>
  );
}

function States({ member, timezone }: { member: Member; timezone: string }) {
  const t = useTranslations('adminUsers');
  const { locale } = usePreferences();
  const { isDisabled, isDemo, isShared, hasPassword, hasTwoFactor, lockedUntil } = member;
  const states = [
    isDisabled && t('state.disabled'),
    lockedUntil && t('state.locked', { until: formatInstant(lockedUntil, locale, timezone) }),
    isDemo && t('state.demo'),
    isShared && t('state.shared'),
    hasTwoFactor && t('state.twoFactor'),
    !hasPassword && !isDemo && t('state.noPassword'),
  ].filter((state) => state !== false && state !== null);
  return states.length === 0 ? (
    t('state.active')
  ) : (
    <ul className={styles.states}>
      {states.map((state) => (
        <li key={state}>{state}</li>
      ))}
    </ul>
  );
}
