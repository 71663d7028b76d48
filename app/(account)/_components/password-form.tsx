'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { faultOfPassword, MINIMUM_PASSWORD_LENGTH } from '@/lib/accounts/password';
import styles from './account-page.module.css';
import { Fault } from './fault';
import { Field } from './field';
import { useAuthForm } from './use-auth-form';

/** Changing one's password; ends the sessions of all other browsers. */
export function PasswordForm({ username }: { readonly username: string }) {
  const t = useTranslations();
  const [isDone, setDone] = useState(false);
  const form = useAuthForm(
    () => '/change-password',
    ({ current, fresh }) => ({
      currentPassword: current,
      newPassword: fresh,
      revokeOtherSessions: true,
    }),
    () => {
      form.setBusy(false);
      setDone(true);
    },
  );
  function submit(event: FormEvent<HTMLFormElement>): void {
    setDone(false);
    const fields = new FormData(event.currentTarget);
    const fresh = String(fields.get('fresh'));
    const fault = faultOfPassword(fresh, username);
    if (fault === undefined && fresh === fields.get('again')) {
      form.submit(event);
      return;
    }
    event.preventDefault();
    form.setFault(t(fault ? `fault.PASSWORD_${fault}` : 'fault.DIFFERENT', { minutes: 0 }));
  }
  return (
    <section className={`${styles.card} ${styles.wide}`}>
      <h2>{t('account.password')}</h2>
      <form className={styles.form} onSubmit={submit} noValidate>
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={username}
          readOnly
          hidden
        />
        <Field
          label={t('account.current')}
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label={t('account.fresh')}
          name="fresh"
          type="password"
          autoComplete="new-password"
          hint={t('account.rules', { length: MINIMUM_PASSWORD_LENGTH })}
          required
        />
        <Field
          label={t('account.again')}
          name="again"
          type="password"
          autoComplete="new-password"
          required
        />
        <Fault text={form.fault} />
        <p className={styles.done} role="status">
          {isDone ? t('account.changed') : ''}
        </p>
        <p>
          <button type="submit" className={styles.primary} disabled={form.isBusy}>
            {t('account.change')}
          </button>
        </p>
      </form>
    </section>
  );
}
