import type { Route } from 'next';
import { redirect } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { ownPath } from '@/lib/accounts/own-path';
import { providerName } from '@/lib/server/access/auth';
import { isUnused, listDemoPeople } from '@/lib/server/access/demo-people';
import { findVisitor } from '@/lib/server/access/request-actor';
import { AccountPage } from '../_components/account-page';
import { FirstUser } from '../_components/first-user';
import { SignInForm } from '../_components/sign-in-form';

/** The way in; who is in already goes on to where they wanted. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const { next, error } = await searchParams;
  const path = ownPath(typeof next === 'string' ? next : null);
  if (await findVisitor()) redirect(path as Route);
  return (
    <AccountPage title="signIn.title">
      {(await isUnused()) ? <FirstUser /> : null}
      <SignInForm
        next={path}
        people={await listDemoPeople()}
        provider={providerName()}
        refused={error !== undefined}
      />
    </AccountPage>
  );
}
