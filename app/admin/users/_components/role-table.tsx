'use client';

import { IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { ROLE_NAMES } from '@/app/_components/role-name';
import styles from '../../_components/admin-table.module.css';
import type { Right } from './types';

type Props = { readonly rights: readonly Right[] };

/** What each role may see and do, as the server's own table has it. */
export function RoleTable({ rights }: Props) {
  const t = useTranslations('adminUsers');
  const right = useTranslations('right');
  const roleName = useTranslations('role');
  return (
    <details className={styles.card}>
      <summary>{t('rights')}</summary>
      <p>{t('rightsHint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by key. */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('rights')}>
        <table className={styles.rights}>
          <thead>
            <tr>
              <th scope="col">{t('right')}</th>
              {ROLE_NAMES.map((role) => (
                <th key={role} scope="col">
                  {roleName(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map(({ action, roles }) => (
              <tr key={action}>
                <th scope="row">{right(action)}</th>
                {ROLE_NAMES.map((role) => (
                  <td key={role}>
                    {roles.includes(role) ? (
                      <IconCheck size={16} role="img" aria-label={t('may')} />
                    ) : (
                      <span aria-label={t('mayNot')} role="img">
                        –
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
