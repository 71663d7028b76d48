'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import styles from '../../_components/admin-table.module.css';
import { Outcome } from './outcome';
import { type ChosenRole, RoleFields } from './role-fields';
import type { Member, Place } from './types';

type Props = { readonly member: Member; readonly place: Place };
type Told = { readonly password?: string } | undefined;

/** What an administrator can do with one user. */
export function MemberActions({ member, place }: Props) {
  const t = useTranslations('adminUsers');
  const router = useRouter();
  const [chosen, setChosen] = useState<ChosenRole>({ role: member.role, towns: member.towns });
  const [resetTwoFactor, setResetTwoFactor] = useState(false);
  const [answer, setAnswer] = useState<Answer<Told>>();
  const address = `/api/admin/users/${encodeURIComponent(member.username)}`;

  async function ask(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: object) {
    const told = await send<Told>(method, `${address}${path}`, {
      jurisdiction: place.code,
      ...body,
    });
    setAnswer(told);
    if (told.ok) router.refresh();
  }

  function save(event: FormEvent) {
    event.preventDefault();
    const seen = { role: member.role, towns: member.towns };
    void ask('PATCH', '', { ...chosen, seen });
  }

  function remove() {
    if (window.confirm(t('confirmRemove', { name: member.name }))) void ask('DELETE', '', {});
  }

  function resetPassword() {
    if (window.confirm(t('confirmReset', { name: member.name })))
      void ask('POST', '/password', { resetTwoFactor });
  }

  function load() {
    setAnswer(undefined);
    router.refresh();
  }

  return (
    <details className={styles.actions}>
      <summary aria-label={t('manageOf', { name: member.name })}>{t('column.manage')}</summary>
      <form
        className={styles.form}
        onSubmit={save}
        aria-label={t('manageOf', { name: member.name })}
      >
        <RoleFields towns={place.towns} chosen={chosen} onChange={setChosen} />
        <div className={styles.buttons}>
          <button type="submit" data-primary disabled={chosen.towns?.length === 0}>
            {t('save')}
          </button>
          <button type="button" data-danger onClick={remove}>
            {t('remove')}
          </button>
        </div>
      </form>
      {member.isShared ? (
        <p>{t('sharedHint')}</p>
      ) : (
        <div className={styles.buttons}>
          <button
            type="button"
            onClick={() => void ask('PUT', '/disabled', { isDisabled: !member.isDisabled })}
          >
            {t(member.isDisabled ? 'enable' : 'disable')}
          </button>
          {member.sessions > 0 ? (
            <button type="button" onClick={() => void ask('DELETE', '/sessions', {})}>
              {t('signOut')}
            </button>
          ) : null}
          <button type="button" onClick={resetPassword}>
            {t('resetPassword')}
          </button>
          {member.hasTwoFactor ? (
            <label>
              <input
                type="checkbox"
                checked={resetTwoFactor}
                onChange={(e) => setResetTwoFactor(e.target.checked)}
              />
              {t('resetTwoFactor')}
            </label>
          ) : null}
        </div>
      )}
      <Outcome answer={answer} onLoad={load} />
    </details>
  );
}
