import 'server-only';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { User } from 'better-auth/types';
import { z } from 'zod';

const Body = z.object({ username: z.string() });

/**
 * Signs a person of the demo in, for nothing but their name. Only added where the demo is served; and only demo people
 * come in this way, who have no password and belong to synthetic cities only.
 */
export function demoSignIn(): BetterAuthPlugin {
  return {
    id: 'demo-sign-in',
    endpoints: {
      signInDemo: createAuthEndpoint(
        '/sign-in/demo',
        { method: 'POST', body: Body },
        async (context) => {
          const { adapter, internalAdapter } = context.context;
          const user = await adapter.findOne<User>({
            model: 'user',
            where: [
              { field: 'username', value: context.body.username },
              { field: 'isDemo', value: true },
            ],
          });
          if (!user)
            throw new APIError('UNAUTHORIZED', {
              code: 'INVALID_USERNAME_OR_PASSWORD',
              message: 'nobody of the demo has this name',
            });
          const session = await internalAdapter.createSession(user.id);
          await setSessionCookie(context, { session, user });
          return context.json({ status: true });
        },
      ),
    },
  };
}
