'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import styles from '../../_components/admin-table.module.css';
import { KindFields, namesOf } from './kind-fields';
import { Outcome } from './outcome';
import type { Place } from './types';
import { WeightFields, weightOf } from './weight-fields';

const NOTHING = { nameZh: '', nameEn: '', group: '' };
const UNSET = { days: '1', source: '' };

/** Adds a kind. What was typed stays while the server says no. */
export function NewKind({ place }: { readonly place: Place }) {
  const t = useTranslations('adminKinds');
  const router = useRouter();
  const [code, setCode] = useState('');
  const [names, setNames] = useState(NOTHING);
  const [weight, setWeight] = useState(UNSET);
  const [answer, setAnswer] = useState<Answer<undefined>>();

  async function create(event: FormEvent) {
    event.preventDefault();
    const body = { jurisdiction: place.code, code, ...weightOf(weight), ...namesOf(names) };
    const told = await send<undefined>('POST', '/api/admin/kinds', body);
    setAnswer(told.ok ? { ok: true, value: undefined } : told);
    if (!told.ok) return;
    setCode('');
    setNames(NOTHING);
    setWeight(UNSET);
    router.refresh();
  }

  return (
    <details className={styles.card}>
      <summary>{t('new')}</summary>
      <form className={styles.form} onSubmit={create} aria-label={t('new')}>
        <label className={styles.field}>
          <span>{t('code')}</span>
          <input
            value={code}
            required
            pattern="[a-z][a-z0-9_]{0,39}"
            maxLength={40}
            autoComplete="off"
            onChange={(event) => setCode(event.target.value)}
          />
          <small>{t('codeHint')}</small>
        </label>
        <KindFields names={names} onChange={setNames} />
        <WeightFields weight={weight} onChange={setWeight} />
        <div className={styles.buttons}>
          <button type="submit" data-primary>
            {t('create')}
          </button>
        </div>
      </form>
      <Outcome answer={answer} place={place} onLoad={() => router.refresh()} />
    </details>
  );
}
