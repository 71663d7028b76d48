import type { APIRequestContext } from '@playwright/test';
import { CHICAGO, hasChicago } from './chicago';
import type { HOSTILE } from './hostile';

/** People with passwords beside those of the demo; the passwords are for throwaway databases only. */
export const PEOPLE = {
  officer: {
    username: 'e2e-officer',
    password: 'tramway-quiet-lake',
    jurisdiction: '330784',
    role: 'commander',
  },
  careful: {
    username: 'e2e-careful',
    password: 'lantern-under-bridge',
    jurisdiction: '330784',
    role: 'commander',
  },
  admin: {
    username: 'e2e-admin',
    password: 'granite-over-meadow',
    jurisdiction: '330784',
    role: 'admin',
  },
  chicago: {
    username: 'e2e-chicago',
    password: 'window-over-harbour',
    jurisdiction: CHICAGO.code,
    role: 'commander',
  },
} as const;

export type Person = (typeof PEOPLE)[keyof typeof PEOPLE] | typeof HOSTILE.person;

/** Those whose city is there. */
export function people(): Person[] {
  return Object.values(PEOPLE).filter(
    ({ jurisdiction }) => jurisdiction !== CHICAGO.code || hasChicago,
  );
}

/** Signs in by the same request as the page's; the cookie stays in the context. */
export async function signIn(
  request: APIRequestContext,
  origin: string,
  who: { readonly username: string; readonly password: string } | { readonly demo: string },
): Promise<void> {
  const [path, data] =
    'demo' in who
      ? ['demo', { username: who.demo }]
      : ['username', { username: who.username, password: who.password }];
  const answer = await request.post(`${origin}/api/auth/sign-in/${path}`, {
    data,
    headers: { origin },
  });
  if (!answer.ok())
    throw new Error(`signing in answered ${answer.status()}: ${await answer.text()}`);
}
