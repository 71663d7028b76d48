'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { type Answer, send } from '@/app/_components/send';
import { formatDay } from '@/lib/format/dates';
import base from '../../jurisdiction/_components/jurisdiction-page.module.css';
import styles from './calendars-page.module.css';
import { bodyOf, type Campaign, draftOf, type Place } from './campaign-draft';
import { CampaignFailure } from './campaign-failure';
import { CampaignFields } from './campaign-fields';

type Props = { readonly campaign: Campaign; readonly place: Place };

/** One campaign: what it is, and the form that changes it. */
export function CampaignRow({ campaign, place }: Props) {
  const t = useTranslations('adminCalendars');
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(campaign));
  const [version, setVersion] = useState(campaign.version);
  const [answer, setAnswer] = useState<Answer<unknown>>();
  const address = `/api/admin/campaigns/${campaign.id}`;
  const key = { jurisdiction: place.code, version };

  async function save(event: FormEvent) {
    event.preventDefault();
    const told = await send<{ version: number }>('PUT', address, { ...key, ...bodyOf(draft) });
    setAnswer(told);
    if (!told.ok) return;
    setVersion(told.value.version);
    router.refresh();
  }

  async function remove() {
    if (!window.confirm(t('confirmDelete', { name: campaign.name }))) return;
    const told = await send('DELETE', address, key);
    setAnswer(told);
    if (told.ok) router.refresh();
  }

  return (
    <details className={styles.campaign} data-testid={`campaign-${campaign.id}`}>
      <summary>
        <Summary campaign={campaign} />
      </summary>
      <form onSubmit={save} aria-label={t('edit', { name: campaign.name })}>
        <CampaignFields place={place} draft={draft} onChange={setDraft} />
        <CampaignFailure answer={answer} />
        <div className={base.buttons}>
          <button type="submit" data-primary>
            {t('save')}
          </button>
          <button type="button" onClick={remove}>
            {t('delete')}
          </button>
          <span role="status">{answer?.ok ? t('saved') : null}</span>
        </div>
      </form>
    </details>
  );
}

function Summary({ campaign }: { readonly campaign: Campaign }) {
  const t = useTranslations('adminCalendars');
  const { locale } = usePreferences();
  const isEnglish = locale === 'en';
  const towns = campaign.towns.map(({ name, nameEn }) => (isEnglish && nameEn) || name);
  const day = (date: string | null) => (date ? formatDay(date, locale) : t('noDay'));
  return (
    <span className={styles.summary}>
      <strong>
        <bdi>{isEnglish ? campaign.nameEn : campaign.name}</bdi>
      </strong>
      <small>
        <bdi>{isEnglish ? campaign.name : campaign.nameEn}</bdi> · {t(`kind.${campaign.kind}`)} ·{' '}
        {towns.length > 0 ? <bdi>{towns.join(t('listSeparator'))}</bdi> : t('noTowns')}
      </small>
      <span className={styles.spans}>
        {campaign.phases.map(({ kind, startsOn, endsOn }) => (
          <span key={kind}>
            {t(`phase.${kind}`)}{' '}
            {startsOn || endsOn ? t('span', { from: day(startsOn), to: day(endsOn) }) : t('noDays')}
          </span>
        ))}
      </span>
    </span>
  );
}
