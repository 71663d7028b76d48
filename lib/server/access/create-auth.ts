import 'server-only';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { username } from 'better-auth/plugins/username';
import type { Db } from '@/db/client';
import { MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH } from '@/lib/accounts/password';
import { addressOf, isUsername, normaliseUsername } from '@/lib/accounts/username';
import { errorFacts } from '../error-facts';
import { log } from '../log';
import { demoSignIn } from './demo-sign-in';
import { admitSession, signInHooks } from './sign-in-hooks';

/** How a city's own identity provider is asked. */
export type OidcSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that holds the user name. */
  readonly claim: string;
};

export type AuthSettings = {
  readonly db: Db;
  readonly secret: string;
  /** Where people reach the application; undefined: wherever each request says it came to. */
  readonly origin: string | undefined;
  /** Cookies go over https only. */
  readonly isSecure: boolean;
  readonly isDemo: boolean;
  readonly sessionHours: number;
  readonly trustedProxies: readonly string[] | undefined;
  readonly oidc: OidcSettings | undefined;
};

export const OIDC_PROVIDER = 'oidc';

/** One address may try so often in a minute; whole stations share one, so that a name's own lock is the strict one. */
const SIGN_INS = { window: 60, max: 30 };
const CODES = { window: 60, max: 15 };

/** better-auth over our tables; nobody signs up, accounts come from the command line and from Admin. */
export function createAuth(settings: AuthSettings) {
  const { db, secret, origin, isSecure, sessionHours, trustedProxies } = settings;
  return betterAuth({
    appName: '战图 Zhantu',
    secret,
    ...(origin && { baseURL: origin }),
    basePath: '/api/auth',
    database: { db, type: 'postgres' },
    // Not the way in, which is by user name; but changing a password goes by these.
    emailAndPassword: {
      enabled: false,
      minPasswordLength: MINIMUM_PASSWORD_LENGTH,
      maxPasswordLength: MAXIMUM_PASSWORD_LENGTH,
    },
    user: USER,
    session: {
      ...SESSION,
      expiresIn: sessionHours * 3600,
      // A session ends when it was said to end: a cookie that somebody copied does not live on by being used.
      disableSessionRefresh: true,
    },
    account: ACCOUNT,
    verification: VERIFICATION,
    rateLimit: {
      ...RATE_LIMIT,
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/*': SIGN_INS, '/two-factor/*': CODES, '/change-password': CODES },
    },
    advanced: {
      cookiePrefix: 'zhantu',
      useSecureCookies: isSecure,
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { joins: true },
      ...(trustedProxies && { ipAddress: { trustedProxies: [...trustedProxies] } }),
    },
    databaseHooks: {
      session: { create: { before: async ({ userId }) => admitSession(db, userId) } },
      account: { create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) } },
    },
    hooks: signInHooks(db),
    // What is no expected failure reaches our own handler of errors.
    onAPIError: { errorURL: '/sign-in', throw: true },
    telemetry: { enabled: false },
    logger: { level: 'error', log: logLine },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 1,
        maxUsernameLength: 64,
        usernameNormalization: normaliseUsername,
        usernameValidator: () => true,
      }),
      twoFactor({ issuer: '战图 Zhantu', schema: TWO_FACTOR }),
      ...(settings.isDemo ? [demoSignIn()] : []),
      ...(settings.oidc ? [oidcSignIn(settings.oidc)] : []),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * What the library complains of, in our log, but for what stands behind a colon: that is what somebody sent. What it then
 * throws is written there whole by who answers the request.
 */
function logLine(_level: string, message: string, ...about: readonly unknown[]): void {
  const error = about.find((each) => each instanceof Error);
  const { type, code } = error ? errorFacts(error) : {};
  log().warn({ source: 'better-auth', type, code }, message.split(':', 1)[0]);
}

function oidcSignIn({ issuer, clientId, clientSecret, claim }: OidcSettings) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        clientId,
        clientSecret,
        // What the standard has every provider take where nothing else was agreed on.
        authentication: 'basic',
        scopes: ['openid', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        // Accounts come from us, sign-ins from the provider.
        disableSignUp: true,
        mapProfileToUser: (profile) => {
          const name = typeof profile[claim] === 'string' ? normaliseUsername(profile[claim]) : '';
          return isUsername(name) ? { email: addressOf(name), emailVerified: true } : { email: '' };
        },
      },
    ],
  });
}

/** The library's columns for a provider's tokens; ours forbid to keep any. */
const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

const DATES = { createdAt: 'created_at', updatedAt: 'updated_at' };
const USER = {
  modelName: 'app_user',
  fields: { emailVerified: 'email_verified', ...DATES },
  additionalFields: {
    isDemo: { type: 'boolean', fieldName: 'is_demo', input: false, required: false },
  },
} as const;
const SESSION = {
  modelName: 'session',
  fields: {
    userId: 'user_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
    ...DATES,
  },
};
const ACCOUNT = {
  modelName: 'account',
  fields: {
    userId: 'user_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
    ...DATES,
  },
  updateAccountOnSignIn: false,
  accountLinking: { enabled: true, trustedProviders: [OIDC_PROVIDER] },
};
const VERIFICATION = {
  modelName: 'verification',
  fields: { expiresAt: 'expires_at', ...DATES },
};
const RATE_LIMIT = { modelName: 'rate_limit', fields: { lastRequest: 'last_request' } };
const TWO_FACTOR = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factor',
    fields: {
      userId: 'user_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
};
