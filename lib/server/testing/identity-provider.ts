import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export type IdentityProvider = {
  readonly issuer: string;
  /** Signs somebody in there, as their browser would, and returns where it sends them back to. */
  signIn(authorizationUrl: string, sub: string): Promise<string>;
  stop(): Promise<void>;
};

export const CLIENT = { id: 'zhantu', secret: 'of-the-test-alone-and-nowhere-else' };

/**
 * A real OpenID provider on a port of its own.
 *
 * @param names `preferred_username` by subject.
 */
export async function startIdentityProvider(
  redirectUri: string,
  names: Readonly<Record<string, string | undefined>>,
): Promise<IdentityProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    cookies: { keys: ['of the test alone'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, name: '统一认证的名字', preferred_username: names[sub] }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    signIn: (authorizationUrl, sub) => walk(authorizationUrl, sub, redirectUri),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type Step = { readonly url: string; readonly form?: URLSearchParams };

/** Follows the provider's pages: its form of a name, then its question for consent. */
async function walk(start: string, sub: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  let step: Step = { url: start };
  for (let count = 0; count < 20; count++) {
    if (step.url.startsWith(redirectUri)) return step.url;
    step = await next(step, sub, cookies);
  }
  throw new Error('the identity provider sends round in circles');
}

async function next({ url, form }: Step, sub: string, cookies: Map<string, string>): Promise<Step> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    ...(form && { method: 'POST', body: form }),
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    cookies.set(name, value);
  }
  const location = response.headers.get('location');
  if (location) return { url: new URL(location, url).href };
  const page = await response.text();
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
  if (!prompt) throw new Error(`the identity provider answered ${response.status}: ${page}`);
  return { url, form: new URLSearchParams({ prompt, login: sub, password: 'any' }) };
}
