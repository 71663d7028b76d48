'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import styles from './account-page.module.css';
import { Fault } from './fault';
import { Field } from './field';
import { useAuthForm } from './use-auth-form';

type Props = { readonly onDone: () => void; readonly onBack: () => void };

/** The second step of signing in: a code from the phone, or one from the list. */
export function CodeForm({ onDone, onBack }: Props) {
  const t = useTranslations('signIn');
  const [isBackup, setBackup] = useState(false);
  const { fault, isBusy, submit, setFault } = useAuthForm(
    () => (isBackup ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp'),
    ({ code = '' }) => ({ code: isBackup ? code.trim() : code.replace(/\s/g, '') }),
    onDone,
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{isBackup ? t('backupNote') : t('codeNote')}</p>
      <Field
        key={isBackup ? 'backup' : 'totp'}
        label={isBackup ? t('backup') : t('code')}
        name="code"
        autoComplete="one-time-code"
        inputMode={isBackup ? 'text' : 'numeric'}
        maxLength={24}
        required
        autoFocus
      />
      <Fault text={fault} />
      <button type="submit" className={styles.primary} disabled={isBusy}>
        {isBusy ? t('busy') : t('verify')}
      </button>
      <div className={styles.links}>
        <button
          type="button"
          onClick={() => {
            setFault(undefined);
            setBackup(!isBackup);
          }}
        >
          {isBackup ? t('useCode') : t('useBackup')}
        </button>
        <button type="button" onClick={onBack}>
          {t('back')}
        </button>
      </div>
    </form>
  );
}
