'use client';

import { useTranslations } from 'next-intl';
import type { Answer } from '../../_components/send';
import base from '../../jurisdiction/_components/jurisdiction-page.module.css';

type Props = { readonly answer: Answer<unknown> | undefined };

/** Why a campaign is not saved or deleted, and the way on. */
export function CampaignFailure({ answer }: Props) {
  const t = useTranslations('adminCalendars');
  if (!answer || answer.ok) return null;
  return (
    <div className={base.warning} role="alert">
      <p>
        {answer.isConflict
          ? t('conflict')
          : t('failed', { reason: answer.reason ?? t('unreachable') })}
      </p>
      {answer.isConflict ? (
        <button type="button" onClick={() => window.location.reload()}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
