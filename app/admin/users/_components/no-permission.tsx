'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/app/_components/notice';

/** For who may not manage users. */
export function NoPermission() {
  const t = useTranslations('adminUsers');
  return (
    <Notice title={t('forbidden')} text={t('forbiddenHint')}>
      <Link href="/">{t('back')}</Link>
    </Notice>
  );
}
