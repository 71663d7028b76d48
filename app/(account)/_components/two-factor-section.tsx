'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import styles from './account-page.module.css';
import { Fault } from './fault';
import { Field } from './field';
import { QrCode } from './qr-code';
import { useAuthForm } from './use-auth-form';

type Setup = { readonly uri: string; readonly codes: readonly string[] };

/** Codes from the phone as a second factor: off, being set up, or on. */
export function TwoFactorSection({ isOn }: { readonly isOn: boolean }) {
  const t = useTranslations('account');
  const router = useRouter();
  const [setup, setSetup] = useState<Setup>();
  const password = useAuthForm(
    () => (isOn ? '/two-factor/disable' : '/two-factor/enable'),
    ({ password: typed }) => ({ password: typed }),
    ({ totpURI, backupCodes = [] }) => {
      password.setBusy(false);
      if (totpURI) setSetup({ uri: totpURI, codes: backupCodes });
      else router.refresh();
    },
  );
  return (
    <section className={`${styles.card} ${styles.wide}`}>
      <h2>{t('factor')}</h2>
      {setup && !isOn ? (
        <Confirm setup={setup} onDone={() => router.refresh()} />
      ) : (
        <form className={styles.form} onSubmit={password.submit} noValidate>
          <p className={styles.note}>{isOn ? t('factorOn') : t('factorOff')}</p>
          <Field
            label={t('current')}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
          <Fault text={password.fault} />
          <p>
            <button type="submit" className={styles.secondary} disabled={password.isBusy}>
              {isOn ? t('factorDisable') : t('factorEnable')}
            </button>
          </p>
        </form>
      )}
      {setup && isOn ? <Codes codes={setup.codes} /> : null}
    </section>
  );
}

function Confirm({ setup, onDone }: { readonly setup: Setup; readonly onDone: () => void }) {
  const t = useTranslations('account');
  const { fault, isBusy, submit } = useAuthForm(
    () => '/two-factor/verify-totp',
    ({ code = '' }) => ({ code: code.replace(/\s/g, '') }),
    onDone,
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('scan')}</p>
      <QrCode text={setup.uri} label={t('qr')} className={styles.qr ?? ''} />
      <p className={styles.note}>
        {t('key')}{' '}
        <span className={styles.key} data-testid="totp-key">
          {new URL(setup.uri).searchParams.get('secret')}
        </span>
      </p>
      <Codes codes={setup.codes} />
      <Field
        label={t('codeNow')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
      <Fault text={fault} />
      <p>
        <button type="submit" className={styles.primary} disabled={isBusy}>
          {t('factorConfirm')}
        </button>
      </p>
    </form>
  );
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  const t = useTranslations('account');
  return (
    <>
      <p className={styles.note}>{t('backupCodes')}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </>
  );
}
