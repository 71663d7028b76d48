'use client';

import { useTranslations } from 'next-intl';
import styles from '../../_components/admin-table.module.css';

export type Names = { readonly nameZh: string; readonly nameEn: string; readonly group: string };

type Props = { readonly names: Names; readonly onChange: (names: Names) => void };

/** The fields of a kind's names and group. */
export function KindFields({ names, onChange }: Props) {
  const t = useTranslations('adminKinds');
  return (['nameZh', 'nameEn', 'group'] as const).map((field) => (
    <label key={field} className={styles.field}>
      <span>{t(field)}</span>
      <input
        value={names[field]}
        required={field !== 'group'}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => onChange({ ...names, [field]: event.target.value })}
      />
    </label>
  ));
}

/** As a request names them: an empty group is none. */
export function namesOf({ nameZh, nameEn, group }: Names) {
  return { nameZh, nameEn, group: group.trim() === '' ? null : group };
}
