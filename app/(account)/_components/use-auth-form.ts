'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { type AuthAnswer, askAuth } from '@/app/_components/auth-request';

/** Failures that are said in words of their own; the rest shares one text. */
const TOLD = [
  'INVALID_USERNAME_OR_PASSWORD',
  'INVALID_PASSWORD',
  'ACCOUNT_LOCKED',
  'ACCOUNT_TEMPORARILY_LOCKED',
  'TOO_MANY_REQUESTS',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
  'INVALID_CODE',
  'INVALID_BACKUP_CODE',
  'INVALID_TWO_FACTOR_COOKIE',
  'NO_MEMBERSHIP',
  'PASSWORD_tooShort',
  'PASSWORD_tooLong',
  'PASSWORD_likeName',
  'PASSWORD_common',
  'SESSION_NOT_FRESH',
  'UNAUTHORIZED',
  'UNREACHABLE',
] as const;

type Done = Extract<AuthAnswer, { ok: true }>;
type Fields = Readonly<Record<string, string>>;

/** A form that asks /api/auth: what went wrong stands under `fault`, to be read out. */
export function useAuthForm(
  pathOf: (fields: Fields) => string,
  bodyOf: (fields: Fields) => Record<string, unknown>,
  onDone: (answer: Done) => void,
) {
  const t = useTranslations('fault');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function send(fields: Fields): Promise<void> {
    setBusy(true);
    setFault(undefined);
    const answer = await askAuth(pathOf(fields), bodyOf(fields));
    if (answer.ok) {
      onDone(answer);
      return;
    }
    const code = TOLD.find((each) => each === answer.code) ?? 'OTHER';
    setFault(t(code, { minutes: answer.waitMinutes }));
    setBusy(false);
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)];
    void send(Object.fromEntries(entries.map(([name, value]) => [name, String(value)])));
  }

  return { fault, isBusy, send, submit, setFault, setBusy };
}
