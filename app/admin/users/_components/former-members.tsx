'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { type Answer, send } from '@/app/_components/send';
import { formatInstant } from '@/lib/format/dates';
import styles from '../../_components/admin-table.module.css';
import { Outcome } from './outcome';
import { type ChosenRole, RoleFields } from './role-fields';
import type { Former, Place } from './types';

type Props = { readonly former: readonly Former[]; readonly place: Place };

/** Those who were taken out of the jurisdiction, and the way back. */
export function FormerMembers({ former, place }: Props) {
  const t = useTranslations('adminUsers');
  if (former.length === 0) return null;
  return (
    <section className={styles.former} aria-labelledby="former-members">
      <h2 id="former-members">{t('former')}</h2>
      <p>{t('formerHint')}</p>
      <ul>
        {former.map((each) => (
          <FormerMember key={each.username} former={each} place={place} />
        ))}
      </ul>
    </section>
  );
}

function FormerMember({ former, place }: { former: Former; place: Place }) {
  const t = useTranslations('adminUsers');
  const { locale } = usePreferences();
  const router = useRouter();
  const { username, name, role, towns, removedAt } = former;
  const [chosen, setChosen] = useState<ChosenRole>({ role, towns });
  const [answer, setAnswer] = useState<Answer<undefined>>();
  const label = t('restoreOf', { name });

  async function restore(event: FormEvent) {
    event.preventDefault();
    const address = `/api/admin/users/${encodeURIComponent(username)}`;
    const told = await send<undefined>('PUT', address, { jurisdiction: place.code, ...chosen });
    setAnswer(told);
    if (told.ok) router.refresh();
  }

  return (
    <li data-testid={`former-${username}`}>
      <strong>{name}</strong> <small>{username}</small>{' '}
      <small>{t('removedAt', { at: formatInstant(removedAt, locale, place.timezone) })}</small>
      <details className={styles.actions}>
        <summary aria-label={label}>{t('restore')}</summary>
        <form className={styles.form} onSubmit={restore} aria-label={label}>
          <RoleFields towns={place.towns} chosen={chosen} onChange={setChosen} />
          <div className={styles.buttons}>
            <button type="submit" data-primary disabled={chosen.towns?.length === 0}>
              {t('restore')}
            </button>
          </div>
        </form>
        <Outcome answer={answer} onLoad={() => router.refresh()} />
      </details>
    </li>
  );
}
