'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/app/_components/notice';

/** For who may not read the audit log, or asked for something that it cannot be asked. */
export function NoPermission() {
  const t = useTranslations('audit');
  return (
    <Notice title={t('forbidden')} text={t('forbiddenHint')}>
      <Link href="/">{t('back')}</Link>
    </Notice>
  );
}
