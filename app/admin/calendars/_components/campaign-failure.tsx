'use client';

import { useTranslations } from 'next-intl';
import type { Answer } from '@/app/_components/send';
import { campaignRefusalOf } from '@/lib/campaigns/refusals';
import base from '../../jurisdiction/_components/jurisdiction-page.module.css';

type Props = { readonly answer: Answer<unknown> | undefined };

/** Why a campaign is not saved or deleted, and the way on. */
export function CampaignFailure({ answer }: Props) {
  const t = useTranslations('adminCalendars');
  if (!answer || answer.ok) return null;
  const { code, paths, reason, requestId } = answer;
  const refusal = campaignRefusalOf(code, paths);
  const why = refusal ? t(`refusal.${refusal}`) : t('refusal.other', { id: requestId ?? '—' });
  return (
    <div className={base.warning} role="alert">
      <p>{reason === null ? t('unreachable') : why}</p>
      {answer.isConflict ? (
        <button type="button" onClick={() => window.location.reload()}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
