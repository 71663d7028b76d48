import { cookies } from 'next/headers';
import Link from 'next/link';
import { LOCALE_COOKIE, localeOf } from '@/lib/i18n/locale';
import { messagesOf } from '@/lib/i18n/messages';
import { Notice } from './_components/notice';

export default async function NotFound() {
  const { state } = await messagesOf(localeOf((await cookies()).get(LOCALE_COOKIE)?.value));
  return (
    <Notice title={state.notFound} text="404">
      <Link href="/">{state.home}</Link>
    </Notice>
  );
}
