'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '../_components/notice';

export default function MapError({ reset }: { readonly reset: () => void }) {
  const t = useTranslations('state');
  return (
    <Notice title={t('crash')} text={t('crashHint')}>
      <button type="button" onClick={reset}>
        {t('retry')}
      </button>
    </Notice>
  );
}
