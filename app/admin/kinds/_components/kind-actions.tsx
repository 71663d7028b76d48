'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import styles from '../../_components/admin-table.module.css';
import { KindFields, namesOf } from './kind-fields';
import { Outcome } from './outcome';
import type { Kind, Place } from './types';
import { WeightFields, weightOf } from './weight-fields';

type Props = { readonly kind: Kind; readonly name: string; readonly place: Place };

/** What can be changed of a kind. What was typed stays while the server says no. */
export function KindActions({ kind, name, place }: Props) {
  const t = useTranslations('adminKinds');
  const router = useRouter();
  const [names, setNames] = useState({ ...kind, group: kind.group ?? '' });
  const [weight, setWeight] = useState({
    days: String(kind.harmWeight),
    source: kind.harmSource ?? '',
  });
  const [answer, setAnswer] = useState<Answer<{ job?: string } | undefined>>();
  const { harmWeight, harmSource } = weightOf(weight);
  const isSame = harmWeight === kind.harmWeight && harmSource === kind.harmSource;
  const address = `/api/admin/kinds/${encodeURIComponent(kind.code)}`;
  const seen = { jurisdiction: place.code, version: kind.version };

  async function ask(method: 'PATCH' | 'PUT' | 'DELETE', path: string, body: object) {
    const told = await send<{ job?: string } | undefined>(method, path, { ...seen, ...body });
    setAnswer(told);
    if (told.ok && method !== 'PUT') router.refresh();
  }
  function saveNames(event: FormEvent) {
    event.preventDefault();
    void ask('PATCH', address, namesOf(names));
  }
  function saveWeight(event: FormEvent) {
    event.preventDefault();
    void ask('PUT', `${address}/weight`, weightOf(weight));
  }

  return (
    <details>
      <summary>{t('manageOf', { name })}</summary>
      <form className={styles.form} onSubmit={saveNames} aria-label={t('namesOf', { name })}>
        <KindFields names={names} onChange={(changed) => setNames({ ...names, ...changed })} />
        <div className={styles.buttons}>
          <button type="submit">{t('saveNames')}</button>
        </div>
      </form>
      <form className={styles.form} onSubmit={saveWeight} aria-label={t('weightOf', { name })}>
        <WeightFields weight={weight} onChange={setWeight} />
        <div className={styles.buttons}>
          <button type="submit" disabled={isSame}>
            {t('saveWeight')}
          </button>
        </div>
      </form>
      <div className={styles.buttons}>
        <button
          type="button"
          data-danger
          disabled={kind.incidents > 0}
          onClick={() => window.confirm(t('confirmRemove', { name })) && ask('DELETE', address, {})}
        >
          {t('remove')}
        </button>
        {kind.incidents > 0 ? <small>{t('used')}</small> : null}
      </div>
      <Outcome answer={answer} place={place} onLoad={() => router.refresh()} />
    </details>
  );
}
