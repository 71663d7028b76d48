'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import { effectRefusalOf } from '@/lib/effect/refusals';
import { isMonth } from '@/lib/format/month';
import { ControlChoice } from './control-choice';
import pageStyles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import { PageHeader } from './page-header';
import { bodyOf, type Campaign, EMPTY_DRAFT } from './register-draft';
import { RegisterFields } from './register-fields';
import styles from './register-form.module.css';
import type { Place } from './types';

type Props = {
  readonly place: Place;
  readonly campaigns: readonly Campaign[];
  readonly facts: { readonly first: string; readonly last: string } | null;
  readonly thisMonth: string;
};

/** Says what will be compared with what. What was typed stays while the server says no. */
export function RegisterForm({ place, campaigns, facts, thisMonth }: Props) {
  const { t } = useEffectText(place);
  const router = useRouter();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [answer, setAnswer] = useState<Answer<{ id: string }>>();
  const [isSending, setIsSending] = useState(false);
  const isLate = isMonth(draft.during.from) && draft.during.from <= thisMonth;

  async function register(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const body = { jurisdiction: place.code, ...bodyOf(draft) };
    const told = await send<{ id: string }>('POST', '/api/effect', body);
    setAnswer(told);
    setIsSending(false);
    if (told.ok) router.push(`/effect/${told.value.id}?jurisdiction=${place.code}`);
  }

  return (
    <main className={pageStyles.page}>
      <PageHeader place={place} title={t('registerTitle')}>
        <Link href={`/effect?jurisdiction=${place.code}`}>{t('toList')}</Link>
      </PageHeader>
      <p className={pageStyles.intro}>{t('registerIntro')}</p>
      <form className={styles.form} onSubmit={register} aria-label={t('registerTitle')}>
        <RegisterFields
          place={place}
          campaigns={campaigns}
          facts={facts}
          draft={draft}
          onChange={setDraft}
        />
        <ControlChoice place={place} draft={draft} onChange={setDraft} />
        {isLate ? (
          <label className={styles.late}>
            <input
              type="checkbox"
              checked={draft.acceptsLate}
              onChange={(e) => setDraft({ ...draft, acceptsLate: e.target.checked })}
            />{' '}
            {t('acceptsLate')}
          </label>
        ) : null}
        <Failure answer={answer} />
        <div className={pageStyles.buttons}>
          <button type="submit" data-primary disabled={isSending}>
            {t('registerNow')}
          </button>
          <span className={styles.hint}>{t('neverChanged')}</span>
        </div>
      </form>
    </main>
  );
}

/** Why it is not registered, and the way on. */
function Failure({ answer }: { readonly answer: Answer<unknown> | undefined }) {
  const t = useTranslations('effectPage');
  if (!answer || answer.ok) return null;
  const { code, paths, reason, requestId } = answer;
  const refusal = effectRefusalOf(code, paths);
  const why = refusal ? t(`refusal.${refusal}`) : t('refusal.other', { id: requestId ?? '—' });
  return (
    <p className={styles.warning} role="alert">
      {reason === null ? t('unreachable') : why}
    </p>
  );
}
