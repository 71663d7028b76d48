'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/app/_components/notice';

type Props = { readonly why: 'forbidden' | 'townsOnly' | 'unknown' };

/** For who may not see it, and for what is not there. */
export function NoPermission({ why }: Props) {
  const t = useTranslations('effectPage');
  return (
    <Notice title={t(`${why}.title`)} text={t(`${why}.hint`)}>
      <Link href="/">{t('toMap')}</Link>
    </Notice>
  );
}
