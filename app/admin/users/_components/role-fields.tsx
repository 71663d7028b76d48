'use client';

import { useTranslations } from 'next-intl';
import { ROLE_NAMES } from '@/app/_components/role-name';
import styles from '../../_components/admin-table.module.css';
import type { Town } from './types';

export type ChosenRole = { readonly role: string; readonly towns: readonly string[] | null };

type Props = {
  readonly towns: readonly Town[];
  readonly chosen: ChosenRole;
  readonly onChange: (chosen: ChosenRole) => void;
};

/** A role, and the towns for which it holds. */
export function RoleFields({ towns, chosen, onChange }: Props) {
  const t = useTranslations('adminUsers');
  const roleName = useTranslations('role');
  const bound = chosen.towns !== null;
  const toggle = (id: string, isOn: boolean) => {
    const others = (chosen.towns ?? []).filter((each) => each !== id);
    onChange({ ...chosen, towns: isOn ? [...others, id] : others });
  };
  return (
    <>
      <label className={styles.field}>
        <span>{t('column.role')}</span>
        <select value={chosen.role} onChange={(e) => onChange({ ...chosen, role: e.target.value })}>
          {ROLE_NAMES.filter((role) => role !== 'public').map((role) => (
            <option key={role} value={role}>
              {roleName(role)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className={styles.towns}>
        <legend>{t('column.towns')}</legend>
        <label>
          <input
            type="checkbox"
            checked={!bound}
            onChange={(e) => onChange({ ...chosen, towns: e.target.checked ? null : [] })}
          />
          {t('allTowns')}
        </label>
        {bound
          ? towns.map(({ id, name }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={chosen.towns?.includes(id) ?? false}
                  onChange={(e) => toggle(id, e.target.checked)}
                />
                {name}
              </label>
            ))
          : null}
      </fieldset>
    </>
  );
}
