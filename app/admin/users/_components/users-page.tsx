'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { AdminNav } from '../../_components/admin-nav';
import styles from '../../_components/admin-table.module.css';
import { FormerMembers } from './former-members';
import { MemberRow } from './member-row';
import { NewMember } from './new-member';
import { RoleTable } from './role-table';
import type { Former, Member, Place, Right } from './types';

type Props = {
  readonly place: Place;
  readonly members: readonly Member[];
  readonly former: readonly Former[];
  readonly rights: readonly Right[];
  /** An administrator of some towns only looks. */
  readonly canChange: boolean;
};

const COLUMNS = ['user', 'role', 'towns', 'state', 'lastSignIn', 'manage'] as const;

/** The users of a jurisdiction: who they are, what they may, and the ways to change it. */
export function UsersPage({ place, members, former, rights, canChange }: Props) {
  const t = useTranslations('adminUsers');
  const { locale } = usePreferences();
  const [search, setSearch] = useState('');
  const shown = members
    .filter(({ name, username }) =>
      `${name} ${username}`.toLowerCase().includes(search.toLowerCase()),
    )
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  return (
    <main className={styles.page}>
      <AdminNav jurisdiction={place.code} current="users" />
      <header className={styles.header}>
        <h1>
          {t('title')} <span className={styles.place}>{place.name}</span>
        </h1>
        <label className={styles.search}>
          <span>{t('search')}</span>
          <input type="search" value={search} onChange={(e) => setSearch(e.target.value)} />
        </label>
      </header>
      {canChange ? <NewMember place={place} /> : <p className={styles.warning}>{t('bound')}</p>}
      {shown.length === 0 ? (
        <p className={styles.empty}>{t('empty')}</p>
      ) : (
        <table className={styles.table} aria-label={t('tableLabel')}>
          <thead>
            <tr>
              {COLUMNS.filter((column) => canChange || column !== 'manage').map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((member) => (
              <MemberRow
                key={member.username}
                member={member}
                place={place}
                canChange={canChange}
              />
            ))}
          </tbody>
        </table>
      )}
      {canChange ? <FormerMembers former={former} place={place} /> : null}
      <RoleTable rights={rights} />
    </main>
  );
}
