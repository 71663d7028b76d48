'use client';

import { Menu } from '@mantine/core';
import {
  IconHistory,
  IconLogout,
  IconMapCog,
  IconUserCircle,
  IconUserCog,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import styles from './account-menu.module.css';
import { signOut } from './auth-request';

type Props = {
  readonly name: string;
  readonly role: string;
  readonly jurisdiction: string;
  /** Code of the jurisdiction that they manage; absent where they manage none. */
  readonly adminOf?: string | undefined;
};

/** Who is signed in, and as what here; the way to their account, and out. */
export function AccountMenu({ name, role, jurisdiction, adminOf }: Props) {
  const t = useTranslations('account');
  return (
    <Menu position="bottom-end" offset={6} withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={styles.button}
          aria-label={`${t('menu')}: ${name}`}
          title={name}
        >
          <IconUserCircle size={20} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.dropdown} aria-label={t('menu')}>
        <div className={styles.who} data-testid="account">
          <strong>{name}</strong>
          <span>
            {role} · {jurisdiction}
          </span>
        </div>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCog size={16} />}>
          {t('open')}
        </Menu.Item>
        {adminOf ? (
          <>
            <Menu.Item
              component={Link}
              href={`/admin/users?jurisdiction=${adminOf}`}
              leftSection={<IconMapCog size={16} />}
            >
              {t('manage')}
            </Menu.Item>
            <Menu.Item
              component={Link}
              href={`/admin/audit?jurisdiction=${adminOf}`}
              leftSection={<IconHistory size={16} />}
            >
              {t('audit')}
            </Menu.Item>
          </>
        ) : null}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
