'use client';

import { useTranslations } from 'next-intl';
import { AccountMenu } from '@/app/_components/account-menu';
import type { RoleName } from '@/app/_components/role-name';

type Props = {
  readonly name: string;
  readonly role: RoleName;
  readonly place: string;
  /** Code of the jurisdiction that they manage; absent where they manage none. */
  readonly adminOf?: string | undefined;
};

/** Who is signed in, and as what on this map. */
export function MapAccount({ name, role, place, adminOf }: Props) {
  const t = useTranslations('role');
  return <AccountMenu name={name} role={t(role)} jurisdiction={place} adminOf={adminOf} />;
}
