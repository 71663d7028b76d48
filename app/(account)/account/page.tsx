import { redirect } from 'next/navigation';
import { findVisitor } from '@/lib/server/access/request-actor';
import { hasPassword } from '@/lib/server/access/users';
import { appDatabase } from '@/lib/server/database';
import { AccountPage } from '../_components/account-page';
import { AccountSections } from '../_components/account-sections';

/** One's own account: what one is where, password, second factor, sessions. */
export default async function OwnAccountPage() {
  const visitor = await findVisitor();
  if (!visitor) redirect('/sign-in?next=/account');
  const { userId, username, name, hasTwoFactor, memberships } = visitor;
  return (
    <AccountPage title="account.title" isWide>
      <AccountSections
        username={username}
        name={name}
        hasPassword={await hasPassword(await appDatabase(), userId)}
        hasTwoFactor={hasTwoFactor}
        memberships={memberships}
      />
    </AccountPage>
  );
}
