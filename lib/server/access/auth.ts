import 'server-only';
import { appDatabase } from '../database';
import { env } from '../env';
import { type Auth, createAuth, type OidcSettings } from './create-auth';
import { readSecret } from './secret';

/** On globalThis, so that a hot reload makes no second one. One for each of http and https: cookies differ. */
const holder = globalThis as typeof globalThis & { zhantuAuth?: Map<boolean, Promise<Auth>> };

/** Where a request came to, as its sender sees it. */
export type Entrance = { readonly origin: string; readonly isSecure: boolean };

/**
 * Where people reach the application: ZHANTU_URL, else what the request says. Believing it is no risk: a browser tells the
 * truth about the host that it talks to, and only a page from that very origin passes for our own.
 */
export function entranceOf(headers: Headers): Entrance {
  const { ZHANTU_URL } = env();
  if (ZHANTU_URL) return { origin: ZHANTU_URL, isSecure: ZHANTU_URL.startsWith('https:') };
  const isSecure = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
  return {
    origin: `${isSecure ? 'https' : 'http'}://${headers.get('host') ?? 'localhost'}`,
    isSecure,
  };
}

/** better-auth with this process's settings and database. */
export function auth({ isSecure }: Entrance): Promise<Auth> {
  holder.zhantuAuth ??= new Map();
  const known = holder.zhantuAuth.get(isSecure);
  if (known) return known;
  const made = make(isSecure).catch((error: unknown) => {
    holder.zhantuAuth?.delete(isSecure);
    throw error;
  });
  holder.zhantuAuth.set(isSecure, made);
  return made;
}

async function make(isSecure: boolean): Promise<Auth> {
  const settings = env();
  const { db } = await appDatabase();
  return createAuth({
    db,
    secret: secret(),
    origin: settings.ZHANTU_URL,
    isSecure,
    isDemo: isDemoServed(),
    sessionHours: settings.ZHANTU_SESSION_HOURS,
    trustedProxies: settings.ZHANTU_TRUSTED_PROXIES,
    oidc: oidcSettings(),
  });
}

/** @throws {UserError} where a server's database is used without one. */
export function secret(): string {
  const { ZHANTU_SECRET, DATABASE_URL, ZHANTU_HOME } = env();
  return readSecret({ secret: ZHANTU_SECRET, databaseUrl: DATABASE_URL, home: ZHANTU_HOME });
}

/** Whether the people of the demo may come in: on the embedded database, and on a server's where it is asked for by name. */
export function isDemoServed(): boolean {
  const { ZHANTU_DEMO, DATABASE_URL } = env();
  return ZHANTU_DEMO ?? DATABASE_URL === undefined;
}

/** The city's own identity provider; undefined where none is set. */
function oidcSettings(): OidcSettings | undefined {
  const settings = env();
  const { ZHANTU_OIDC_ISSUER: issuer, ZHANTU_OIDC_CLIENT_ID: clientId } = settings;
  const { ZHANTU_OIDC_CLIENT_SECRET: clientSecret, ZHANTU_OIDC_CLAIM: claim } = settings;
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, claim } : undefined;
}

/** What the city calls its identity provider; undefined where none is set. */
export function providerName(): string | undefined {
  const provider = oidcSettings();
  return provider && (env().ZHANTU_OIDC_NAME ?? new URL(provider.issuer).host);
}
