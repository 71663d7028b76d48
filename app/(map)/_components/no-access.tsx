'use client';

import { useTranslations } from 'next-intl';
import { signOut } from '@/app/_components/auth-request';
import { Notice } from '@/app/_components/notice';

/** Somebody who is signed in, but belongs to no jurisdiction any more. */
export function NoAccess() {
  const t = useTranslations('account');
  return (
    <Notice title={t('nowhere')} text={t('nowhereHint')}>
      <button type="button" onClick={signOut}>
        {t('signOut')}
      </button>
    </Notice>
  );
}
