'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import styles from '../../_components/admin-table.module.css';
import { Outcome } from './outcome';
import { type ChosenRole, RoleFields } from './role-fields';
import type { Place } from './types';

type Created = { readonly username: string; readonly password: string };

const NOBODY: ChosenRole = { role: 'viewer', towns: null };

/** Creates a user. What was typed stays while the server says no. */
export function NewMember({ place }: { readonly place: Place }) {
  const t = useTranslations('adminUsers');
  const router = useRouter();
  const [username, setUsername] = useState('');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState(NOBODY);
  const [answer, setAnswer] = useState<Answer<Created>>();

  async function create(event: FormEvent) {
    event.preventDefault();
    const body = { jurisdiction: place.code, username, name, ...chosen };
    const told = await send<Created>('POST', '/api/admin/users', body);
    setAnswer(told);
    if (!told.ok) return;
    setUsername('');
    setName('');
    setChosen(NOBODY);
    router.refresh();
  }

  return (
    <details className={styles.card}>
      <summary>{t('new')}</summary>
      <form className={styles.form} onSubmit={create} aria-label={t('new')}>
        <label className={styles.field}>
          <span>{t('username')}</span>
          <input
            value={username}
            required
            minLength={2}
            maxLength={64}
            autoComplete="off"
            onChange={(e) => setUsername(e.target.value)}
          />
          <small>{t('usernameHint')}</small>
        </label>
        <label className={styles.field}>
          <span>{t('name')}</span>
          <input value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
        </label>
        <RoleFields towns={place.towns} chosen={chosen} onChange={setChosen} />
        <div className={styles.buttons}>
          <button type="submit" data-primary disabled={chosen.towns?.length === 0}>
            {t('create')}
          </button>
        </div>
      </form>
      <Outcome answer={answer} onLoad={() => router.refresh()} />
    </details>
  );
}
