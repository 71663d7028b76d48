import 'server-only';
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api';
import { z } from 'zod';
import type { Db } from '@/db/client';
import {
  countAttempt,
  forgetFailures,
  forgetOldFailures,
  type LockRule,
} from '@/db/queries/sign-in-failures';
import { deleteExpiredSessions, listMemberships } from '@/db/queries/users';
import { faultOfPassword } from '@/lib/accounts/password';
import { isUsername, normaliseUsername } from '@/lib/accounts/username';

/** So many wrong passwords in a row lock a name for so long. */
export const LOCK_RULE: LockRule = { attempts: 5, minutes: 15 };

const SignInBody = z.object({ username: z.string().max(200), password: z.string().max(1000) });
const ChangeBody = z.object({ newPassword: z.string() });

/** Before and after better-auth answers: the lock of a name, and the rules for passwords. */
export function signInHooks(db: Db) {
  return {
    before: createAuthMiddleware(async (context) => {
      if (context.path === '/sign-in/username') await refuseLocked(db, context.body);
      if (context.path === '/change-password') {
        const user = (await getSessionFromCtx(context))?.user;
        refuseWeak(context.body, typeof user?.username === 'string' ? user.username : '');
      }
    }),
    after: createAuthMiddleware(async (context) => {
      if (context.path !== '/sign-in/username' || isAPIError(context.context.returned)) return;
      const { username } = SignInBody.parse(context.body);
      await forgetFailures(db, normaliseUsername(username));
    }),
  };
}

async function refuseLocked(db: Db, body: unknown): Promise<void> {
  const parsed = SignInBody.safeParse(body);
  if (!parsed.success)
    throw new APIError('BAD_REQUEST', {
      code: 'INVALID_REQUEST',
      message: 'a name and a password',
    });
  const username = normaliseUsername(parsed.data.username);
  if (!isUsername(username))
    throw new APIError('UNAUTHORIZED', {
      code: 'INVALID_USERNAME_OR_PASSWORD',
      message: 'Invalid username or password',
    });
  await forgetOldFailures(db, LOCK_RULE);
  const seconds = await countAttempt(db, username, LOCK_RULE);
  if (seconds === 0) return;
  throw new APIError(
    'TOO_MANY_REQUESTS',
    { code: 'ACCOUNT_LOCKED', message: `locked for ${Math.ceil(seconds / 60)} more minutes` },
    { 'Retry-After': String(seconds) },
  );
}

function refuseWeak(body: unknown, username: string): void {
  const parsed = ChangeBody.safeParse(body);
  const fault = parsed.success ? faultOfPassword(parsed.data.newPassword, username) : 'tooShort';
  if (fault === undefined) return;
  throw new APIError('BAD_REQUEST', {
    code: `PASSWORD_${fault}`,
    message: 'choose another password',
  });
}

/** Whichever way somebody came in: no session for who is disabled, or belongs to no jurisdiction. */
export async function admitSession(db: Db, userId: string): Promise<void> {
  if ((await listMemberships(db, userId)).length === 0)
    throw new APIError('FORBIDDEN', {
      code: 'NO_MEMBERSHIP',
      message: 'the account is disabled, or belongs to no jurisdiction',
    });
  await deleteExpiredSessions(db);
}
