'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/app/_components/notice';

/** For who may not manage the jurisdiction. */
export function NoPermission() {
  const t = useTranslations('adminJurisdiction');
  return (
    <Notice title={t('forbidden')} text={t('forbiddenHint')}>
      <Link href="/">{t('back')}</Link>
    </Notice>
  );
}
