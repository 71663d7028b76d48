'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ROLE_NAMES } from '@/app/_components/role-name';
import styles from './account-page.module.css';
import { Fault } from './fault';
import { PasswordForm } from './password-form';
import { TwoFactorSection } from './two-factor-section';
import { useAuthForm } from './use-auth-form';

type Props = {
  readonly username: string;
  readonly name: string;
  readonly hasPassword: boolean;
  readonly hasTwoFactor: boolean;
  readonly memberships: readonly {
    readonly jurisdiction: string;
    readonly jurisdictionName: string;
    readonly role: string;
    readonly towns: readonly string[] | null;
  }[];
};

/** What a person may see and change of their own account. */
export function AccountSections({ username, name, hasPassword, hasTwoFactor, memberships }: Props) {
  const t = useTranslations();
  const roleOf = (role: string) =>
    t(`role.${ROLE_NAMES.find((each) => each === role) ?? 'viewer'}`);
  return (
    <>
      <section className={`${styles.card} ${styles.wide}`}>
        <h2>{name}</h2>
        <dl className={styles.facts}>
          <dt>{t('signIn.username')}</dt>
          <dd>{username}</dd>
          {memberships.map(({ jurisdiction, jurisdictionName, role, towns }) => (
            <Place
              key={jurisdiction}
              name={jurisdictionName}
              text={`${roleOf(role)} · ${towns ? t('account.towns', { count: towns.length }) : t('account.allTowns')}`}
            />
          ))}
        </dl>
        <p>
          <Link href="/" className={styles.home}>
            {t('account.toMap')}
          </Link>
        </p>
      </section>
      {hasPassword ? (
        <>
          <PasswordForm username={username} />
          <TwoFactorSection isOn={hasTwoFactor} />
        </>
      ) : null}
      <Sessions />
    </>
  );
}

function Place({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}

function Sessions() {
  const t = useTranslations('account');
  const [isSure, setSure] = useState(false);
  const { fault, isBusy, send } = useAuthForm(
    () => '/revoke-sessions',
    () => ({}),
    () => window.location.assign('/sign-in'),
  );
  return (
    <section className={`${styles.card} ${styles.wide}`}>
      <h2>{t('sessions')}</h2>
      <p className={styles.note}>{t('sessionsNote')}</p>
      <Fault text={fault} />
      <p>
        <button
          type="button"
          className={styles.secondary}
          disabled={isBusy}
          onClick={() => (isSure ? void send({}) : setSure(true))}
        >
          {isSure ? t('everywhereSure') : t('everywhere')}
        </button>
      </p>
    </section>
  );
}
