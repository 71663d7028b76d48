'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import base from '../../jurisdiction/_components/jurisdiction-page.module.css';
import styles from './calendars-page.module.css';
import { bodyOf, EMPTY_DRAFT, type Place, proposedId } from './campaign-draft';
import { CampaignFailure } from './campaign-failure';
import { CampaignFields } from './campaign-fields';

/** Plans a campaign. What was typed stays while the server says no. */
export function NewCampaign({ place }: { readonly place: Place }) {
  const t = useTranslations('adminCalendars');
  const router = useRouter();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [typedId, setTypedId] = useState<string>();
  const [answer, setAnswer] = useState<Answer<unknown>>();
  const id = typedId ?? proposedId(draft);

  async function create(event: FormEvent) {
    event.preventDefault();
    const body = { jurisdiction: place.code, id, ...bodyOf(draft) };
    const told = await send('POST', '/api/admin/campaigns', body);
    setAnswer(told);
    if (!told.ok) return;
    setDraft(EMPTY_DRAFT);
    setTypedId(undefined);
    router.refresh();
  }

  return (
    <details className={styles.campaign}>
      <summary>{t('new')}</summary>
      <form onSubmit={create} aria-label={t('new')}>
        <CampaignFields place={place} draft={draft} onChange={setDraft} />
        <label className={base.field}>
          <span>{t('id')}</span>
          <input
            value={id}
            required
            maxLength={50}
            pattern="[a-z0-9][a-z0-9\-]*"
            autoComplete="off"
            onChange={(e) => setTypedId(e.target.value)}
          />
          <small>{t('idHint')}</small>
        </label>
        <CampaignFailure answer={answer} />
        <div className={base.buttons}>
          <button type="submit" data-primary>
            {t('create')}
          </button>
          <span role="status">{answer?.ok ? t('created') : null}</span>
        </div>
      </form>
    </details>
  );
}
