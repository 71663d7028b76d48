'use client';

import { useTranslations } from 'next-intl';
import type { RoleName } from '@/app/_components/role-name';
import styles from './account-page.module.css';
import { Fault } from './fault';
import { useAuthForm } from './use-auth-form';

export type DemoPerson = { readonly username: string; readonly role: RoleName };

type Props = { readonly people: readonly DemoPerson[]; readonly onDone: () => void };

/** The people of the demo city: one click, and the page says that it is a demo. */
export function DemoPeople({ people, onDone }: Props) {
  const t = useTranslations();
  const { fault, isBusy, send } = useAuthForm(
    () => '/sign-in/demo',
    ({ username }) => ({ username }),
    onDone,
  );
  return (
    <section className={styles.demo} aria-labelledby="demo-people">
      <h2 id="demo-people">{t('signIn.demoTitle')}</h2>
      <p>{t('signIn.demoNote')}</p>
      <ul>
        {people.map(({ username, role }) => (
          <li key={username}>
            <button type="button" disabled={isBusy} onClick={() => void send({ username })}>
              <strong>{t('signIn.demoName', { role: t(`role.${role}`) })}</strong>
              <span>{t(`roleHint.${role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Fault text={fault} />
    </section>
  );
}
