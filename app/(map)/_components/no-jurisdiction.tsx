'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '@/app/_components/notice';

/** The very first start: nothing to show yet, and how to change that. */
export function NoJurisdiction() {
  const t = useTranslations('state');
  return (
    <Notice title={t('noJurisdiction')} text={t('noJurisdictionHint')}>
      <code>
        npx zhantu jurisdiction create --code 330784 --name 永康市 --boundary FILE.geojson
      </code>
    </Notice>
  );
}
