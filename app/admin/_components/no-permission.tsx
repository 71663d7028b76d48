'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/app/_components/notice';

type Props = {
  readonly of:
    | 'adminBasemap'
    | 'adminCalendars'
    | 'adminJurisdiction'
    | 'adminKinds'
    | 'adminUsers'
    | 'adminWorkingDays';
};

/** For who may not manage something. */
export function NoPermission({ of }: Props) {
  const t = useTranslations(of);
  return (
    <Notice title={t('forbidden')} text={t('forbiddenHint')}>
      <Link href="/">{t('back')}</Link>
    </Notice>
  );
}
