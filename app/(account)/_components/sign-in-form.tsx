'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import styles from './account-page.module.css';
import { CodeForm } from './code-form';
import { DemoPeople, type DemoPerson } from './demo-people';
import { Fault } from './fault';
import { Field } from './field';
import { useAuthForm } from './use-auth-form';

type Props = {
  /** A path of ours. */
  readonly next: string;
  readonly people: readonly DemoPerson[];
  /** What the city calls its identity provider; undefined where there is none. */
  readonly provider: string | undefined;
  /** Why the provider's answer did not sign in. */
  readonly refused: boolean;
};

/** A whole new page: nothing that was read for somebody else stays in memory. */
function enter(path: string): void {
  window.location.assign(path);
}

/** User name and password, then the second factor where one is set up. */
export function SignInForm({ next, people, provider, refused }: Props) {
  const t = useTranslations('signIn');
  const [needsCode, setNeedsCode] = useState(false);
  const password = useAuthForm(
    () => '/sign-in/username',
    ({ username, password: typed }) => ({ username, password: typed }),
    ({ twoFactorRedirect }) => (twoFactorRedirect ? setNeedsCode(true) : enter(next)),
  );
  const outside = useAuthForm(
    () => '/sign-in/social',
    () => ({
      provider: 'oidc',
      callbackURL: next,
      errorCallbackURL: '/sign-in',
      disableRedirect: true,
    }),
    ({ url }) => enter(url ?? '/sign-in'),
  );
  if (needsCode)
    return (
      <CodeForm
        onDone={() => enter(next)}
        onBack={() => {
          setNeedsCode(false);
          password.setBusy(false);
        }}
      />
    );
  const isBusy = password.isBusy || outside.isBusy;
  return (
    <>
      <form className={styles.form} onSubmit={password.submit} noValidate>
        <Field
          label={t('username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
        />
        <Field
          label={t('password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={128}
        />
        <Fault text={password.fault ?? outside.fault ?? (refused ? t('refused') : undefined)} />
        <button type="submit" className={styles.primary} disabled={isBusy}>
          {password.isBusy ? t('busy') : t('submit')}
        </button>
      </form>
      {provider === undefined ? null : (
        <button
          type="button"
          className={styles.secondary}
          disabled={isBusy}
          onClick={() => void outside.send({})}
        >
          {t('provider', { provider })}
        </button>
      )}
      {people.length > 0 ? <DemoPeople people={people} onDone={() => enter(next)} /> : null}
    </>
  );
}
